/**
 * Draws a planned sheet as JPEG or PNG. Photos are copied or turned px for px, and all gaps are equal in px. libvips
 * reads the photos and writes the sheet in strips, so that the whole sheet is never in memory.
 */
import sharp, { type OverlayOptions } from 'sharp';
import { Fault } from '../../../core/errors.ts';
import { mmToPx } from '../../../core/measure.ts';
import { raster } from '../../../core/raster.ts';
import { drawingOf } from '../../../core/sheet/drawing.ts';
import type { Box, Extent } from '../../../core/sheet/layout.ts';
import type { SheetPhoto, SheetPlan } from '../../../core/sheet/plan.ts';
import { encodeJpeg } from '../encode.ts';
import { drawPaper } from './paper.ts';

/** Returns the size of the printed paper in px. */
export function paperPx({ widthMm, heightMm }: Pick<SheetPlan, 'widthMm' | 'heightMm'>, densityDpi: number): Extent {
  return { width: Math.round(mmToPx(widthMm, densityDpi)), height: Math.round(mmToPx(heightMm, densityDpi)) };
}

/**
 * Ticks are black. Lines are light, because a cut that is slightly off leaves them on the photo. The levels are those
 * of paper.ts.
 */
const inkLevel = { ticks: 0, lines: 2, none: 3 };

/** Returns the encoded sheet; see renderSheet. */
export async function drawSheet(
  plan: SheetPlan,
  photos: readonly SheetPhoto[],
  format: 'jpeg' | 'png',
  densityDpi: number,
): Promise<Uint8Array> {
  const { paper, photos: boxes, marks, ruler } = drawingOf(plan, { perMm: mmToPx(1, densityDpi), whole: true });
  const inks = [
    { strips: marks, level: inkLevel[plan.marks] },
    { strips: ruler, level: 0 },
  ];
  const overlays = await overlaysOf(plan, photos, boxes);
  const sheet = sharp(drawPaper(paper, inks, densityDpi), { sequentialRead: true })
    .toColourspace('srgb')
    .composite(overlays)
    .removeAlpha();
  if (format === 'png') return sheet.withIccProfile('srgb').png({ compressionLevel: 6 }).toBuffer();
  // Optimised coding tables would keep the coefficients of the whole sheet in memory: 6 bytes per px.
  const options = { quality: 95, chromaSubsampling: '4:4:4', optimiseCoding: false };
  return tagged(await sheet.jpeg(options).toBuffer(), densityDpi);
}

/**
 * Returns the photos with their positions. Each photo is turned or resampled once, even when it is on the sheet several
 * times.
 */
async function overlaysOf(
  plan: SheetPlan,
  photos: readonly SheetPhoto[],
  boxes: readonly Box[],
): Promise<OverlayOptions[]> {
  const prepared = new Map<string, Promise<Pick<OverlayOptions, 'input' | 'raw'>>>();
  const overlays: OverlayOptions[] = [];
  for (const [i, { item, rotated }] of plan.placements.entries()) {
    const photo = photos[item];
    if (!photo) throw new Fault('bad-payload', `the sheet has no photo for item ${item}`);
    const key = `${item} ${rotated}`;
    const ready = prepared.get(key) ?? prepare(photo, boxes[i], rotated);
    prepared.set(key, ready);
    overlays.push({ ...(await ready), left: boxes[i].left, top: boxes[i].top });
  }
  return overlays;
}

/** Returns the file itself when it needs no change, else its pixels, turned clockwise or resampled. */
async function prepare({ bytes, widthPx, heightPx }: SheetPhoto, { width, height }: Box, rotated: boolean) {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [across, down] = rotated ? [heightPx, widthPx] : [widthPx, heightPx];
  const fits = across === width && down === height;
  if (fits && !rotated) return { input };
  // libvips does not convert overlays from their profile, so turned photos are not converted either. All finished
  // photos are sRGB.
  const turned = sharp(input, { ignoreIcc: true })
    .flatten({ background: 'white' })
    .rotate(rotated ? 90 : 0);
  const sized = fits ? turned : turned.resize(width, height, { fit: 'fill', kernel: 'lanczos3' });
  return { input: await sized.raw().toBuffer(), raw: { width, height, channels: 3 as const } };
}

/** Replaces the segments before the picture data by the density and profile segments of our photos. */
async function tagged(body: Buffer, densityDpi: number): Promise<Buffer> {
  const dot = raster(1, 1, new Uint8Array(3));
  const photo = Buffer.from(await encodeJpeg(dot, { densityDpi, minBytes: null, maxBytes: null }));
  const tables = photo.indexOf(Buffer.from([0xff, 0xdb]));
  return Buffer.concat([photo.subarray(0, tables), body.subarray(2)]);
}
