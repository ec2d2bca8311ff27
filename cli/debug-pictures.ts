/**
 * `npm run photo -- --debug DIR`: writes the intermediate results of the matting stage as PNG files. For this the stage
 * runs a second time, in this process and with the default settings of the functions.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { PhotoRejected } from '../core/errors.ts';
import { isDocumentKind } from '../core/forms/document-kinds.ts';
import type { LicenceChoice } from '../core/model-card.ts';
import type { PlaneSize } from '../core/raster.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import { type MatteOutput, mattePhoto } from '../functions/matting/matte.ts';
import type { DebugPlane } from '../functions/matting/region-matte.ts';
import type { BatchItem } from './batch-item.ts';
import { openMatting } from './matting-in-process.ts';

export interface DebugOptions {
  readonly dir: string;
  readonly modelDir: string;
  readonly modelId: string;
  /** Default: `any`. */
  readonly licence?: LicenceChoice;
}

/**
 * Writes NAME-network.png, -prior, -joined, -trimap, -matte and -foreground for each photo; ink on paper has none. A refused photo has only the
 * files of the steps before its refusal.
 */
export async function writeDebugPictures(items: readonly BatchItem[], options: DebugOptions): Promise<void> {
  const { dir, modelDir, modelId, licence } = options;
  const stage = await openMatting(modelDir, modelId, licence);
  for (const { path: file, place, order } of items) {
    if (isDocumentKind(order.kind)) continue;
    const stem = join(dir, place);
    const writes: Promise<unknown>[] = [];
    const onPlane = (plane: DebugPlane, size: PlaneSize, values: Float32Array) => {
      writes.push(writePlane(`${stem}-${plane}.png`, size, values));
    };
    try {
      const { kind, faces } = order;
      const made = await mattePhoto({ bytes: await readFile(file), kind, faces, ...stage, onPlane }, () => {});
      writes.push(...writeCutout(stem, made));
    } catch (error) {
      // The batch has already reported the reason; the pictures of the earlier steps stay.
      if (!(error instanceof PhotoRejected)) throw error;
    } finally {
      await Promise.all(writes);
    }
  }
}

/** @param values 0..1. */
function writePlane(path: string, { widthPx, heightPx }: PlaneSize, values: Float32Array): Promise<unknown> {
  const bytes = Uint8Array.from(values, (value) => Math.round(value * 255));
  return writePng(path, sharp(bytes, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w'));
}

/** Writes the matte, and the estimated foreground colours without alpha. */
function writeCutout(stem: string, { cutout: { widthPx, heightPx, data } }: MatteOutput): Promise<unknown>[] {
  const rgba = () => sharp(data, { raw: { width: widthPx, height: heightPx, channels: 4 } });
  const matte = writePng(`${stem}-matte.png`, rgba().extractChannel(3).toColourspace('b-w'));
  return [matte, writePng(`${stem}-foreground.png`, rgba().removeAlpha())];
}

async function writePng(path: string, picture: Sharp): Promise<void> {
  await replaceGeneratedFile(path, await picture.png().toBuffer());
}
