/**
 * Turns, scales and moves a picture in one resampling from source px to photo px. Runs after crop.ts, which gives the
 * map, and before backdrop.ts.
 *
 * It works first along the rows of the source, then down the columns of the photo (Catmull and Smith, «3-D
 * transformations of images in scanline order», 1980). The cubic kernel is as wide as the reduction needs, so there is
 * no aliasing. A cubic kernel rings less at hard edges than Lanczos and takes two thirds of the time. Colours are
 * weighted by their opacity, so that the colours of transparent pixels never show at an edge.
 */
import { type Affine, apply, invert } from '../../core/measure.ts';
import { type Cutout, cutout } from '../../core/raster.ts';
import { cubicKernel, type Kernel, phaseBits, phases } from './resample-kernel.ts';

/** A size in px. */
export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Returns the picture in a frame of this size, as straight RGBA. Beyond the edges of the source its outermost pixels
 * are repeated.
 * @param map maps px of `source` to px of the result: a turn, a scale and a shift.
 */
export function resample(source: Cutout, map: Affine, size: Size): Cutout {
  const back = invert(map);
  // The second pass runs down the columns of the source, so they must be nearer to vertical than to horizontal in the
  // frame.
  if (Math.abs(back.b) > Math.abs(back.d)) {
    return resample(
      transpose(source),
      invert({ ...back, a: back.b, b: back.a, c: back.d, d: back.c, e: back.f, f: back.e }),
      size,
    );
  }
  const kernel = cubicKernel(Math.hypot(back.a, back.b));
  const { widthPx, heightPx } = size;
  const result = cutout(widthPx, heightPx, new Uint8Array(widthPx * heightPx * 4));
  const bandPx = bandHeight(back, size);
  for (let top = 0; top < heightPx; top += bandPx) {
    const band = { widthPx, heightPx: Math.min(bandPx, heightPx - top) };
    const bandBack = { ...back, e: back.e + back.c * top, f: back.f + back.d * top };
    const strip = rowStrip(source, bandBack, band, kernel);
    resampleRows(source, bandBack, band, kernel, strip);
    const from = top * widthPx * 4;
    resampleColumns(bandBack, band, kernel, strip, result.data.subarray(from, from + widthPx * band.heightPx * 4));
  }
  return result;
}

/**
 * The buffer between the two passes: 12 MB. It is kept for the next photo, because a new array for each photo would
 * stay in memory until the next garbage collection. Ordinary photos need one or two bands, large prints need more.
 */
const strips = new Float32Array(750_000 * 4);
const leastBandPx = 64;

function bandHeight(back: Affine, { widthPx, heightPx }: Size): number {
  const rows = strips.length / 4 / widthPx - Math.abs(back.b) * widthPx;
  return Math.min(heightPx, Math.max(leastBandPx, Math.floor(rows / Math.abs(back.d))));
}

/** The rows of the source that a band needs, resampled to the width of the photo: premultiplied RGBA, 0..255. */
interface Strip {
  readonly firstRow: number;
  readonly rows: number;
  readonly data: Float32Array;
  /**
   * First and last row of each column that is not empty, so that the second pass can skip the empty part around a
   * person.
   */
  readonly tops: Int32Array;
  readonly bottoms: Int32Array;
}

function rowStrip(source: Cutout, back: Affine, { widthPx, heightPx }: Size, { before, taps }: Kernel): Strip {
  const corners = [0, widthPx].flatMap((x) => [0, heightPx].map((y) => apply(back, { x, y }).y));
  const clampRow = (row: number) => Math.min(source.heightPx - 1, Math.max(0, row));
  const firstRow = clampRow(Math.floor(Math.min(...corners)) - before - 1);
  const lastRow = clampRow(Math.ceil(Math.max(...corners)) + taps - before);
  const rows = lastRow - firstRow + 1;
  const length = rows * widthPx * 4;
  return {
    firstRow,
    rows,
    data: length > strips.length ? new Float32Array(length) : strips.subarray(0, length).fill(0),
    tops: new Int32Array(widthPx).fill(rows),
    bottoms: new Int32Array(widthPx).fill(-1),
  };
}

/** First pass: resamples each row of the source to the columns of the photo. */
function resampleRows(source: Cutout, back: Affine, size: Size, kernel: Kernel, strip: Strip): void {
  const line = new Float32Array((source.widthPx + 2 * kernel.taps) * 4);
  // On source row y, photo column X is at photo row Y = (y - b X - f) / d; X and Y give the source x.
  const stepX = back.a - (back.c * back.b) / back.d;
  for (let row = 0; row < strip.rows; row++) {
    const sourceRow = strip.firstRow + row;
    const span = premultiply(source, sourceRow, kernel.taps, line);
    if (!span) continue;
    const startX = (back.c / back.d) * (sourceRow + 0.5 - back.f) + back.e - 0.5;
    const to = strip.data.subarray(row * size.widthPx * 4, (row + 1) * size.widthPx * 4);
    resampleLine(line, span, startX + stepX / 2, stepX, kernel, to);
    markColumns(to, row, strip);
  }
}

