/** The loops of refine.ts: a guided filter on the unknown pixels. */
import { take, takeZeros } from './memory';
import { grow, loadColour, readVector, seek } from './planes';

/** Radius of the neighbourhood, px of the small matte. Tuned on pictures with ground truth. */
const radius: i32 = 2;
/** Variances of colour (0..1) below this count little. Tuned on pictures with ground truth. */
const epsilon: f64 = 1e-4;

const background: u8 = 0;
const person: u8 = 1;
const unknown: u8 = 2;

/**
 * Finds the pixels whose neighbourhood is all background or all person.
 * @param alpha floats, 0..1, `widthPx` x `heightPx`. @returns a byte a pixel: 0 background, 1 person, 2 unknown.
 */
export function knownPixels(alpha: usize, widthPx: i32, heightPx: i32): usize {
  const rows = take((widthPx * heightPx) << 2);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const last = min(widthPx - 1, x + radius);
      let sum: f32 = 0;
      for (let near = max(0, x - radius); near <= last; near++) sum += load<f32>(alpha + ((y * widthPx + near) << 2));
      store<f32>(rows + ((y * widthPx + x) << 2), sum / <f32>(last - max(0, x - radius) + 1));
    }
  }
  const states = take(widthPx * heightPx);
  for (let y = 0, at = 0; y < heightPx; y++) {
    const first = max(0, y - radius);
    const last = min(heightPx - 1, y + radius);
    for (let x = 0; x < widthPx; x++, at++) {
      let sum: f32 = 0;
      for (let near = first; near <= last; near++) sum += load<f32>(rows + ((near * widthPx + x) << 2));
      store<u8>(states + at, stateOf(sum / <f32>(last - first + 1)));
    }
  }
  return states;
}

function stateOf(mean: f32): u8 {
  if (mean < 0.002) return background;
  return mean > 0.998 ? person : unknown;
}

/**
 * Computes the matte of the photo from a small matte of one region.
 * @param alpha @param red @param green @param blue floats, 0..1: the small matte and its colours, `widthPx` x `heightPx`.
 * @param photo three bytes a pixel, `photoWidthPx` x `photoHeightPx`.
 * @param leftPx @param topPx @param rightPx @param bottomPx the part of the region that lies inside the photo, px of the photo.
 * @param regionLeftPx @param regionTopPx the region's corner, px of the photo; may be negative.
 * @param scaleX @param scaleY px of the small matte per px of the photo.
 * @returns a byte a pixel of the photo, 0..255.
 */
export function refine(
  alpha: usize,
  red: usize,
  green: usize,
  blue: usize,
  photo: usize,
  widthPx: i32,
  heightPx: i32,
  photoWidthPx: i32,
  photoHeightPx: i32,
  leftPx: i32,
  topPx: i32,
  rightPx: i32,
  bottomPx: i32,
  regionLeftPx: f64,
  regionTopPx: f64,
  scaleX: f64,
  scaleY: f64,
): usize {
  const known = knownPixels(alpha, widthPx, heightPx);
  const model = fitColourModel(known, interleave(red, green, blue, alpha, widthPx * heightPx), widthPx, heightPx);
  const result = takeZeros(photoWidthPx * photoHeightPx);
  // The first photo column of each small column: the same on every row.
  const starts = take((widthPx + 1) << 2);
  for (let x = 0; x <= widthPx; x++) {
    const start = <i32>Math.ceil(regionLeftPx + <f64>x / scaleX - 0.5);
    store<i32>(starts + (x << 2), min(rightPx, max(leftPx, start)));
  }
  for (let y = topPx; y < bottomPx; y++) {
    const smallY = (<f64>y + 0.5 - regionTopPx) * scaleY;
    const states = known + min(heightPx - 1, <i32>smallY) * widthPx;
    const row = y * photoWidthPx;
    for (let column = 0; column < widthPx; column++) {
      const state = load<u8>(states + column);
      const end = load<i32>(starts + ((column + 1) << 2));
      let x = load<i32>(starts + (column << 2));
      if (state === person && end > x) memory.fill(result + row + x, 255, end - x);
      if (state !== unknown) continue;
      for (; x < end; x++) {
        seek(<f32>((<f64>x + 0.5 - regionLeftPx) * scaleX), <f32>smallY, widthPx, heightPx, 16);
        store<u8>(result + row + x, opacityOf(readVector(model), photo + (row + x) * 3));
      }
    }
  }
  return result;
}

/** @returns the opacity that a colour model gives a pixel, 0..255. */
function opacityOf(model: v128, pixel: usize): u8 {
  const terms = f32x4.mul(model, f32x4.replace_lane(loadColour(pixel), 3, 255));
  const pairs = f32x4.add(terms, v128.shuffle<f32>(terms, terms, 2, 3, 0, 1));
  const opacity = f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
  return <u8>max<f32>(0, min<f32>(255, Mathf.floor(opacity + 0.5)));
}

/** @returns a vector a pixel: red, green, blue, alpha. */
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
 * Fits alpha to colour by least squares in the square around each pixel that an unknown pixel reads, and averages the
 * fits over the same square. Squares are summed one by one: few pixels are unknown, and box filters over the whole
 * plane would cost more.
 * @returns a vector a pixel: alpha = first * red + second * green + third * blue + fourth, colours 0..1.
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

/** Writes the colour model of the square around a pixel; the square ends at the edge of the plane. */
function fitSquare(samples: usize, width: i32, height: i32, x: i32, y: i32, into: usize): void {
  const first = max(0, x - radius);
  const last = min(width - 1, x + radius);
  const top = max(0, y - radius);
  const bottom = min(height - 1, y + radius);
  // Values are taken relative to the middle pixel, because floats are exact for small differences only.
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

/** @returns the mean of the fits around a pixel. */
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
