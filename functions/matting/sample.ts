/**
 * Resampling of small regions through an affine map, for the networks that want a levelled square of the picture.
 * Whole-frame reductions go through sharp (overview.ts), which is faster there.
 */
import type { Affine } from '../../core/measure.ts';
import type { Raster } from '../../core/raster.ts';

/**
 * Samples `source` into planar RGB floats.
 * @param toSource maps target px (centres at .5) to source px.
 * @param target width and height in px; the result is [3, height, width], values scale * byte + offset.
 * Reductions average a grid of bilinear samples a pixel, so that nothing aliases; outside the picture is black, as the
 * models were trained.
 */
export function sampleToPlanes(
  source: Raster,
  toSource: Affine,
  target: { readonly widthPx: number; readonly heightPx: number },
  { scale, offset }: { readonly scale: number; readonly offset: number },
): Float32Array {
  const { widthPx, heightPx } = target;
  const { a, b, c, d, e, f } = toSource;
  const grid = Math.max(1, Math.min(4, Math.round(Math.hypot(a, b))));
  const planePx = widthPx * heightPx;
  const planes = new Float32Array(3 * planePx);
  const colour = new Float64Array(3);
  const share = scale / (grid * grid);
  for (let at = 0; at < planePx; at++) {
    const [left, top] = [at % widthPx, Math.floor(at / widthPx)];
    colour.fill(0);
    for (let sub = 0; sub < grid * grid; sub++) {
      const x = left + ((sub % grid) + 0.5) / grid;
      const y = top + (Math.floor(sub / grid) + 0.5) / grid;
      addBilinear(source, a * x + c * y + e, b * x + d * y + f, colour);
    }
    for (let channel = 0; channel < 3; channel++) planes[channel * planePx + at] = colour[channel] * share + offset;
  }
  return planes;
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
