/** The loops of refine.ts (which see): guided filter on the unknown band. */
import { take, takeZeros } from './memory';
import { grow, loadColour, readVector, seek } from './planes';

/** Neighbourhood at the small size, px, and how little colour must vary before it is ignored. Tuned on pictures with ground truth. */
const radius: i32 = 2;
const epsilon: f64 = 1e-4;

const backdrop: u8 = 0;
const person: u8 = 1;
const unknown: u8 = 2;

/**
 * A pixel is known when its whole neighbourhood agrees.
 * @param alpha floats of 0..1. @returns a byte a pixel: 0 backdrop, 1 person, 2 unknown.
 */
export function knownPixels(alpha: usize, width: i32, height: i32): usize {
  const rows = take((width * height) << 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const last = min(width - 1, x + radius);
      let sum: f32 = 0;
      for (let near = max(0, x - radius); near <= last; near++) sum += load<f32>(alpha + ((y * width + near) << 2));
      store<f32>(rows + ((y * width + x) << 2), sum / <f32>(last - max(0, x - radius) + 1));
    }
  }
  const states = take(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const first = max(0, y - radius);
    const last = min(height - 1, y + radius);
    for (let x = 0; x < width; x++, at++) {
      let sum: f32 = 0;
      for (let near = first; near <= last; near++) sum += load<f32>(rows + ((near * width + x) << 2));
      store<u8>(states + at, stateOf(sum / <f32>(last - first + 1)));
    }
  }
  return states;
}

function stateOf(mean: f32): u8 {
  if (mean < 0.002) return backdrop;
  return mean > 0.998 ? person : unknown;
}

/**
 * @param alpha floats of 0..1; red, green and blue: the same picture's. All of width x height.
 * @param photo three bytes a pixel. @param left @param top @param right @param bottom the region's part of the photo, px.
 * @param originX @param originY the region's corner, px of the photo. @param scaleX @param scaleY px of the small matte a px of the photo.
 * @returns a byte a pixel of the photo.
 */
export function refine(
  alpha: usize,
  red: usize,
  green: usize,
  blue: usize,
  photo: usize,
  width: i32,
  height: i32,
  photoWidth: i32,
  photoHeight: i32,
  left: i32,
  top: i32,
  right: i32,
  bottom: i32,
  originX: f64,
  originY: f64,
  scaleX: f64,
  scaleY: f64,
): usize {
  const known = knownPixels(alpha, width, height);
  const model = fitColourModel(known, interleave(red, green, blue, alpha, width * height), width, height);
  const result = takeZeros(photoWidth * photoHeight);
  // Where each small column's pixels begin is the same on every row.
  const starts = take((width + 1) << 2);
  for (let x = 0; x <= width; x++) {
    const start = <i32>Math.ceil(originX + <f64>x / scaleX - 0.5);
    store<i32>(starts + (x << 2), min(right, max(left, start)));
  }
  for (let y = top; y < bottom; y++) {
    const smallY = (<f64>y + 0.5 - originY) * scaleY;
    const states = known + min(height - 1, <i32>smallY) * width;
    const row = y * photoWidth;
    for (let column = 0; column < width; column++) {
      const state = load<u8>(states + column);
      const end = load<i32>(starts + ((column + 1) << 2));
      let x = load<i32>(starts + (column << 2));
      if (state === person && end > x) memory.fill(result + row + x, 255, end - x);
      if (state !== unknown) continue;
      for (; x < end; x++) {
        seek(<f32>((<f64>x + 0.5 - originX) * scaleX), <f32>smallY, width, height, 16);
        store<u8>(result + row + x, opacityOf(readVector(model), photo + (row + x) * 3));
      }
    }
  }
  return result;
}

/** What a colour model says of a pixel, 0..255. */
function opacityOf(model: v128, pixel: usize): u8 {
  const terms = f32x4.mul(model, f32x4.replace_lane(loadColour(pixel), 3, 255));
  const pairs = f32x4.add(terms, v128.shuffle<f32>(terms, terms, 2, 3, 0, 1));
  const opacity = f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
  return <u8>max<f32>(0, min<f32>(255, Mathf.floor(opacity + 0.5)));
}

/** Vectors of red, green, blue and alpha. */
function interleave(red: usize, green: usize, blue: usize, alpha: usize, count: i32): usize {
  const samples = take(count << 4);
  for (let at = 0; at < count << 2; at += 4) {
    const into = samples + (at << 2);
    store<f32>(into, load<f32>(red + at));
    store<f32>(into, load<f32>(green + at), 4);
    store<f32>(into, load<f32>(blue + at), 8);
    store<f32>(into, load<f32>(alpha + at), 12);
  }
  return samples;
}

/**
 * Least squares of alpha over colour in the square around each pixel that an unknown one reads, then averaged over the same
 * square. Windows are summed directly: the band is thin, and box filters over everything cost more.
 * @returns a vector a pixel: alpha = first r + second g + third b + fourth, colours 0..1.
 */
