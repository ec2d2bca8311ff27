/** The loops of functions/compose/resample.ts: first along the rows of the source, then down the columns of the photo. */
import { take, takeZeros } from './memory';

/** Positions between two pixels for which there are weights: 2^phaseBits. */
const phaseBits: i32 = 6;
const phases: f64 = <f64>(1 << phaseBits);

/**
 * Resamples the source into a band of rows of the photo. Beyond the edges of the source its outermost pixels are repeated.
 * @param photo the source, straight RGBA, four bytes a pixel, `widthPx` x `heightPx`.
 * @param weights floats: `taps` for each position between two pixels. The first tap is `before` px left of the position.
 * @param a @param b @param c @param d @param e @param f (x, y) of the band lies at (a x + c y + e, b x + d y + f) of the
 * source, px. Its columns must be nearer to vertical than to horizontal.
 * @returns straight RGBA, `bandWidthPx` x `bandHeightPx`.
 */
export function resample(
  photo: usize,
  weights: usize,
  widthPx: i32,
  heightPx: i32,
  bandWidthPx: i32,
  bandHeightPx: i32,
  taps: i32,
  before: i32,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  e: f64,
  f: f64,
): usize {
  const result = takeZeros((bandWidthPx * bandHeightPx) << 2);
  // The rows of the source that the band needs.
  const across = b * <f64>bandWidthPx;
  const down = d * <f64>bandHeightPx;
  const least = f + min<f64>(min<f64>(0, across), min<f64>(down, across + down));
  const most = f + max<f64>(max<f64>(0, across), max<f64>(down, across + down));
  const firstRow = clampRow(<i32>Math.floor(least) - before - 1, heightPx);
  const rows = clampRow(<i32>Math.ceil(most) + taps - before, heightPx) - firstRow + 1;
  const strip = takeZeros((rows * bandWidthPx) << 4);
  // First and last row of each column that is not empty, so that the second pass can skip what is empty around a person.
  const tops = take(bandWidthPx << 2);
  const bottoms = take(bandWidthPx << 2);
  for (let x = 0; x < bandWidthPx << 2; x += 4) {
    store<i32>(tops + x, rows);
    store<i32>(bottoms + x, -1);
  }
  const line = take((widthPx + 2 * taps) << 4);
  // On source row y, column X of the band is at its row Y = (y - b X - f) / d; X and Y give the source x.
  const stepX = a - (c * b) / d;
  for (let row = 0; row < rows; row++) {
    const sourceRow = firstRow + row;
    if (!premultiply(photo + ((sourceRow * widthPx) << 2), widthPx, taps, line)) continue;
    const startX = (c / d) * (<f64>sourceRow + 0.5 - f) + e - 0.5;
    const into = strip + ((row * bandWidthPx) << 4);
    resampleLine(line, widthPx + taps, startX + stepX / 2, stepX, weights, taps, before, into, bandWidthPx);
    markColumns(into, row, bandWidthPx, tops, bottoms);
  }
  for (let y = 0, to = result; y < bandHeightPx; y++) {
    for (let x = 0; x < bandWidthPx; x++, to += 4) {
      const place = (b * (<f64>x + 0.5) + d * (<f64>y + 0.5) + f - 0.5) * phases;
      const position = <i32>Math.floor(place + 0.5);
      const first = (position >> phaseBits) - before - firstRow;
      // Beyond both ends of the source its outermost row is repeated.
      if (max(first + taps, 1) <= load<i32>(tops + (x << 2))) continue;
      if (min(first, rows - 1) > load<i32>(bottoms + (x << 2))) continue;
      const weight = weights + (((position & ((1 << phaseBits) - 1)) * taps) << 2);
      writeStraight(to, sumDown(strip + (x << 4), bandWidthPx << 4, rows, first, taps, weight));
    }
  }
  return result;
}

function clampRow(row: i32, heightPx: i32): i32 {
  return min(heightPx - 1, max(0, row));
}

