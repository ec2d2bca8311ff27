/** Draws contact sheets: pages with all finished photos, small, with names and verdicts, to look through. */
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { replaceGeneratedFile } from '../../files/atomic-file.ts';
import { verdictName } from '../closing-table.ts';
import type { PhotoResult } from '../photo-result.ts';
import { drawStrip } from './text-strip.ts';

/** A4 at 150 dpi. */
const page = { width: 1240, height: 1754 };
const [columns, rows] = [6, 6];
const cell = { width: 200, height: 286 };
const photoBox = { width: 180, height: 226 };
const line = { widthPx: 196, heightPx: 24 };
const [left, top] = [(page.width - columns * cell.width) / 2, 19];

const colours = { ready: '#176b2c', 'look-again': '#8a5a00', 'will-be-refused': '#b00020' } as const;

/** Writes contact-sheet-1.jpg and so on, 36 photos on each. @returns the paths; none without finished photos. */
export async function writeContactSheets(outDir: string, results: readonly PhotoResult[]): Promise<readonly string[]> {
  const shown = results.flatMap((result) => (result.outputs.some(isPhoto) ? [result] : []));
  const perPage = columns * rows;
  const paths: string[] = [];
  for (let start = 0; start < shown.length; start += perPage) {
    const path = join(outDir, `contact-sheet-${paths.length + 1}.jpg`);
    await replaceGeneratedFile(path, await drawPage(shown.slice(start, start + perPage)));
    paths.push(path);
  }
  return paths;
}

const isPhoto = ({ kind }: { readonly kind: string }) => kind === 'photo' || kind === 'cutout' || kind === 'comic';

async function drawPage(results: readonly PhotoResult[]): Promise<Buffer> {
  const layers = await Promise.all(
    results.map((result, at) => {
      return drawCell(result, left + (at % columns) * cell.width, top + Math.floor(at / columns) * cell.height);
    }),
  );
  return sharp({ create: { ...page, channels: 3, background: 'white' } })
    .composite(layers.flat())
    .withMetadata({ density: 150 })
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Returns the first photo of the result, its name and its verdict as overlays. */
async function drawCell({ name, source, outputs, verdict }: PhotoResult, x: number, y: number) {
  const { path } = outputs.find(isPhoto) ?? outputs[0];
  const small = sharp(path)
    .flatten({ background: 'white' })
    .resize({ ...photoBox, fit: 'inside' });
  const { data, info } = await small.png().toBuffer({ resolveWithObject: true });
  const title = await drawStrip(name ?? basename(source), line);
  const judged = await drawStrip(verdict ? verdictName(verdict) : '', line, verdict ? colours[verdict] : '#000');
  return [
    { input: data, left: Math.round(x + (cell.width - info.width) / 2), top: y + photoBox.height - info.height },
    { input: title, left: x + 2, top: y + photoBox.height + 4 },
    { input: judged, left: x + 2, top: y + photoBox.height + 28 },
  ];
}
