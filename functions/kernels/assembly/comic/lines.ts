/** The loops of functions/comic/lines.ts: lines by the flow-based difference of Gaussians. */
import { mark, release, take, takeZeros } from '../memory';
import { lightnessAt } from './lab';

/** The surroundings of a line are smoothed this much wider than the line (Marr and Hildreth, 1980). */
const wider: f32 = 1.6;
/** Side of the blocks in which the contrast of the surroundings is measured, px. */
const blockPx: i32 = 8;

/**
 * Finds lines: the difference of two Gaussians across the edge, smoothed along the edge (Kang, Lee and Chui, 2009). A
 * difference counts by the contrast of its surroundings, so that faint lines in even areas stay and textures do not become black.
 * @param picture CIELAB pixels (lab.ts), `widthPx` x `heightPx`. @param directions as flow.ts returns them.
 * @param sigma half the width of a line, px. @param reachPx the smoothing along the edge, px.
 * @param least a smaller difference is no line, L*. @param texture the share of the contrast around that is no line either.
 * @returns a byte a pixel: 0 no line, 255 full line.
 */
export function lines(
  picture: usize,
  directions: usize,
  widthPx: i32,
  heightPx: i32,
  sigma: f32,
  reachPx: f32,
  least: f32,
  texture: f32,
): usize {
  const count = widthPx * heightPx;
  const result = takeZeros(count);
  const from = mark();
  const differences = takeZeros(count << 2);
  findDifferences(picture, directions, widthPx, heightPx, sigma, differences);
  const contrasts = contrastsOf(picture, differences, widthPx, heightPx);
  const blocks = (widthPx + blockPx - 1) / blockPx;
  const steps = <i32>Mathf.ceil(2 * reachPx);
  const weights = gaussian(reachPx, steps);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      if (load<i16>(picture + (at << 3), 6) === 0) continue;
      const limit = least + texture * contrastAt(contrasts, heightPx, blocks, x, y);
      // Smoothing along the edge does not make a line out of nothing.
      if (strongest(differences, widthPx, heightPx, x, y) < limit * 0.5) continue;
      const depth = integral(differences, directions, widthPx, heightPx, x, y, steps, weights);
      const share = min<f32>(1, max<f32>(0, (depth - limit) / (limit * 1.1)));
      store<u8>(result + at, <u8>(255 * share * share * (3 - 2 * share) + 0.5));
    }
  }
  release(from);
  return result;
}

function gaussian(sigma: f32, reach: i32): usize {
  const weights = take((reach + 1) << 2);
  for (let i = 0; i <= reach; i++) {
    store<f32>(weights + (i << 2), Mathf.exp(-(<f32>(i * i)) / (2 * sigma * sigma)));
  }
  return weights;
}

/** Writes for each pixel how much darker it is than its surroundings across the edge, L*; negative when it is lighter. */
function findDifferences(picture: usize, directions: usize, width: i32, height: i32, sigma: f32, into: usize): void {
  const reach = <i32>Mathf.ceil(2 * sigma * wider);
  const narrow = gaussian(sigma, reach);
  const broad = gaussian(sigma * wider, reach);
  let narrowSum: f32 = 1;
  let broadSum: f32 = 1;
  for (let i = 1; i <= reach; i++) {
    narrowSum += 2 * load<f32>(narrow + (i << 2));
    broadSum += 2 * load<f32>(broad + (i << 2));
  }
  // The weights of the difference, the broad Gaussian first, for it is positive where the pixel is darker.
  const weights = take((reach + 1) << 2);
  for (let i = 0; i <= reach; i++) {
    const weight = load<f32>(broad + (i << 2)) / broadSum - load<f32>(narrow + (i << 2)) / narrowSum;
    store<f32>(weights + (i << 2), weight);
  }
  const half = (width + 1) >> 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (load<i16>(picture + (at << 3), 6) === 0) continue;
      const direction = directions + (((y >> 1) * half + (x >> 1)) << 2);
      const dx = -(<f32>load<i8>(direction, 1)) * <f32>(1 / 127.0);
      const dy = <f32>load<i8>(direction) * <f32>(1 / 127.0);
      let sum = load<f32>(weights) * lightnessAt(picture + (at << 3));
      for (let i = 1; i <= reach; i++) {
        const there = lightnessBetween(picture, width, height, <f32>x + dx * <f32>i, <f32>y + dy * <f32>i);
        const back = lightnessBetween(picture, width, height, <f32>x - dx * <f32>i, <f32>y - dy * <f32>i);
        sum += load<f32>(weights + (i << 2)) * (there + back);
      }
      store<f32>(into + (at << 2), sum);
    }
  }
}

function lightnessBetween(picture: usize, width: i32, height: i32, x: f32, y: f32): f32 {
  const px = min<f32>(<f32>(width - 1), max<f32>(0, x));
  const py = min<f32>(<f32>(height - 1), max<f32>(0, y));
  const left = <i32>px;
  const above = <i32>py;
  const at = picture + ((above * width + left) << 3);
  const right = left + 1 < width ? 8 : 0;
  const below = above + 1 < height ? width << 3 : 0;
  const upper = lightnessAt(at);
  const under = lightnessAt(at + below);
  const shareX = px - <f32>left;
  const top = upper + (lightnessAt(at + right) - upper) * shareX;
  const bottom = under + (lightnessAt(at + below + right) - under) * shareX;
  return top + (bottom - top) * (py - <f32>above);
}

