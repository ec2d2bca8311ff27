/**
 * `npm run contact-sheet`: draws one picture for the documentation. It shows one drawn person, cut out by the real models,
 * in every standard, so that people can check heads and margins.
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
import { standards } from '../core/standards.ts';
import { composePhoto } from '../functions/compose/compose.ts';
import type { StoredCutout } from '../functions/compose/open-cutout.ts';
import { encodeCutout, mattePhoto } from '../functions/matting/matte.ts';
import { catalogue } from '../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../portraits/render.ts';

const defaultPath = 'docs/contact-sheet.jpg';
const defaultPerson = 'demo';

const columns = 11;
/** px. A photo is as large as fits its box. */
const cell = { widthPx: 156, heightPx: 236 };
const photoBox = { widthPx: 136, heightPx: 176 };
const marginPx = 12;
const quality = 78;
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

/** Composes the person in every standard, each on the first backdrop of its office. One order holds too few standards for all. */
async function composeAll(person: StoredCutout): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (const { id, backdrops } of standards) {
    const backdrop = backdrops[0]?.name.en.replaceAll(' ', '-') ?? 'white';
    const order = parseOrder({ standards: [id], backdrops: [backdrop] });
    for await (const { output, bytes } of composePhoto({ ...person, order }, () => {}))
      photos.push({ output, jpeg: bytes });
  }
  return photos;
}

async function layOut(photos: readonly Photo[]): Promise<Buffer> {
  const rows = Math.ceil(photos.length / columns);
  const [width, height] = [columns * cell.widthPx + 2 * marginPx, rows * cell.heightPx + 2 * marginPx];
  const layers = await Promise.all(
    photos.flatMap(({ jpeg, output }, at) => {
      const left = marginPx + (at % columns) * cell.widthPx;
      const top = marginPx + Math.floor(at / columns) * cell.heightPx;
      return [placePhoto(jpeg, output, left, top), placeCaption(output, left, top)];
    }),
  );
  return sharp({ create: { width, height, channels: 3, background: sheetColour } })
    .composite(layers)
    .jpeg({ quality, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toBuffer();
}

async function placePhoto(jpeg: Uint8Array, { widthPx, heightPx }: Photo['output'], left: number, top: number) {
  const scale = Math.min(photoBox.widthPx / widthPx, photoBox.heightPx / heightPx);
  const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)];
  const input = await sharp(jpeg).resize(width, height, { kernel: 'lanczos3' }).toBuffer();
  const [aside, above] = [(cell.widthPx - width) / 2, photoBox.heightPx - height];
  return { input, left: Math.round(left + aside), top: Math.round(top + above) };
}

/** A caption with more characters is set smaller, so that it fits into its cell. */
const longLine = 24;

async function placeCaption({ standard, widthPx, heightPx, profile }: Photo['output'], left: number, top: number) {
  const { print } = findStandard(standard ?? '');
  const paper = profile === 'print' && print ? `${print.widthMm} x ${print.heightMm} mm` : 'upload';
  const lines = [standard ?? '', `${paper}, ${widthPx} x ${heightPx}`];
  const text = lines.map((line, at) => {
    const style = at === 0 ? 'font-weight="bold"' : 'fill="#333"';
    const fontPx = line.length > longLine ? 8.5 : 10.5;
    return `<text x="${cell.widthPx / 2}" y="${16 + at * 15}" text-anchor="middle" font-size="${fontPx}" ${style}>${line}</text>`;
  });
  const size = `width="${cell.widthPx}" height="${cell.heightPx - photoBox.heightPx}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="DejaVu Sans, Arial, sans-serif">${text.join('')}</svg>`;
  return { input: Buffer.from(svg), left, top: top + photoBox.heightPx };
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(runContactSheet, argv.slice(2));
}
