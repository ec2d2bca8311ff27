/**
 * Crops a picture of a picture to its scene: a border, letterbox bars, a scanner's lid around a print. It runs before
 * anything is measured. A tilted print is not cropped, only marked. Before it: decode.ts; after it: face/face.ts.
 */
import sharp from 'sharp';
import { PhotoRejected } from '../../../core/errors.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import type { Rect } from '../../../core/measure.ts';
import { type Raster, raster } from '../../../core/raster.ts';
import { type DecodedPhoto, decodePart } from '../../decode/decode.ts';
import type { DecodeLimits } from '../../decode/limits.ts';
import { shrunkTo } from '../../inference/sample.ts';
import { findScene } from './find-scene.ts';

export interface ScenePhoto extends DecodedPhoto {
  /** Null for a plain photo. */
  readonly scene: HeadMeasurements['scene'];
}

/** The scene is searched in a picture with sides of at most so many px. */
const smallSidePx = 320;
/** A print under a lid has a border of its own, so the search is repeated. */
const mostCrops = 3;

/**
 * @param bytes of the upload; they are decoded again when the working photo was made smaller.
 * @throws PhotoRejected `too-small` when the scene is.
 */
export async function cropToScene(photo: DecodedPhoto, bytes: Uint8Array, limits: DecodeLimits): Promise<ScenePhoto> {
  let { working } = photo;
  let rect: Rect = { leftPx: 0, topPx: 0, widthPx: working.widthPx, heightPx: working.heightPx };
  let isTilted = false;
  for (let count = 0; count < mostCrops && !isTilted; count++) {
    const small = shrunkTo(working, smallSidePx);
    const found = findScene(small);
    if (!found) break;
    isTilted = found.isTilted;
    const part = partOf(found.rect, small, working);
    rect = { ...part, leftPx: rect.leftPx + part.leftPx, topPx: rect.topPx + part.topPx };
    working = await extract(working, part);
  }
  if (rect.widthPx === photo.working.widthPx && rect.heightPx === photo.working.heightPx)
    return { ...photo, scene: null };
  const scale = photo.source.widthPx / photo.working.widthPx;
  const scene = { ...scaled(rect, scale), isTilted };
  if (isTilted) return { ...photo, scene };
  if (Math.min(scene.widthPx, scene.heightPx) < limits.minSidePx) {
    throw new PhotoRejected('too-small', `The photo inside the border has ${scene.widthPx}x${scene.heightPx} px.`);
  }
  if (scale <= 1) return { ...photo, working, scene };
  const part = await decodePart(bytes, limits, scene);
  return { ...photo, working: part.working, sidePx: part.sidePx, scene };
}

/** @returns the scene in the larger picture, without a row of mixed pixels at each side that does not touch the edge. */
function partOf(rect: Rect, small: Raster, large: Raster): Rect {
  const scale = large.widthPx / small.widthPx;
  const end = (start: number, length: number, limit: number, limitLarge: number) =>
    start + length >= limit ? limitLarge : Math.floor((start + length - 1) * scale);
  const leftPx = rect.leftPx === 0 ? 0 : Math.ceil((rect.leftPx + 1) * scale);
  const topPx = rect.topPx === 0 ? 0 : Math.ceil((rect.topPx + 1) * scale);
  return {
    leftPx,
    topPx,
    widthPx: end(rect.leftPx, rect.widthPx, small.widthPx, large.widthPx) - leftPx,
    heightPx: end(rect.topPx, rect.heightPx, small.heightPx, large.heightPx) - topPx,
  };
}

async function extract({ widthPx, heightPx, data }: Raster, part: Rect): Promise<Raster> {
  const area = { left: part.leftPx, top: part.topPx, width: part.widthPx, height: part.heightPx };
  const pixels = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .extract(area)
    .raw()
    .toBuffer();
  return raster(part.widthPx, part.heightPx, new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
}

function scaled({ leftPx, topPx, widthPx, heightPx }: Rect, scale: number): Rect {
  return {
    leftPx: Math.round(leftPx * scale),
    topPx: Math.round(topPx * scale),
    widthPx: Math.floor(widthPx * scale),
    heightPx: Math.floor(heightPx * scale),
  };
}