/** The range of px of the padded line that are not transparent, both ends included: set by {@link premultiply}. */
let spanFirst: i32 = 0;
let spanLast: i32 = 0;

/**
 * Writes one source row as premultiplied RGBA, 0..255, with its end pixels repeated for `pad` px on both sides.
 * @returns false when the whole row is transparent; then it writes nothing.
 */
function premultiply(row: usize, widthPx: i32, pad: i32, line: usize): bool {
  let first = 0;
  while (first < widthPx && load<u8>(row + (first << 2), 3) === 0) first++;
  if (first === widthPx) return false;
  let last = widthPx - 1;
  while (load<u8>(row + (last << 2), 3) === 0) last--;
  const start = line + (pad << 4);
  for (let x = 0; x < widthPx; x++) {
    const bytes = v128.load_zero<u32>(row + (x << 2));
    const colour = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
    const opacity = f32x4.extract_lane(colour, 3);
    v128.store(start + (x << 4), f32x4.mul(colour, f32x4.replace_lane(f32x4.splat(opacity / 255), 3, 1)));
  }
  const left = v128.load(start);
  const end = start + (widthPx << 4);
  const right = v128.load(end - 16);
  for (let x = 0; x < pad << 4; x += 16) {
    v128.store(line + x, left);
    v128.store(end + x, right);
  }
  spanFirst = first === 0 ? 0 : first + pad;
  spanLast = last === widthPx - 1 ? last + 2 * pad : last + pad;
  return true;
}

/** @param lastFirst the last px of the line at which a window may begin. */
function resampleLine(
  line: usize,
  lastFirst: i32,
  start: f64,
  step: f64,
  weights: usize,
  taps: i32,
  before: i32,
  into: usize,
  count: i32,
): void {
  let x = start;
  for (let out = 0; out < count; out++, x += step) {
    const position = <i32>Math.floor(x * phases + 0.5);
    // Beyond both ends all taps have the same pixel, so the outermost windows give the same result.
    const first = min(lastFirst, max(0, (position >> phaseBits) - before + taps));
    if (first + taps <= spanFirst || first > spanLast) continue;
    let weight = weights + (((position & ((1 << phaseBits) - 1)) * taps) << 2);
    let sum = f32x4.splat(0);
    for (let from = line + (first << 4), end = from + (taps << 4); from < end; from += 16, weight += 4) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(from), v128.load32_splat(weight)));
    }
    v128.store(into + (out << 4), sum);
  }
}

function markColumns(line: usize, row: i32, count: i32, tops: usize, bottoms: usize): void {
  for (let x = 0; x < count; x++) {
    if (load<f32>(line + (x << 4), 12) === 0) continue;
    const top = tops + (x << 2);
    store<i32>(top, min(load<i32>(top), row));
    store<i32>(bottoms + (x << 2), row);
  }
}

/** @returns the weighted sum of a column's pixels from row `first` on. @param stride bytes from row to row. */
function sumDown(column: usize, stride: i32, rows: i32, first: i32, taps: i32, weight: usize): v128 {
  let sum = f32x4.splat(0);
  for (let row = first; row < first + taps; row++, weight += 4) {
    const pixel = v128.load(column + min(rows - 1, max(0, row)) * stride);
    sum = f32x4.add(sum, f32x4.mul(pixel, v128.load32_splat(weight)));
  }
  return sum;
}

/**
 * Writes a straight colour. Overshoot of the kernel is cut off separately in opacity and colour, so that hard edges get
 * no bright or dark rim.
 */
function writeStraight(to: usize, sum: v128): void {
  const opacity = f32x4.extract_lane(sum, 3);
  if (opacity < 0.5) return;
  const straight = f32x4.mul(sum, f32x4.replace_lane(f32x4.splat(255 / opacity), 3, 1));
  const levels = i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(straight, f32x4.splat(0.5))));
  const words = i16x8.narrow_i32x4_s(levels, levels);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
}
