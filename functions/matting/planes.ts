/** Arithmetic on planes of floats (`data[y * widthPx + x]`) at the size of the network's input. */

import type { Point } from '../../core/measure.ts';
import type { PlaneSize } from '../../core/raster.ts';

/** The matte of one region of the photo at the size of the network's input. */
export interface SmallMatte extends PlaneSize {
  /** Opacity, 0..1. */
  readonly alpha: Float32Array;
  /** Red, green and blue of the same region at the same size, 0..1. */
  readonly guide: readonly [Float32Array, Float32Array, Float32Array];
}

/** @returns 1 where the plane's value is above the limit, else 0. A loop without calls takes a third of the time. */
export function pixelsAbove(plane: Float32Array, limit: number): Uint8Array {
  const mask = new Uint8Array(plane.length);
  for (let at = 0; at < plane.length; at++) if (plane[at] > limit) mask[at] = 1;
  return mask;
}

/** @returns 1 where the plane's value is below the limit, else 0. */
export function pixelsBelow(plane: Float32Array, limit: number): Uint8Array {
  const mask = new Uint8Array(plane.length);
  for (let at = 0; at < plane.length; at++) if (plane[at] < limit) mask[at] = 1;
  return mask;
}

/** @param mask ones and zeros. @returns zeros and ones. */
export function inverted(mask: Uint8Array): Uint8Array {
  const rest = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) rest[at] = 1 - mask[at];
  return rest;
}

/** @returns 1 where the plane's value passes, else 0. A plain loop, because `Uint8Array.from` takes ten times as long. */
export function pixelsWhere(plane: Float32Array, passes: (value: number, at: number) => boolean): Uint8Array {
  const mask = new Uint8Array(plane.length);
  for (let at = 0; at < plane.length; at++) if (passes(plane[at], at)) mask[at] = 1;
  return mask;
}

/**
 * Computes the mean over the square of `radiusPx` around each pixel, cut off at the plane's edge. The time does not depend
 * on the radius.
 * @returns a new plane.
 */
export function boxMean(source: Float32Array, { widthPx, heightPx }: PlaneSize, radiusPx: number): Float32Array {
  const rows = new Float32Array(source.length);
  for (let y = 0; y < heightPx; y++) meanAlong(source, rows, y * widthPx, 1, widthPx, radiusPx);
  const means = new Float32Array(source.length);
  meanDown(rows, means, widthPx, heightPx, radiusPx);
  return means;
}

function meanAlong(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  radius: number,
): void {
  let sum = 0;
  for (let i = 0; i < Math.min(radius, length); i++) sum += from[start + i * step];
  for (let i = 0; i < length; i++) {
    const entering = i + radius;
    const leaving = i - radius - 1;
    if (entering < length) sum += from[start + entering * step];
    if (leaving >= 0) sum -= from[start + leaving * step];
    to[start + i * step] = sum / (Math.min(length - 1, entering) - Math.max(0, i - radius) + 1);
  }
}

/** Computes the means along columns, with a running sum for each column. It goes row by row, so that memory is read in order. */
function meanDown(from: Float32Array, to: Float32Array, width: number, height: number, radius: number): void {
  const sums = new Float64Array(width);
  const addRow = (y: number, sign: number) => {
    if (y < 0 || y >= height) return;
    for (let x = 0; x < width; x++) sums[x] += sign * from[y * width + x];
  };
  for (let y = 0; y < radius; y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    const entering = y + radius;
    addRow(entering, 1);
    addRow(y - radius - 1, -1);
    const count = Math.min(height - 1, entering) - Math.max(0, y - radius) + 1;
    for (let x = 0; x < width; x++) to[y * width + x] = sums[x] / count;
  }
}

/** @returns the value of a plane at a place between its pixels (centres at .5), bilinear. Edges are repeated. */
export function readBilinear(plane: Float32Array, { widthPx, heightPx }: PlaneSize, x: number, y: number): number {
  const px = Math.min(widthPx - 1, Math.max(0, x - 0.5));
  const py = Math.min(heightPx - 1, Math.max(0, y - 0.5));
  const [left, top] = [Math.floor(px), Math.floor(py)];
  const right = left + 1 < widthPx ? 1 : 0;
  const below = top + 1 < heightPx ? widthPx : 0;
  const at = top * widthPx + left;
  const upper = plane[at] + (plane[at + right] - plane[at]) * (px - left);
  const lower = plane[at + below] + (plane[at + below + right] - plane[at + below]) * (px - left);
  return upper + (lower - upper) * (py - top);
}

/**
 * Reads a plane at each pixel of a grid of another size.
 * @param target size of the grid. @param step distance of the grid's pixels, px of the plane.
 * @param start the grid's upper left corner, px of the plane.
 */
export function resamplePlane(
  plane: Float32Array,
  size: PlaneSize,
  target: PlaneSize,
  step: Point,
  start: Point = { x: 0, y: 0 },
): Float32Array {
  const read = new Float32Array(target.widthPx * target.heightPx);
  for (let y = 0, at = 0; y < target.heightPx; y++) {
    for (let x = 0; x < target.widthPx; x++, at++) {
      read[at] = readBilinear(plane, size, start.x + (x + 0.5) * step.x, start.y + (y + 0.5) * step.y);
    }
  }
  return read;
}
