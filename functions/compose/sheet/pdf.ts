/**
 * Writes a planned sheet as a PDF: one page of the paper's true size. Every photo file is in it once and is placed as
 * often as planned. Marks and ruler are vectors. Section numbers are those of ISO 32000-1:2008.
 */
import sharp from 'sharp';
import { Fault } from '../../../core/errors.ts';
import { mmToPx } from '../../../core/measure.ts';
import { drawingOf } from '../../../core/sheet/drawing.ts';
import type { Box } from '../../../core/sheet/layout.ts';
import type { SheetPhoto, SheetPlan } from '../../../core/sheet/plan.ts';
import { PdfFile, type PdfRef } from './pdf-file.ts';

/** User space has 72 units per inch (8.3.2.3). */
const pointsPerMm = mmToPx(1, 72);

/** Returns the PDF. The same plan and photos give the same bytes. @throws Fault `bad-payload` as renderSheet. */
export function writeSheetPdf(plan: SheetPlan, photos: readonly SheetPhoto[]): Promise<Uint8Array> {
  return writeSheetsPdf([plan], async () => photos);
}

/**
 * Returns one PDF with a page for each plan.
 * @param photosOf the photos of a page by its index; called page by page. @throws Fault `bad-payload` as renderSheet.
 */
export async function writeSheetsPdf(
  plans: readonly SheetPlan[],
  photosOf: (page: number) => Promise<readonly SheetPhoto[]>,
): Promise<Uint8Array> {
  const file = new PdfFile();
  const parts: { readonly plan: SheetPlan; readonly content: PdfRef; readonly named: string }[] = [];
  for (const [at, plan] of plans.entries()) {
    const photos = await photosOf(at);
    const images = new Map<number, PdfRef>();
    for (const { item } of plan.placements) {
      if (!images.has(item)) images.set(item, await addImage(file, photos[item]));
    }
    const content = file.add('', Buffer.from(drawPage(plan), 'latin1'));
    parts.push({ plan, content, named: [...images].map(([item, image]) => `${nameOf(item)} ${image}`).join(' ') });
  }
  const pages = file.reserve();
  const kids = parts.map(({ plan, content, named }) => {
    const size = `${number(plan.widthMm * pointsPerMm)} ${number(plan.heightMm * pointsPerMm)}`;
    const resources = `/Resources << /XObject << ${named} >> >>`;
    return file.add(`/Type /Page /Parent ${pages} /MediaBox [0 0 ${size}] /Contents ${content} ${resources}`);
  });
  file.set(pages, `/Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length}`);
  // With this entry, print dialogs begin with "actual size" (12.2).
  return file.bytes(file.add(`/Type /Catalog /Pages ${pages} /ViewerPreferences << /PrintScaling /None >>`));
}

function nameOf(item: number): string {
  return `/Photo${item}`;
}

/** Returns the operators of the page, in mm from its upper left corner. */
function drawPage(plan: SheetPlan): string {
  const { photos, marks, ruler } = drawingOf(plan, { perMm: 1, whole: false });
  const lines = [`${matrix(pointsPerMm, 0, 0, -pointsPerMm, 0, plan.heightMm * pointsPerMm)} cm`];
  for (const [i, { left, top, width, height }] of photos.entries()) {
    const { item, rotated } = plan.placements[i];
    // An image is a unit square with its own top at y = 1 (8.9.5.1).
    const place = rotated ? matrix(0, height, width, 0, left, top) : matrix(width, 0, 0, -height, left, top + height);
    lines.push(`q ${place} cm ${nameOf(item)} Do Q`);
  }
  lines.push(...fill(marks, plan.marks === 'lines' ? lightGrey : black), ...fill(ruler, black));
  return `${lines.join('\n')}\n`;
}

const black = 0;
const lightGrey = 2 / 3;

function fill(strips: readonly Box[], grey: number): string[] {
  if (strips.length === 0) return [];
  const boxes = strips.map(({ left, top, width, height }) => `${[left, top, width, height].map(number).join(' ')} re`);
  return [`${number(grey)} g`, ...boxes, 'f'];
}

/**
 * Adds a photo. A JPEG is added as it is (DCTDecode, 7.4.8), a PNG as its compressed rows (7.4.4.4), with white behind
 * transparent parts.
 */
async function addImage(file: PdfFile, photo: SheetPhoto | undefined): Promise<PdfRef> {
  if (!photo) throw new Fault('bad-payload', 'the sheet has fewer photos than items');
  const { bytes } = photo;
  const { format, width, height, channels, icc } = await sharp(bytes).metadata();
  const colours = icc ? `[/ICCBased ${file.add('/N 3', icc)}]` : '/DeviceRGB';
  const entries = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${colours} /BitsPerComponent 8`;
  if (format === 'jpeg' && channels === 3) return file.add(`${entries} /Filter /DCTDecode`, bytes);
  if (format !== 'png') throw new Fault('bad-payload', 'a photo of the sheet is neither a colour JPEG nor a PNG');
  const opaque = sharp(bytes, { ignoreIcc: true }).flatten({ background: 'white' }).toColourspace('srgb');
  const rows = pictureData(await opaque.png({ compressionLevel: 9 }).toBuffer());
  const filter = `/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 3 /Columns ${width} >>`;
  return file.add(`${entries} ${filter}`, rows);
}

/** Returns the joined IDAT chunks of a PNG. */
function pictureData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const start = at + 8;
    if (png.toString('latin1', at + 4, start) === 'IDAT') parts.push(png.subarray(start, start + png.readUInt32BE(at)));
  }
  return Buffer.concat(parts);
}

function matrix(...coefficients: number[]): string {
  return coefficients.map(number).join(' ');
}

/** Formats a number. Four decimals are a tenth of a micrometre; PDF does not allow exponents. */
function number(value: number): string {
  return String(Number(value.toFixed(4)));
}
