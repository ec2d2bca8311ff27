/** The pictures whose exact matte is known: folders of image.png, alpha.png and, where known, foreground.png and ignore.png; or drawn portraits. Before quality.ts. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { UsageError } from '../../cli/usage.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { type RenderedPortrait, renderPortrait } from '../../portraits/render.ts';
import type { Layer } from './colour-error.ts';

export interface Truth {
  readonly name: string;
  readonly imagePath: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0..1. */
  readonly alpha: Float32Array;
  /** The true colours of the person, RGB interleaved, where alpha is above 0; null when they are not known. */
  readonly foreground: Uint8Array | null;
  /** Pixels above 127 are not judged; null: all are. */
  readonly ignored: Uint8Array | null;
  /** Further truth of a drawn portrait; null for other pictures. */
  readonly drawn: Pick<RenderedPortrait, 'photo' | 'alpha' | 'foreground'> | null;
}

/** Loads one truth at a time, so that only one is in memory. */
export interface TruthSource {
  readonly name: string;
  readonly load: () => Promise<Truth>;
}

/** @param dirs each one truth, or a folder of truths. @throws UsageError when there is none. */
export async function truthsIn(dirs: readonly string[]): Promise<readonly TruthSource[]> {
  const found: TruthSource[] = [];
  for (const dir of dirs) {
    const inside = await readdir(dir, { withFileTypes: true }).catch(() => {
      throw new UsageError(`${dir} is not a folder.`);
    });
    const candidates = [dir, ...inside.filter((one) => one.isDirectory()).map(({ name }) => join(dir, name))];
    for (const candidate of candidates.toSorted()) {
      const [imagePath, alphaPath] = [join(candidate, 'image.png'), join(candidate, 'alpha.png')];
      if (!existsSync(imagePath) || !existsSync(alphaPath)) continue;
      const name = basename(candidate);
      found.push({ name, load: () => loadTruth(name, imagePath, alphaPath) });
    }
    if (found.length === 0) throw new UsageError(`${dir}: no image.png with an alpha.png in it or in its folders.`);
  }
  return found;
}

async function loadTruth(name: string, imagePath: string, alphaPath: string): Promise<Truth> {
  const { width, height } = await sharp(imagePath).metadata();
  const alpha = await readPlane(sharp(alphaPath).toColourspace('b-w').extractChannel(0), width, height);
  const [foreground, ignored] = await Promise.all([
    readIfThere(join(dirname(imagePath), 'foreground.png'), (image) => image.removeAlpha().toColourspace('srgb')),
    readIfThere(join(dirname(imagePath), 'ignore.png'), (image) => image.toColourspace('b-w').extractChannel(0)),
  ]);
  return { name, imagePath, widthPx: width, heightPx: height, alpha, foreground, ignored, drawn: null };
}

async function readIfThere(path: string, prepare: (image: Sharp) => Sharp): Promise<Uint8Array | null> {
  return existsSync(path) ? prepare(sharp(path)).raw({ depth: 'uchar' }).toBuffer() : null;
}

/** Every portrait of the catalogue, or the named ones, as PNGs in `workDir`. */
export function drawnTruths(workDir: string, names = Object.keys(catalogue)): readonly TruthSource[] {
  return names.map((name) => ({ name, load: () => drawTruth(name, workDir) }));
}

async function drawTruth(name: string, workDir: string): Promise<Truth> {
  const drawn = await renderPortrait(catalogue[name]);
  const { widthPx, heightPx, data } = drawn.photo;
  const imagePath = join(workDir, `${name}.png`);
  await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toFile(imagePath);
  const alpha = Float32Array.from(drawn.alpha.data, (a) => a / 255);
  return { name, imagePath, widthPx, heightPx, alpha, foreground: drawn.foreground.data, ignored: null, drawn };
}

/**
 * A contestant's RGBA PNG at the truth's size; enlarged or shrunk where it has another. Thin colours lose some levels in
 * that (sharp weighs them by alpha in 8 bits), so a set with true colours should keep the size of the working photo.
 */
export async function readCut(path: string, { widthPx, heightPx }: Truth): Promise<Layer> {
  const alpha = await readPlane(sharp(path).ensureAlpha().extractChannel(3), widthPx, heightPx);
  const colours = await sharp(path).removeAlpha().resize(widthPx, heightPx, { fit: 'fill' }).raw().toBuffer();
  return { alpha, colours };
}

async function readPlane(image: Sharp, widthPx: number, heightPx: number): Promise<Float32Array> {
  const bytes = await image
    .toColourspace('b-w')
    .resize(widthPx, heightPx, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer();
  return Float32Array.from(bytes, (value) => value / 255);
}
