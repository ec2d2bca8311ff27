/**
 * `npm run contact-sheet`: draws one picture for the documentation. It shows one drawn person, cut out by the real models,
 * in every standard, by region, so that people can check heads and margins.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { openMatting } from '../cli/matting-in-process.ts';
import { readyModels } from '../cli/models.ts';
import { runCommand } from '../cli/run-command.ts';
import { readArguments, UsageError } from '../cli/usage.ts';
import { findStandard } from '../core/find-standard.ts';
import { parseOrder } from '../core/order.ts';
import type { Output } from '../core/photo-record.ts';
import { byRegion } from '../core/standards/regions.ts';
import { type PhotoStandard, standards } from '../core/standards.ts';
import { composePhoto } from '../functions/compose/compose.ts';
import type { StoredCutout } from '../functions/compose/open-cutout.ts';
import { encodeCutout, mattePhoto } from '../functions/matting/matte.ts';
import { catalogue } from '../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../portraits/render.ts';

const defaultPath = 'docs/contact-sheet.jpg';
const defaultPerson = 'demo';

const columns = 16;
/** px. A photo is as large as fits its box. */
const cell = { widthPx: 104, heightPx: 158 };
const photoBox = { widthPx: 94, heightPx: 116 };
const headingPx = 26;
const marginPx = 12;
const quality = 74;
/** Differs from every backdrop, so that the edges of white and grey photos are visible. */
const sheetColour = '#b4c1d3';

const usage = `Usage: npm run contact-sheet [-- PORTRAIT [FILE]]  (default: ${defaultPerson} ${defaultPath})\n`;

/** Draws the picture. @param args the name of a drawn portrait and a path, both optional. @returns 0. @throws UsageError. */
export async function runContactSheet(args: string[]): Promise<number> {
  const [person = defaultPerson, path = defaultPath] = readArguments(
    { args, allowPositionals: true },
    usage,
  ).positionals;
  if (!Object.hasOwn(catalogue, person)) {
    throw new UsageError(
      `There is no drawn portrait ${JSON.stringify(person)}. Choose one of ${Object.keys(catalogue).join(', ')}.`,
    );
  }
  const photos = await composeAll(await cutOut(person));
  const bytes = await layOut(photos);
  await writeFile(path, bytes);
  stdout.write(`${path}: ${photos.length} photos, ${Math.ceil(bytes.length / 1000)} kB\n`);
  return 0;
}

/** Returns what the matting function would store for the drawn person. */
async function cutOut(person: string): Promise<StoredCutout> {
  const modelDir = await readyModels();
  const matting = await openMatting(modelDir);
  const bytes = await encodeJpeg((await renderPortrait(catalogue[person as keyof typeof catalogue])).photo);
  const matted = await mattePhoto({ bytes, kind: 'photo', faces: 'one', ...matting }, () => {});
  return { ...(await encodeCutout(matted)), head: matted.head };
}

interface Photo {
  readonly output: Omit<Output, 'key'>;
  readonly jpeg: Uint8Array;
}

/** The standards that show one person. */
const shown: readonly PhotoStandard[] = standards.filter(({ people }) => people === 1);

/** Composes the person in every standard, each on the first backdrop of its office. One order holds too few standards for all. */
async function composeAll(person: StoredCutout): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (const { id, backdrops } of shown) {
    const backdrop = backdrops[0]?.name.en.replaceAll(' ', '-') ?? 'white';
    const order = parseOrder({ standards: [id], backdrops: [backdrop] });
    for await (const { output, bytes } of composePhoto({ ...person, order }, () => {}))
      photos.push({ output, jpeg: bytes });
  }
  return photos;
}

type Layer = { readonly input: Buffer; readonly left: number; readonly top: number };

/** Draws the photos of each region below its name. */
async function layOut(photos: readonly Photo[]): Promise<Buffer> {
  const byId = new Map(photos.map((photo) => [photo.output.standard, photo]));
  const layers: Promise<Layer>[] = [];
  let top = marginPx;
  for (const { region, standards: ofRegion } of byRegion(shown)) {
    layers.push(placeHeading(`${region} (${ofRegion.length})`, top));
    top += headingPx;
    for (const [at, { id }] of ofRegion.entries()) {
      const photo = byId.get(id);
      if (!photo) continue;
      const left = marginPx + (at % columns) * cell.widthPx;
      const rowTop = top + Math.floor(at / columns) * cell.heightPx;
      layers.push(placePhoto(photo.jpeg, photo.output, left, rowTop), placeCaption(photo.output, left, rowTop));
    }
    top += Math.ceil(ofRegion.length / columns) * cell.heightPx;
  }
  const [width, height] = [columns * cell.widthPx + 2 * marginPx, top + marginPx];
  return sharp({ create: { width, height, channels: 3, background: sheetColour } })
    .composite(await Promise.all(layers))
    .jpeg({ quality, mozjpeg: true })
    .toBuffer();
}

const fonts = 'font-family="DejaVu Sans, Arial, sans-serif"';

async function placeHeading(name: string, top: number): Promise<Layer> {
  const text = `<text x="0" y="18" font-size="15" font-weight="bold">${name}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="${headingPx}" ${fonts}>${text}</svg>`;
  return { input: Buffer.from(svg), left: marginPx, top };
}

async function placePhoto(
  jpeg: Uint8Array,
  { widthPx, heightPx }: Photo['output'],
  left: number,
  top: number,
): Promise<Layer> {
  const scale = Math.min(photoBox.widthPx / widthPx, photoBox.heightPx / heightPx);
  const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)];
  const input = await sharp(jpeg).resize(width, height, { kernel: 'lanczos3' }).toBuffer();
  const [aside, above] = [(cell.widthPx - width) / 2, photoBox.heightPx - height];
  return { input, left: Math.round(left + aside), top: Math.round(top + above) };
}

/** Most characters of a line of the caption. */
const longLine = 20;

async function placeCaption(
  { standard, widthPx, heightPx, profile }: Photo['output'],
  left: number,
  top: number,
): Promise<Layer> {
  const { print } = findStandard(standard ?? '');
  const size = profile === 'print' && print ? `${print.widthMm} x ${print.heightMm} mm` : `${widthPx} x ${heightPx} px`;
  const names = linesOf(standard ?? '');
  const text = [...names, size].map((line, at) => {
    const style = at < names.length ? 'font-weight="bold"' : 'fill="#333"';
    return `<text x="${cell.widthPx / 2}" y="${10 + at * 11}" text-anchor="middle" font-size="8" ${style}>${line}</text>`;
  });
  const area = `width="${cell.widthPx}" height="${cell.heightPx - photoBox.heightPx}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${area} ${fonts}>${text.join('')}</svg>`;
  return { input: Buffer.from(svg), left, top: top + photoBox.heightPx };
}

/** Returns an id in one line, or broken behind a hyphen into two. */
function linesOf(id: string): readonly string[] {
  if (id.length <= longLine) return [id];
  const end = id.lastIndexOf('-', longLine) + 1;
  return [id.slice(0, end), id.slice(end)];
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(runContactSheet, argv.slice(2));
}
