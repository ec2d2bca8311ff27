/**
 * `npm run edge-sheet`: draws one picture for the documentation. It shows drawn portraits that are hard to cut out, before
 * and after, so that people can check them for background in the hair, lost clothes and cut strands.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import sharp, { type OverlayOptions } from 'sharp';
import { layOver, pictureOf, softestParts } from '../bench/quality/edge-views.ts';
import { type InProcessMatting, openMatting } from '../cli/matting-in-process.ts';
import { readyModels } from '../cli/models.ts';
import { runCommand } from '../cli/run-command.ts';
import { readArguments } from '../cli/usage.ts';
import { mattePhoto } from '../functions/matting/matte.ts';
import { catalogue } from '../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../portraits/render.ts';

const defaultPath = 'docs/edge-sheet.jpg';
const people = {
  'green-wall': 'black hair, green wall',
  'blond-on-white': 'blond hair on white',
  'bun-strands': 'bun, loose strands',
  glasses: 'glasses',
  earrings: 'earrings',
  'white-shirt': 'white shirt, white wall',
  'dark-on-dark': 'dark skin, dark wall',
  'bald-on-bright': 'bald on bright',
} as const;
/** Bright and coloured remains of the background show on the first one, dark remains on the second. */
const backdrops = ['#438edb', '#ffffff'] as const;

/** px. */
const photoBox = { width: 196, height: 262 };
/** Side of the detail, px of the photo. It is shown at full size. */
const detailPx = 196;
const gapPx = 4;
const captionPx = 24;
const quality = 80;

const usage = `Usage: npm run edge-sheet [-- FILE]  (default: ${defaultPath})\n`;

/** Draws the picture. @param args the path, optional. @returns 0. @throws UsageError. */
export async function runEdgeSheet(args: string[]): Promise<number> {
  const [path = defaultPath] = readArguments({ args, allowPositionals: true }, usage).positionals;
  const matting = await openMatting(await readyModels());
  const layers: OverlayOptions[] = [];
  let [left, bottom] = [gapPx, 0];
  for (const [name, text] of Object.entries(people)) {
    let top = gapPx;
    for (const input of [caption(text), ...(await viewsOf(name, matting))]) {
      layers.push({ input, left, top });
      top += ((await sharp(input).metadata()).height ?? 0) + gapPx;
    }
    left += photoBox.width + gapPx;
    bottom = Math.max(bottom, top);
  }
  const bytes = await sharp({ create: { width: left, height: bottom, channels: 3, background: '#e6e6e6' } })
    .composite(layers)
    .jpeg({ quality, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toBuffer();
  await writeFile(path, bytes);
  stdout.write(`${path}: ${Object.keys(people).length} portraits, ${Math.ceil(bytes.length / 1000)} kB\n`);
  return 0;
}

function caption(text: string): Buffer {
  const element = `<text x="${photoBox.width / 2}" y="16" text-anchor="middle" font-size="14">${text}</text>`;
  const size = `width="${photoBox.width}" height="${captionPx}"`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="DejaVu Sans, Arial, sans-serif">${element}</svg>`,
  );
}

/** Returns the small photo and cutout on the first backdrop, then the softest part of photo and cutouts at full size. */
async function viewsOf(name: string, matting: InProcessMatting): Promise<Buffer[]> {
  const bytes = await encodeJpeg((await renderPortrait(catalogue[name])).photo);
  const { cutout, working } = await mattePhoto({ bytes, kind: 'photo', faces: 'one', ...matting }, () => {});
  const [softest] = softestParts(cutout, detailPx, 1);
  const part = { ...softest, width: detailPx, height: detailPx };
  const [before, ...after] = [pictureOf(working), ...backdrops.map((backdrop) => layOver(cutout, backdrop))];
  const whole = [before, ...after.slice(0, 1)].map((png) => png.then((one) => sharp(one).resize(photoBox).png()));
  const details = [before, ...after].map((png) => png.then((one) => sharp(one).extract(part).png()));
  return Promise.all([...whole, ...details].map(async (view) => (await view).toBuffer()));
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(runEdgeSheet, argv.slice(2));
}