/** @returns for each block of pixels the mean size of the differences in it and the blocks around it, floats. */
function contrastsOf(picture: usize, differences: usize, width: i32, height: i32): usize {
  const across = (width + blockPx - 1) / blockPx;
  const down = (height + blockPx - 1) / blockPx;
  const sums = takeZeros((across * down) << 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (load<i16>(picture + (at << 3), 6) === 0) continue;
      const block = sums + (((y / blockPx) * across + x / blockPx) << 3);
      store<f32>(block, load<f32>(block) + Mathf.abs(load<f32>(differences + (at << 2))));
      store<f32>(block, load<f32>(block, 4) + 1, 4);
    }
  }
  const means = take((across * down) << 2);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) store<f32>(means + ((y * across + x) << 2), meanAround(sums, across, down, x, y));
  }
  return means;
}

/** Blocks on each side that count as the surroundings. */
const around: i32 = 2;

function meanAround(sums: usize, across: i32, down: i32, x: i32, y: i32): f32 {
  let sum: f32 = 0;
  let count: f32 = 0;
  for (let nearY = max(0, y - around); nearY <= min(down - 1, y + around); nearY++) {
    for (let nearX = max(0, x - around); nearX <= min(across - 1, x + around); nearX++) {
      const block = sums + ((nearY * across + nearX) << 3);
      sum += load<f32>(block);
      count += load<f32>(block, 4);
    }
  }
  return count > 0 ? sum / count : 0;
}

function contrastAt(means: usize, height: i32, across: i32, x: i32, y: i32): f32 {
  const down = (height + blockPx - 1) / blockPx;
  const px = max<f32>(0, (<f32>x + 0.5) / <f32>blockPx - 0.5);
  const py = max<f32>(0, (<f32>y + 0.5) / <f32>blockPx - 0.5);
  const left = min(<i32>px, across - 1);
  const above = min(<i32>py, down - 1);
  const right = min(left + 1, across - 1);
  const below = min(above + 1, down - 1);
  const shareX = px - <f32>left;
  const upper = load<f32>(means + ((above * across + left) << 2));
  const upperRight = load<f32>(means + ((above * across + right) << 2));
  const lower = load<f32>(means + ((below * across + left) << 2));
  const lowerRight = load<f32>(means + ((below * across + right) << 2));
  const top = upper + (upperRight - upper) * shareX;
  return top + (lower + (lowerRight - lower) * shareX - top) * (py - <f32>above);
}

/** @returns the largest difference of the pixel and its eight neighbours. */
function strongest(differences: usize, width: i32, height: i32, x: i32, y: i32): f32 {
  let most: f32 = 0;
  for (let nearY = max(0, y - 1); nearY <= min(height - 1, y + 1); nearY++) {
    for (let nearX = max(0, x - 1); nearX <= min(width - 1, x + 1); nearX++) {
      most = max<f32>(most, load<f32>(differences + ((nearY * width + nearX) << 2)));
    }
  }
  return most;
}

/** @returns the mean of the differences along the edge, both ways. */
function integral(
  differences: usize,
  directions: usize,
  width: i32,
  height: i32,
  x: i32,
  y: i32,
  steps: i32,
  weights: usize,
): f32 {
  pathSum = load<f32>(differences + ((y * width + x) << 2));
  pathTotal = 1;
  follow(differences, directions, width, height, <f32>x, <f32>y, 1, steps, weights);
  follow(differences, directions, width, height, <f32>x, <f32>y, -1, steps, weights);
  return pathSum / pathTotal;
}

/** What {@link follow} has added up. */
let pathSum: f32 = 0;
let pathTotal: f32 = 0;

/** Adds up the differences along the edge. @param way 1 or -1: the sign of the first step. */
function follow(
  differences: usize,
  directions: usize,
  width: i32,
  height: i32,
  x: f32,
  y: f32,
  way: f32,
  steps: i32,
  weights: usize,
): void {
  const half = (width + 1) >> 1;
  let lastX: f32 = 0;
  let lastY: f32 = 0;
  for (let i = 1; i <= steps; i++) {
    const direction = directions + (((<i32>(y + 0.5) >> 1) * half + (<i32>(x + 0.5) >> 1)) << 2);
    const dx = <f32>load<i8>(direction) * <f32>(1 / 127.0);
    const dy = <f32>load<i8>(direction, 1) * <f32>(1 / 127.0);
    // A direction has no sign: go on, do not turn back.
    const along = i === 1 ? way : dx * lastX + dy * lastY;
    lastX = along < 0 ? -dx : dx;
    lastY = along < 0 ? -dy : dy;
    x += lastX;
    y += lastY;
    if (x < 0 || y < 0 || x > <f32>(width - 1) || y > <f32>(height - 1)) return;
    const weight = load<f32>(weights + (i << 2));
    pathSum += weight * floatBetween(differences, width, height, x, y);
    pathTotal += weight;
  }
}

function floatBetween(plane: usize, width: i32, height: i32, x: f32, y: f32): f32 {
  const left = <i32>x;
  const above = <i32>y;
  const at = plane + ((above * width + left) << 2);
  const right = left + 1 < width ? 4 : 0;
  const below = above + 1 < height ? width << 2 : 0;
  const upper = load<f32>(at);
  const under = load<f32>(at + below);
  const shareX = x - <f32>left;
  const top = upper + (load<f32>(at + right) - upper) * shareX;
  const bottom = under + (load<f32>(at + below + right) - under) * shareX;
  return top + (bottom - top) * (y - <f32>above);
}