function fitColourModel(known: usize, samples: usize, width: i32, height: i32): usize {
  const count = width * height;
  const isUnknown = take(count);
  for (let at = 0; at < count; at++) store<u8>(isUnknown + at, load<u8>(known + at) === unknown ? 1 : 0);
  const wanted = grow(isUnknown, width, height, radius + 1);
  const fitted = takeZeros(count << 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (load<u8>(wanted + at)) fitSquare(samples, width, height, x, y, fitted + (at << 4));
    }
  }
  const averaged = takeZeros(count << 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (load<u8>(wanted + at)) v128.store(averaged + (at << 4), averageFit(fitted, wanted, width, height, x, y));
    }
  }
  return averaged;
}

/** Writes the model of the square around a pixel, cut off at the edge. */
function fitSquare(samples: usize, width: i32, height: i32, x: i32, y: i32, into: usize): void {
  const first = max(0, x - radius);
  const last = min(width - 1, x + radius);
  const top = max(0, y - radius);
  const bottom = min(height - 1, y + radius);
  // All relative to the middle, for floats are exact about small differences only.
  const middle = v128.load(samples + ((y * width + x) << 4));
  let sum = f32x4.splat(0);
  let byRed = f32x4.splat(0);
  let byGreen = f32x4.splat(0);
  let byBlue = f32x4.splat(0);
  for (let row = top; row <= bottom; row++) {
    const end = samples + ((row * width + last) << 4);
    for (let at = samples + ((row * width + first) << 4); at <= end; at += 16) {
      const sample = f32x4.sub(v128.load(at), middle);
      sum = f32x4.add(sum, sample);
      byRed = f32x4.add(byRed, f32x4.mul(sample, v128.shuffle<f32>(sample, sample, 0, 0, 0, 0)));
      byGreen = f32x4.add(byGreen, f32x4.mul(sample, v128.shuffle<f32>(sample, sample, 1, 1, 1, 1)));
      byBlue = f32x4.add(byBlue, f32x4.mul(sample, v128.shuffle<f32>(sample, sample, 2, 2, 2, 2)));
    }
  }
  const n = <f64>((last - first + 1) * (bottom - top + 1));
  const mr = <f64>f32x4.extract_lane(sum, 0) / n;
  const mg = <f64>f32x4.extract_lane(sum, 1) / n;
  const mb = <f64>f32x4.extract_lane(sum, 2) / n;
  const ma = <f64>f32x4.extract_lane(sum, 3) / n;
  // Covariance of colour with itself (symmetric, epsilon on the diagonal) and with alpha.
  const rr = <f64>f32x4.extract_lane(byRed, 0) / n - mr * mr + epsilon;
  const rg = <f64>f32x4.extract_lane(byRed, 1) / n - mr * mg;
  const rb = <f64>f32x4.extract_lane(byRed, 2) / n - mr * mb;
  const gg = <f64>f32x4.extract_lane(byGreen, 1) / n - mg * mg + epsilon;
  const gb = <f64>f32x4.extract_lane(byGreen, 2) / n - mg * mb;
  const bb = <f64>f32x4.extract_lane(byBlue, 2) / n - mb * mb + epsilon;
  const cr = <f64>f32x4.extract_lane(byRed, 3) / n - mr * ma;
  const cg = <f64>f32x4.extract_lane(byGreen, 3) / n - mg * ma;
  const cb = <f64>f32x4.extract_lane(byBlue, 3) / n - mb * ma;
  // Inverse of the symmetric 3x3 matrix by cofactors.
  const k0 = gg * bb - gb * gb;
  const k1 = rb * gb - rg * bb;
  const k2 = rg * gb - rb * gg;
  const det = rr * k0 + rg * k1 + rb * k2;
  const red = (k0 * cr + k1 * cg + k2 * cb) / det;
  const green = (k1 * cr + (rr * bb - rb * rb) * cg + (rg * rb - rr * gb) * cb) / det;
  const blue = (k2 * cr + (rg * rb - rr * gb) * cg + (rr * gg - rg * rg) * cb) / det;
  store<f32>(into, <f32>red);
  store<f32>(into, <f32>green, 4);
  store<f32>(into, <f32>blue, 8);
  const atMean =
    red * (mr + f32x4.extract_lane(middle, 0)) +
    green * (mg + f32x4.extract_lane(middle, 1)) +
    blue * (mb + f32x4.extract_lane(middle, 2));
  store<f32>(into, <f32>(ma + f32x4.extract_lane(middle, 3) - atMean), 12);
}

/** The mean of the fits around a pixel. */
function averageFit(fitted: usize, wanted: usize, width: i32, height: i32, x: i32, y: i32): v128 {
  const first = max(0, x - radius);
  const last = min(width - 1, x + radius);
  const bottom = min(height - 1, y + radius);
  let sum = f32x4.splat(0);
  let count: i32 = 0;
  for (let row = max(0, y - radius); row <= bottom; row++) {
    for (let at = row * width + first; at <= row * width + last; at++) {
      count += load<u8>(wanted + at);
      sum = f32x4.add(sum, v128.load(fitted + (at << 4)));
    }
  }
  return f32x4.div(sum, f32x4.splat(<f32>count));
}
