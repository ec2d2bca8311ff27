/**
 * `npm run bench -- edges --photos DIR`: makes a sheet of each photo of a folder, so that people can judge the edge of its
 * cutout. The sheet has the photo and the cutout over white, blue and magenta, whole and in two parts at 200 %.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { type InProcessMatting, openMatting } from '../../cli/matting-in-process.ts';
import { UsageError } from '../../cli/usage.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { mattePhoto } from '../../functions/matting/matte.ts';
import type { BenchOptions } from '../options.ts';
import { type Corner, layOver, pictureOf, softestParts } from './edge-views.ts';

const backdrops = ['#ffffff', '#438edb', '#ff00ff'] as const;
/** px of the sheet: width of a column, height of the whole picture, side of a part. */
const column = 600;
const wholeHeight = 800;
const gap = 4;
/** px of the photo, shown at 200 %. */
const partSidePx = column / 2;
const partCount = 2;

/** @throws UsageError without `--photos`. */
export async function makeEdgeSheets(options: BenchOptions, modelDir: string, say: (line: string) => void) {
  const { photosDir, outDir } = options;
  if (!photosDir) throw new UsageError('edges needs --photos DIR, a folder of photos of people.');
  await mkdir(outDir, { recursive: true });
  const matting = await openMatting(modelDir);
  for (const name of (await readdir(photosDir)).toSorted()) {
    try {
      const path = join(outDir, `${parse(name).name}.jpg`);
      await writeFile(path, await sheetOf(await readFile(join(photosDir, name)), matting));
      say(`edges: ${path}`);
    } catch (error) {
      if (!(error instanceof PhotoRejected)) throw error;
      say(`edges: ${name} was rejected: ${error.code}`);
    }
  }
}

/** Returns a JPEG. Each row has the photo and the backdrops. */
async function sheetOf(bytes: Uint8Array, matting: InProcessMatting): Promise<Buffer> {
  const { cutout, working } = await mattePhoto({ bytes, kind: 'photo', faces: 'main', ...matting }, () => {});
  const pictures = await Promise.all([pictureOf(working), ...backdrops.map((backdrop) => layOver(cutout, backdrop))]);
  const sidePx = Math.min(partSidePx, cutout.widthPx, cutout.heightPx);
  const rows = [
    await Promise.all(pictures.map(wholeView)),
    ...(await Promise.all(
      softestParts(cutout, sidePx, partCount).map((corner) =>
        Promise.all(pictures.map((picture) => partView(picture, corner, sidePx))),
      ),
    )),
  ];
  const layers = rows.flatMap((views, row) =>
    views.map((input, at): OverlayOptions => {
      return { input, left: at * (column + gap), top: row === 0 ? 0 : wholeHeight + gap + (row - 1) * (column + gap) };
    }),
  );
  const width = pictures.length * (column + gap) - gap;
  const height = wholeHeight + (rows.length - 1) * (column + gap);
  return sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .composite(layers)
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

const wholeView = (picture: Buffer) => sharp(picture).resize(column, wholeHeight, { fit: 'inside' }).png().toBuffer();

const partView = (picture: Buffer, corner: Corner, sidePx: number) =>
  sharp(picture)
    .extract({ ...corner, width: sidePx, height: sidePx })
    .resize(sidePx * 2, sidePx * 2, { kernel: 'nearest' })
    .png()
    .toBuffer();
