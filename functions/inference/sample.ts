/**
 * Samples a small region of a picture through an affine map, for the networks that take a levelled square of it.
 * Upright regions are resized by sharp instead (tensor.ts).
 */
import type { Affine } from '../../core/measure.ts';
import { type Raster, raster } from '../../core/raster.ts';
import * as kernels from '../kernels/matting-kernels.ts';

/**
 * Samples a square of `source` into planes of red, green and blue. A reduction reads a halved picture and averages for
 * the rest of the reduction, which avoids aliasing. Outside the picture is black, as in the training of the models.
 * @param toSource maps px of the square (centres at .5) to px of `source`.
 * @param sidePx of the square.
 * @returns the tensor [3, side, side], values scale * byte + offset.
 */
export function sampleToPlanes(
  source: Raster,
  toSource: Affine,
  sidePx: number,
  { scale, offset }: { readonly scale: number; readonly offset: number },
): Float32Array {
  const { picture, shrunk } = nearestHalving(source, Math.hypot(toSource.a, toSource.b));
  const toPicture = {
    a: toSource.a / shrunk,
    b: toSource.b / shrunk,
    c: toSource.c / shrunk,
    d: toSource.d / shrunk,
    e: toSource.e / shrunk,
    f: toSource.f / shrunk,
  };
  const placesPerSide = Math.max(1, Math.min(2, Math.round(Math.hypot(toPicture.a, toPicture.b))));
  const { widthPx, heightPx, data } = picture;
  return kernels.sample({ picture: data, widthPx, heightPx, sidePx, placesPerSide, ...toPicture, scale, offset });
}

/** The half of a picture by the picture: all squares of a photo are sampled from the same few halved pictures. */
const halvings = new WeakMap<Raster, Raster>();

/** @returns the source halved as often as a reduction to `1 / scale` allows, and how many times smaller it is. */
function nearestHalving(source: Raster, scale: number): { readonly picture: Raster; readonly shrunk: number } {
  let [picture, shrunk] = [source, 1];
  while (scale / shrunk >= 2 && Math.min(picture.widthPx, picture.heightPx) >= 2) {
    [picture, shrunk] = [halfOf(picture), shrunk * 2];
  }
  return { picture, shrunk };
}

/** @returns the picture halved until no side is longer than `sidePx`. */
export function shrunkTo(source: Raster, sidePx: number): Raster {
  let picture = source;
  while (Math.max(picture.widthPx, picture.heightPx) > sidePx && Math.min(picture.widthPx, picture.heightPx) >= 2) {
    picture = halfOf(picture);
  }
  return picture;
}

/** @returns the picture halved. The halved picture is kept as long as the picture. */
function halfOf(picture: Raster): Raster {
  const half = halvings.get(picture) ?? halve(picture);
  halvings.set(picture, half);
  return half;
}

function halve({ widthPx, heightPx, data }: Raster): Raster {
  return raster(widthPx >> 1, heightPx >> 1, kernels.halve({ picture: data, widthPx, heightPx }));
}
