/**
 * Resampling of small regions through an affine map, for the networks that want a levelled square of the picture.
 * Its loops: wasm/sample.ts. Other reductions of the whole picture go through sharp (tensor.ts).
 */
import type { Affine } from '../../../core/measure.ts';
import { type Raster, raster } from '../../../core/raster.ts';
import { runKernel } from '../kernels/run-kernel.ts';

/**
 * Samples a square of `source` into planar RGB floats.
 * @param toSource maps target px (centres at .5) to source px.
 * @param sidePx of the square; the result is [3, side, side], values scale * byte + offset.
 * Reductions read a halved picture and average what is left of them, so that nothing aliases; outside the picture is
 * black, as the models were trained.
 */
export function sampleToPlanes(
  source: Raster,
  toSource: Affine,
  sidePx: number,
  { scale, offset }: { readonly scale: number; readonly offset: number },
): Float32Array {
  const { picture, shrunk } = nearestHalving(source, Math.hypot(toSource.a, toSource.b));
  const map = [toSource.a, toSource.b, toSource.c, toSource.d, toSource.e, toSource.f].map((value) => value / shrunk);
  const grid = Math.max(1, Math.min(2, Math.round(Math.hypot(map[0], map[1]))));
  const numbers = [picture.widthPx, picture.heightPx, sidePx, grid, ...map, scale, offset];
  const planes = runKernel('sample', [picture.data], numbers, 3 * sidePx ** 2 * Float32Array.BYTES_PER_ELEMENT);
  return new Float32Array(planes.buffer);
}

/** Halved pictures, kept while their original lives: every square of a photo is sampled from the same few. */
const halvings = new WeakMap<Raster, Raster>();

/** The picture halved as often as a reduction to `1 / scale` allows. */
function nearestHalving(source: Raster, scale: number): { readonly picture: Raster; readonly shrunk: number } {
  let [picture, shrunk] = [source, 1];
  while (scale / shrunk >= 2 && Math.min(picture.widthPx, picture.heightPx) >= 2) {
    const half = halvings.get(picture) ?? halve(picture);
    halvings.set(picture, half);
    [picture, shrunk] = [half, shrunk * 2];
  }
  return { picture, shrunk };
}

function halve({ widthPx, heightPx, data }: Raster): Raster {
  const half = { widthPx: widthPx >> 1, heightPx: heightPx >> 1 };
  const means = runKernel('halve', [data], [widthPx, heightPx], half.widthPx * half.heightPx * 3);
  return raster(half.widthPx, half.heightPx, means);
}
