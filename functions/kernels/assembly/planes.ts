/** Functions that several kernels share: growing masks, and reading planes of vectors between their pixels. */
import { takeZeros } from './memory';

/**
 * Grows a mask by `reach` px along rows and columns.
 * @param mask one byte a pixel, 0 or 1. @returns a new mask.
 */
export function grow(mask: usize, width: i32, height: i32, reach: i32): usize {
  const rows = takeZeros(width * height);
  for (let y = 0; y < height; y++) growAlong(mask + y * width, rows + y * width, width, reach);
  const grown = takeZeros(width * height);
  for (let y = 0; y < height; y++) {
    const last = min(height - 1, y + reach);
    for (let row = max(0, y - reach); row <= last; row++) addOnes(rows + row * width, grown + y * width, width);
  }
  return grown;
}

function growAlong(from: usize, into: usize, width: i32, reach: i32): void {
  let filled = 0;
  for (let x = 0; x < width; x++) {
    if (!load<u8>(from + x)) continue;
    const start = max(filled, x - reach);
    filled = min(width, x + reach + 1);
    if (filled > start) memory.fill(into + start, 1, filled - start);
  }
}

function addOnes(from: usize, into: usize, width: i32): void {
  let x = 0;
  for (; x + 16 <= width; x += 16) v128.store(into + x, v128.or(v128.load(into + x), v128.load(from + x)));
  for (; x < width; x++) store<u8>(into + x, load<u8>(into + x) | load<u8>(from + x));
}

/** The place that {@link seek} set: byte offsets of the four pixels around it, and the shares of the right and lower ones. */
let upperLeft: i32 = 0;
let toRight: i32 = 0;
let toLower: i32 = 0;
let right: v128 = f32x4.splat(0);
let lower: v128 = f32x4.splat(0);

/**
 * Sets the place that {@link readVector} reads. Edges are repeated.
 * @param x @param y px, pixel centres at .5. @param width @param height of the plane, px. @param stride bytes a pixel.
 */
export function seek(x: f32, y: f32, width: i32, height: i32, stride: i32): void {
  const px = max<f32>(0, min<f32>(<f32>(width - 1), x - 0.5));
  const py = max<f32>(0, min<f32>(<f32>(height - 1), y - 0.5));
  const left = <i32>px;
  const above = <i32>py;
  upperLeft = (above * width + left) * stride;
  toRight = left + 1 < width ? stride : 0;
  toLower = above + 1 < height ? width * stride : 0;
  right = f32x4.splat(px - <f32>left);
  lower = f32x4.splat(py - <f32>above);
}

/** @returns the vector of `plane` at the place set by {@link seek}, bilinear. */
export function readVector(plane: usize): v128 {
  const at = plane + upperLeft;
  const upper = mix(v128.load(at), v128.load(at + toRight), right);
  const under = mix(v128.load(at + toLower), v128.load(at + toLower + toRight), right);
  return mix(upper, under, lower);
}

/** @returns the byte offset of the upper left of the four pixels around the place set by {@link seek}. */
export function cellAt(): i32 {
  return upperLeft;
}

/** Reads the two columns of the four pixels around the place, each at the height of the place, into `columns`. */
export function readColumns(plane: usize, columns: usize): void {
  const at = plane + upperLeft;
  v128.store(columns, mix(v128.load(at), v128.load(at + toLower), lower));
  v128.store(columns, mix(v128.load(at + toRight), v128.load(at + toLower + toRight), lower), 16);
}

/** @returns the vector between two columns that {@link readColumns} read, at the place set by {@link seek}. */
export function readBetween(columns: usize): v128 {
  return mix(v128.load(columns), v128.load(columns, 16), right);
}

/** Linear interpolation, lane by lane. @param share 0: `a`, 1: `b`. */
export function mix(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

/** The sum of the first three lanes. */
export function sum3(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2);
}

/** @returns red, green and blue of a pixel, 0..255. The fourth lane is the byte behind them and means nothing. */
export function loadColour(pixel: usize): v128 {
  const bytes = v128.load_zero<u32>(pixel);
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}
