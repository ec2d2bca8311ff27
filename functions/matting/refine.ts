/**
 * Brings the network's small matte to photo size: a guided filter learns, at the small size, how opacity follows
 * colour in each neighbourhood, and applies that to the photo's own pixels. Before it: join.ts; after it: foreground.ts.
 *
 * He, Sun: «Fast Guided Filter» (2015), with the colour guide of He, Sun, Tang: «Guided Image Filtering» (2010).
 */

import type { Rect } from '../../core/measure.ts';
import { type Matte, matte, type Raster } from '../../core/raster.ts';
import { between, boxMean, grow, type PlaneSize } from './planes.ts';

export interface SmallMatte extends PlaneSize {
  /** 0..1. */
  readonly alpha: Float32Array;
  /** The same picture region at the same size: three planes of 0..1. */
  readonly guide: readonly [Float32Array, Float32Array, Float32Array];
}

/** Neighbourhood at the small size, px, and how little colour must vary before it is ignored. Tuned on pictures with ground truth. */
const radiusPx = 2;
const epsilon = 1e-4;

/**
 * @param region where the small matte lies in the photo, px; everything outside it is backdrop.
 * @returns the matte of the whole photo. Only pixels whose small neighbourhood is not already all person or all
 * backdrop are computed from colour.
 */
export function refineMatte(small: SmallMatte, photo: Raster, region: Rect): Matte {
  const known = knownPixels(small);
  const isUnknown = known.map((state) => (state === unknown ? 1 : 0));
  const model = fitColourModel(small, grow(isUnknown, small, radiusPx + 1), radiusPx);
  const result = new Uint8Array(photo.widthPx * photo.heightPx);
  const scaleX = small.widthPx / region.widthPx;
  const scaleY = small.heightPx / region.heightPx;
  const right = Math.min(photo.widthPx, region.leftPx + region.widthPx);
  const bottom = Math.min(photo.heightPx, region.topPx + region.heightPx);
  // Where each small column's pixels begin is the same on every row.
  const starts = Array.from({ length: small.widthPx + 1 }, (_, x) =>
    Math.min(right, Math.max(0, region.leftPx, Math.ceil(region.leftPx + x / scaleX - 0.5))),
  );
  for (let y = Math.max(0, region.topPx); y < bottom; y++) {
    const smallY = (y + 0.5 - region.topPx) * scaleY;
    const smallRow = Math.min(small.heightPx - 1, Math.floor(smallY)) * small.widthPx;
    const row = y * photo.widthPx;
    for (let column = 0; column < small.widthPx; column++) {
      const state = known[smallRow + column];
      if (state === person) result.fill(255, row + starts[column], row + starts[column + 1]);
      if (state !== unknown) continue;
      for (let x = starts[column]; x < starts[column + 1]; x++) {
        const at = row + x;
        result[at] = evaluate(model, small, photo.data, at * 3, (x + 0.5 - region.leftPx) * scaleX, smallY);
      }
    }
  }
  return matte(photo.widthPx, photo.heightPx, result);
}

const backdrop = 0;
const person = 1;
const unknown = 2;

/** Known backdrop 0, unknown 0.5, known person 1: for people who look. */
export function trimapOf(small: SmallMatte): Float32Array {
  return Float32Array.from(knownPixels(small), (state) => (state === unknown ? 0.5 : state));
}

/** A pixel is known when its whole neighbourhood agrees. */
function knownPixels(small: SmallMatte): Uint8Array {
  const means = boxMean(small.alpha, small, radiusPx);
  const states = new Uint8Array(means.length);
  for (let i = 0; i < means.length; i++) states[i] = means[i] < 0.002 ? backdrop : means[i] > 0.998 ? person : unknown;
  return states;
}

/** Per small pixel: alpha = red r + green g + blue b + base, colours 0..1; interleaved in that order. */
type ColourModel = Float32Array;

function evaluate(model: ColourModel, size: PlaneSize, pixels: Uint8Array, at: number, x: number, y: number): number {
  const { left, top, right, lower, stepX, stepY } = between(size, x, y);
  let alpha = 0;
  for (let k = 0; k < 4; k++) {
    const corner = (top * size.widthPx + left) * 4 + k;
    const upperMean = model[corner] + (model[corner + stepX * 4] - model[corner]) * right;
    const below = corner + stepY * 4;
    const lowerMean = model[below] + (model[below + stepX * 4] - model[below]) * right;
    const coefficient = upperMean + (lowerMean - upperMean) * lower;
    alpha += k < 3 ? (coefficient * pixels[at + k]) / 255 : coefficient;
  }
  return Math.max(0, Math.min(255, Math.round(alpha * 255)));
}