function markColumns(line: Float32Array, row: number, { tops, bottoms }: Strip): void {
  for (let x = 0; x < tops.length; x++) {
    if (line[x * 4 + 3] === 0) continue;
    tops[x] = Math.min(tops[x], row);
    bottoms[x] = row;
  }
}

/** The range of px of a padded line that are not transparent, both ends included. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Writes one source row as premultiplied RGBA, 0..255, with its end pixels repeated for `pad` px on both sides. Returns
 * null, and writes nothing, when the whole row is transparent.
 */
function premultiply({ data, widthPx }: Cutout, row: number, pad: number, line: Float32Array): Span | null {
  const start = row * widthPx * 4;
  let first = widthPx;
  let last = -1;
  for (let x = 0, at = start + 3; x < widthPx; x++, at += 4) {
    if (data[at] === 0) continue;
    if (last < 0) first = x;
    last = x;
  }
  if (last < 0) return null;
  for (let from = start, to = pad * 4; from < start + widthPx * 4; from += 4, to += 4) {
    const alpha = data[from + 3] / 255;
    line[to] = data[from] * alpha;
    line[to + 1] = data[from + 1] * alpha;
    line[to + 2] = data[from + 2] * alpha;
    line[to + 3] = data[from + 3];
  }
  const end = (pad + widthPx) * 4;
  for (let i = 0; i < pad * 4; i += 4) {
    line.copyWithin(i, pad * 4, pad * 4 + 4);
    line.copyWithin(end + i, end - 4, end);
  }
  return { first: first === 0 ? 0 : first + pad, last: last === widthPx - 1 ? last + 2 * pad : last + pad };
}

function resampleLine(
  line: Float32Array,
  span: Span,
  start: number,
  step: number,
  { taps, before, weights }: Kernel,
  to: Float32Array,
): void {
  const lastFirst = line.length / 4 - taps;
  for (let out = 0, x = start; out < to.length; out += 4, x += step) {
    const position = Math.round(x * phases) | 0;
    // Beyond both ends all taps have the same pixel, so the outermost windows give the same result.
    const first = Math.min(lastFirst, Math.max(0, (position >> phaseBits) - before + taps));
    if (first + taps <= span.first || first > span.last) continue;
    let weightAt = (position & (phases - 1)) * taps;
    let r = 0;
    let g = 0;
    let b = 0;
    let a = 0;
    for (let from = first * 4; from < (first + taps) * 4; from += 4) {
      const weight = weights[weightAt++];
      r += weight * line[from];
      g += weight * line[from + 1];
      b += weight * line[from + 2];
      a += weight * line[from + 3];
    }
    to[out] = r;
    to[out + 1] = g;
    to[out + 2] = b;
    to[out + 3] = a;
  }
}

/** Second pass: resamples down the columns of the photo and writes straight colours. */
function resampleColumns(back: Affine, size: Size, kernel: Kernel, strip: Strip, result: Uint8Array): void {
  const { widthPx, heightPx } = size;
  const { taps, before, weights } = kernel;
  const { data, rows, firstRow, tops, bottoms } = strip;
  const stride = widthPx * 4;
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to += 4) {
      const position = Math.round((back.b * (x + 0.5) + back.d * (y + 0.5) + back.f - 0.5) * phases) | 0;
      const first = (position >> phaseBits) - before - firstRow;
      // Beyond both ends of the source its outermost row is repeated.
      if (Math.max(first + taps, 1) <= tops[x] || Math.min(first, rows - 1) > bottoms[x]) continue;
      const weightAt = (position & (phases - 1)) * taps;
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      const inside = first >= 0 && first + taps <= rows;
      for (let tap = 0, from = (first * widthPx + x) * 4; tap < taps; tap++, from += stride) {
        const at = inside ? from : (Math.min(rows - 1, Math.max(0, first + tap)) * widthPx + x) * 4;
        const weight = weights[weightAt + tap];
        r += weight * data[at];
        g += weight * data[at + 1];
        b += weight * data[at + 2];
        a += weight * data[at + 3];
      }
      writeStraight(result, to, r, g, b, a);
    }
  }
}

/**
 * Writes a straight colour. Overshoot of the kernel is cut off separately in opacity and colour, so that hard edges get
 * no bright or dark rim.
 */
function writeStraight(to: Uint8Array, at: number, r: number, g: number, b: number, a: number): void {
  if (a < 0.5) return;
  to[at] = toByte((r * 255) / a);
  to[at + 1] = toByte((g * 255) / a);
  to[at + 2] = toByte((b * 255) / a);
  to[at + 3] = toByte(a);
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
}

/** Returns the picture with columns as rows. */
function transpose({ widthPx, heightPx, data }: Cutout): Cutout {
  const from = new Uint32Array(data.buffer, data.byteOffset, widthPx * heightPx);
  const to = new Uint32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) to[x * heightPx + y] = from[y * widthPx + x];
  return cutout(heightPx, widthPx, new Uint8Array(to.buffer));
}
