/**
 * Resampling of small regions through an affine map, for the networks that want a levelled square of the picture.
 * Other reductions of the whole picture go through sharp (tensor.ts).
 */
import type { Affine } from '../../core/measure.ts';
import { type Raster, raster } from '../../core/raster.ts';

/**
 * Samples `source` into planar RGB floats.
 * @param toSource maps target px (centres at .5) to source px.
 * @param target width and height in px; the result is [3, height, width], values scale * byte + offset.
 * Reductions read a halved picture and average what is left of them, so that nothing aliases; outside the picture is
 * black, as the models were trained.
 */
export function sampleToPlanes(
  source: Raster,
  toSource: Affine,
  target: { readonly widthPx: number; readonly heightPx: number },
  { scale, offset }: { readonly scale: number; readonly offset: number },
): Float32Array {
  const { picture, shrunk } = nearestHalving(source, Math.hypot(toSource.a, toSource.b));
  const [a, b, c] = [toSource.a / shrunk, toSource.b / shrunk, toSource.c / shrunk];
  const [d, e, f] = [toSource.d / shrunk, toSource.e / shrunk, toSource.f / shrunk];
  const grid = Math.max(1, Math.min(2, Math.round(Math.hypot(a, b))));
  const { widthPx, heightPx } = target;
  const planePx = widthPx * heightPx;
  const planes = new Float32Array(3 * planePx);
  const colour = new Float64Array(3);
  const share = scale / (grid * grid);
  for (let top = 0, at = 0; top < heightPx; top++) {
    for (let left = 0; left < widthPx; left++, at++) {
      colour.fill(0);
      for (let sub = 0; sub < grid * grid; sub++) {
        const x = left + ((sub % grid) + 0.5) / grid;
        const y = top + (Math.floor(sub / grid) + 0.5) / grid;
        addBilinear(picture, a * x + c * y + e, b * x + d * y + f, colour);
      }
      for (let channel = 0; channel < 3; channel++) planes[channel * planePx + at] = colour[channel] * share + offset;
    }
  }
  return planes;
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

/** Means of 2 x 2 px; an odd last row or column is left out. */
function halve({ widthPx, heightPx, data }: Raster): Raster {
  const half = { widthPx: widthPx >> 1, heightPx: heightPx >> 1 };
  const means = new Uint8Array(half.widthPx * half.heightPx * 3);
  const stride = widthPx * 3;
  for (let y = 0, to = 0; y < half.heightPx; y++) {
    for (let x = 0, from = 2 * y * stride; x < half.widthPx; x++, from += 6, to += 3) {
      const below = from + stride;
      means[to] = (data[from] + data[from + 3] + data[below] + data[below + 3] + 2) >> 2;
      means[to + 1] = (data[from + 1] + data[from + 4] + data[below + 1] + data[below + 4] + 2) >> 2;
      means[to + 2] = (data[from + 2] + data[from + 5] + data[below + 2] + data[below + 5] + 2) >> 2;
    }
  }
  return raster(half.widthPx, half.heightPx, means);
}

/** Adds the colour at a place (pixel centres at .5) to `colour`. Called some hundred thousand times a photo: no objects. */
function addBilinear(source: Raster, x: number, y: number, colour: Float64Array): void {
  const { widthPx, heightPx, data } = source;
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const [right, lower] = [x - 0.5 - left, y - 0.5 - top];
  if (left < 0 || top < 0 || left + 1 >= widthPx || top + 1 >= heightPx) {
    addClipped(source, left, top, right, lower, colour);
    return;
  }
  const at = (top * widthPx + left) * 3;
  const below = at + widthPx * 3;
  const [w00, w10] = [(1 - right) * (1 - lower), right * (1 - lower)];
  const [w01, w11] = [(1 - right) * lower, right * lower];
  for (let c = 0; c < 3; c++) {
    colour[c] += w00 * data[at + c] + w10 * data[at + 3 + c] + w01 * data[below + c] + w11 * data[below + 3 + c];
  }
}

/** The same at the picture's edge, where some of the four pixels are outside and black. */
function addClipped(
  source: Raster,
  left: number,
  top: number,
  right: number,
  lower: number,
  colour: Float64Array,
): void {
  const { widthPx, heightPx, data } = source;
  for (let corner = 0; corner < 4; corner++) {
    const column = left + (corner & 1);
    const row = top + (corner >> 1);
    if (column < 0 || row < 0 || column >= widthPx || row >= heightPx) continue;
    const weight = (corner & 1 ? right : 1 - right) * (corner >> 1 ? lower : 1 - lower);
    for (let c = 0; c < 3; c++) colour[c] += weight * data[(row * widthPx + column) * 3 + c];
  }
}
