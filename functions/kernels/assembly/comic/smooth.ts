/** The loops of functions/comic/smooth.ts: a bilateral filter along and across the edges. */
import { mark, release, take } from '../memory';
import { loadLab, storeLab } from './lab';

/**
 * Smooths areas and keeps edges: first across the edges, then along them (Kyprianidis and Döllner, 2008). Pixels that are
 * clear stay.
 * @param picture CIELAB pixels (lab.ts), `widthPx` x `heightPx`. @param directions as flow.ts returns them. @param directionShift 1 for the picture
 * that they were made from, 0 for one of half its size.
 * @param radius samples on each side. @param stepPx distance of the samples, px.
 * @param range colours further apart than this, CIELAB, do not mix.
 * @returns CIELAB pixels.
 */
export function smooth(
  picture: usize,
  directions: usize,
  widthPx: i32,
  heightPx: i32,
  directionShift: i32,
  radius: i32,
  stepPx: i32,
  range: f32,
): usize {
  const result = take((widthPx * heightPx) << 3);
  const from = mark();
  const weights = take((radius + 1) << 2);
  const sigma = <f32>radius * 0.55;
  for (let i = 0; i <= radius; i++) {
    store<f32>(weights + (i << 2), Mathf.exp(-(<f32>(i * i)) / (2 * sigma * sigma)));
  }
  const across = take((widthPx * heightPx) << 3);
  pass(picture, across, directions, widthPx, heightPx, directionShift, false, radius, stepPx, weights, range);
  pass(across, result, directions, widthPx, heightPx, directionShift, true, radius, stepPx, weights, range);
  release(from);
  return result;
}

function pass(
  from: usize,
  into: usize,
  directions: usize,
  width: i32,
  height: i32,
  directionShift: i32,
  isAlong: bool,
  radius: i32,
  stepPx: i32,
  weights: usize,
  range: f32,
): void {
  const directionsAcross = (width + directionShift) >> directionShift;
  const falloff: f32 = 1 / (range * range);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) << 3;
      if (load<i16>(from + at, 6) === 0) {
        store<u64>(into + at, load<u64>(from + at));
        continue;
      }
      const direction = directions + (((y >> directionShift) * directionsAcross + (x >> directionShift)) << 2);
      const first = <f32>load<i8>(direction);
      const second = <f32>load<i8>(direction, 1);
      const dx = isAlong ? first : -second;
      const dy = isAlong ? second : first;
      storeLab(into + at, mean(from, width, height, x, y, dx, dy, radius, stepPx, weights, falloff, isAlong));
    }
  }
}

/** A difference of a* and b* counts more than one of L*: so white hair does not take the colour of the skin beside it. */
const chromaWeight: f32 = 1.7;

/** @returns the weighed mean along a direction, with steps of whole px along its longer axis. */
function mean(
  plane: usize,
  width: i32,
  height: i32,
  x: i32,
  y: i32,
  dx: f32,
  dy: f32,
  radius: i32,
  stepPx: i32,
  weights: usize,
  falloff: f32,
  withOpacity: bool,
): v128 {
  const centre = loadLab(plane + ((y * width + x) << 3));
  const isLevel = Mathf.abs(dx) >= Mathf.abs(dy);
  const rangeWeights = f32x4(1, chromaWeight, chromaWeight, 0);
  const slope = isLevel ? dy / dx : dx / dy;
  const most = isLevel ? width - 1 : height - 1;
  const mostAside = isLevel ? height - 1 : width - 1;
  const main = isLevel ? x : y;
  const aside = <f32>(isLevel ? y : x);
  const mainStride = isLevel ? 8 : width << 3;
  const asideStride = isLevel ? width << 3 : 8;
  let sum = centre;
  let total: f32 = 1;
  let opacity = f32x4.extract_lane(centre, 3);
  let shares: f32 = 1;
  const last = min(radius, (most - main) / stepPx);
  for (let i = -min(radius, main / stepPx); i <= last; i++) {
    if (i === 0) continue;
    const place = main + i * stepPx;
    const beside = min<f32>(<f32>mostAside, max<f32>(0, aside + <f32>(i * stepPx) * slope));
    const near = <i32>beside;
    const at = plane + place * mainStride + near * asideStride;
    const share = f32x4.splat(beside - <f32>near);
    const one = loadLab(at);
    const other = loadLab(near < mostAside ? at + asideStride : at);
    const colour = f32x4.add(one, f32x4.mul(f32x4.sub(other, one), share));
    const difference = f32x4.mul(f32x4.sub(colour, centre), rangeWeights);
    const squares = f32x4.mul(difference, difference);
    const apart = f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) + f32x4.extract_lane(squares, 2);
    const like = max<f32>(0, 1 - apart * falloff);
    const nearness = load<f32>(weights + (abs(i) << 2));
    opacity += nearness * f32x4.extract_lane(colour, 3);
    shares += nearness;
    const weight = nearness * like * like;
    sum = f32x4.add(sum, f32x4.mul(colour, f32x4.splat(weight)));
    total += weight;
  }
  const result = f32x4.mul(sum, f32x4.splat(1 / total));
  return f32x4.replace_lane(result, 3, withOpacity ? opacity / shares : f32x4.extract_lane(centre, 3));
}

/** Halves a picture: means of 2 x 2 px; an odd last row or column counts double. @returns CIELAB pixels. */
export function halveLab(picture: usize, widthPx: i32, heightPx: i32): usize {
  const across = (widthPx + 1) >> 1;
  const down = (heightPx + 1) >> 1;
  const result = take((across * down) << 3);
  for (let y = 0, into = result; y < down; y++) {
    const upper = picture + ((2 * y * widthPx) << 3);
    const lower = picture + ((min(heightPx - 1, 2 * y + 1) * widthPx) << 3);
    for (let x = 0; x < across; x++, into += 8) {
      const left = (2 * x) << 3;
      const right = min(widthPx - 1, 2 * x + 1) << 3;
      const sum = f32x4.add(
        f32x4.add(loadLab(upper + left), loadLab(upper + right)),
        f32x4.add(loadLab(lower + left), loadLab(lower + right)),
      );
      storeLab(into, f32x4.mul(sum, f32x4.splat(0.25)));
    }
  }
  return result;
}