/**
 * Least squares of alpha over colour in the square around each pixel that `wanted` names, then averaged over the same
 * square. Windows are summed directly: the band of wanted pixels is thin, and box filters over everything cost more.
 */
function fitColourModel(small: SmallMatte, wanted: Uint8Array, radius: number): ColourModel {
  const fitted = new Float32Array(wanted.length * 4);
  const sums = new Float64Array(14);
  for (let at = 0; at < wanted.length; at++) {
    if (!wanted[at]) continue;
    sumWindow(small, at, radius, sums);
    solve(sums, fitted, at * 4);
  }
  return averageFits(fitted, wanted, small, radius);
}

/** Count, colour, colour times colour, alpha, colour times alpha over the square around a pixel, cut off at the edge. */
function sumWindow({ widthPx, heightPx, alpha, guide }: SmallMatte, at: number, radius: number, sums: Float64Array) {
  const [red, green, blue] = guide;
  const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
  const [first, last] = [Math.max(0, x - radius), Math.min(widthPx - 1, x + radius)];
  sums.fill(0);
  for (let row = Math.max(0, y - radius); row <= Math.min(heightPx - 1, y + radius); row++) {
    for (let i = row * widthPx + first; i <= row * widthPx + last; i++) {
      const r = red[i];
      const g = green[i];
      const b = blue[i];
      const a = alpha[i];
      sums[0] += 1;
      sums[1] += r;
      sums[2] += g;
      sums[3] += b;
      sums[4] += r * r;
      sums[5] += r * g;
      sums[6] += r * b;
      sums[7] += g * g;
      sums[8] += g * b;
      sums[9] += b * b;
      sums[10] += a;
      sums[11] += r * a;
      sums[12] += g * a;
      sums[13] += b * a;
    }
  }
}

/** Writes the four coefficients that the window's sums give. */
function solve(sums: Float64Array, into: Float32Array, at: number): void {
  const n = sums[0];
  const [mr, mg, mb, ma] = [sums[1] / n, sums[2] / n, sums[3] / n, sums[10] / n];
  // Covariance of colour with itself (symmetric, epsilon on the diagonal) and with alpha.
  const rr = sums[4] / n - mr * mr + epsilon;
  const rg = sums[5] / n - mr * mg;
  const rb = sums[6] / n - mr * mb;
  const gg = sums[7] / n - mg * mg + epsilon;
  const gb = sums[8] / n - mg * mb;
  const bb = sums[9] / n - mb * mb + epsilon;
  const cr = sums[11] / n - mr * ma;
  const cg = sums[12] / n - mg * ma;
  const cb = sums[13] / n - mb * ma;
  // Inverse of the symmetric 3x3 matrix by cofactors.
  const k0 = gg * bb - gb * gb;
  const k1 = rb * gb - rg * bb;
  const k2 = rg * gb - rb * gg;
  const det = rr * k0 + rg * k1 + rb * k2;
  const red = (k0 * cr + k1 * cg + k2 * cb) / det;
  const green = (k1 * cr + (rr * bb - rb * rb) * cg + (rg * rb - rr * gb) * cb) / det;
  const blue = (k2 * cr + (rg * rb - rr * gb) * cg + (rr * gg - rg * rg) * cb) / det;
  into[at] = red;
  into[at + 1] = green;
  into[at + 2] = blue;
  into[at + 3] = ma - red * mr - green * mg - blue * mb;
}

/** Each wanted pixel's mean of the fits around it. */
function averageFits(
  fitted: Float32Array,
  wanted: Uint8Array,
  { widthPx, heightPx }: PlaneSize,
  radius: number,
): ColourModel {
  const averaged = new Float32Array(fitted.length);
  for (let at = 0; at < wanted.length; at++) {
    if (!wanted[at]) continue;
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    const [first, last] = [Math.max(0, x - radius), Math.min(widthPx - 1, x + radius)];
    let [count, red, green, blue, base] = [0, 0, 0, 0, 0];
    for (let row = Math.max(0, y - radius); row <= Math.min(heightPx - 1, y + radius); row++) {
      for (let i = row * widthPx + first; i <= row * widthPx + last; i++) {
        count += wanted[i];
        red += fitted[i * 4];
        green += fitted[i * 4 + 1];
        blue += fitted[i * 4 + 2];
        base += fitted[i * 4 + 3];
      }
    }
    averaged[at * 4] = red / count;
    averaged[at * 4 + 1] = green / count;
    averaged[at * 4 + 2] = blue / count;
    averaged[at * 4 + 3] = base / count;
  }
  return averaged;
}
