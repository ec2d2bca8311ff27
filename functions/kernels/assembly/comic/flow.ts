/** The loops of functions/comic/flow.ts: the direction of edges, from the smoothed structure tensor. */
import { mark, release, take } from '../memory';
import { loadLab } from './lab';

/**
 * Computes the direction along the edges (Kang, Lee and Chui, «Flow-Based Image Abstraction», 2009; from the structure tensor
 * as in Kyprianidis and Döllner, «Image Abstraction by Structure Adaptive Filtering», 2008).
 * @param picture CIELAB pixels (lab.ts), `widthPx` x `heightPx`. @param sigma of the smoothing, px of the half picture.
 * @returns four bytes for each pixel of the half picture: x and y of the direction (-127..127), how clear it is (0..255), and 0.
 */
export function flow(picture: usize, widthPx: i32, heightPx: i32, sigma: f32): usize {
  const across = (widthPx + 1) >> 1;
  const down = (heightPx + 1) >> 1;
  const result = take((across * down) << 2);
  const from = mark();
  const tensors = tensorsOf(halved(picture, widthPx, heightPx, across, down), across, down);
  blur(tensors, across, down, sigma);
  for (let at = 0; at < across * down; at++) writeDirection(tensors + (at << 4), result + (at << 2));
  release(from);
  return result;
}

/** Weight of the opacity, 0..255, beside the colours, so that the direction runs along the outline of the person. */
const opacityWeight: f32 = 0.25;

/** @returns the means of 2 x 2 px, four floats a pixel. */
function halved(picture: usize, width: i32, height: i32, across: i32, down: i32): usize {
  const half = take((across * down) << 4);
  for (let y = 0, into = half; y < down; y++) {
    const upper = picture + ((2 * y * width) << 3);
    const lower = picture + ((min(height - 1, 2 * y + 1) * width) << 3);
    for (let x = 0; x < across; x++, into += 16) {
      const left = (2 * x) << 3;
      const right = min(width - 1, 2 * x + 1) << 3;
      const sum = f32x4.add(
        f32x4.add(loadLab(upper + left), loadLab(upper + right)),
        f32x4.add(loadLab(lower + left), loadLab(lower + right)),
      );
      v128.store(into, f32x4.mul(sum, f32x4(0.25, 0.25, 0.25, 0.25 * opacityWeight)));
    }
  }
  return half;
}

/** @returns xx, xy and yy of the gradients (Sobel) over all three channels, four floats a pixel. Edges are repeated. */
function tensorsOf(half: usize, across: i32, down: i32): usize {
  const tensors = take((across * down) << 4);
  const two = f32x4.splat(2);
  for (let y = 0, into = tensors; y < down; y++) {
    const above = half + ((max(0, y - 1) * across) << 4);
    const row = half + ((y * across) << 4);
    const below = half + ((min(down - 1, y + 1) * across) << 4);
    for (let x = 0; x < across; x++, into += 16) {
      const left = max(0, x - 1) << 4;
      const here = x << 4;
      const right = min(across - 1, x + 1) << 4;
      const diagonal = f32x4.sub(v128.load(below + right), v128.load(above + left));
      const other = f32x4.sub(v128.load(above + right), v128.load(below + left));
      const straightX = f32x4.sub(v128.load(row + right), v128.load(row + left));
      const straightY = f32x4.sub(v128.load(below + here), v128.load(above + here));
      const gx = f32x4.add(f32x4.add(diagonal, other), f32x4.mul(straightX, two));
      const gy = f32x4.add(f32x4.sub(diagonal, other), f32x4.mul(straightY, two));
      v128.store(into, f32x4(dot(gx, gx), dot(gx, gy), dot(gy, gy), 0));
    }
  }
  return tensors;
}

function dot(p: v128, q: v128): f32 {
  const product = f32x4.mul(p, q);
  const colours = f32x4.extract_lane(product, 0) + f32x4.extract_lane(product, 1) + f32x4.extract_lane(product, 2);
  return colours + f32x4.extract_lane(product, 3);
}

/** Smooths a plane of vectors with a Gaussian, in place. Beyond the edges the weights are left out. */
function blur(plane: usize, across: i32, down: i32, sigma: f32): void {
  const reach = <i32>Mathf.ceil(sigma * 2.4);
  const weights = take((reach + 1) << 2);
  for (let i = 0; i <= reach; i++) {
    store<f32>(weights + (i << 2), Mathf.exp(-(<f32>(i * i)) / (2 * sigma * sigma)));
  }
  const line = take(max(across, down) << 4);
  for (let y = 0; y < down; y++) blurLine(plane + ((y * across) << 4), 16, across, line, weights, reach);
  // Columns are smoothed a row at a time: a copy of the plane is read, and the plane is written.
  const copy = take((across * down) << 4);
  memory.copy(copy, plane, (across * down) << 4);
  for (let y = 0; y < down; y++) {
    const first = max(0, y - reach);
    const last = min(down - 1, y + reach);
    let total: f32 = 0;
    for (let near = first; near <= last; near++) total += load<f32>(weights + (abs(near - y) << 2));
    for (let x = 0; x < across; x++) {
      let sum = f32x4.splat(0);
      for (let near = first; near <= last; near++) {
        const weight = v128.load32_splat(weights + (abs(near - y) << 2));
        sum = f32x4.add(sum, f32x4.mul(v128.load(copy + ((near * across + x) << 4)), weight));
      }
      v128.store(plane + ((y * across + x) << 4), f32x4.div(sum, f32x4.splat(total)));
    }
  }
}

function blurLine(row: usize, stride: i32, count: i32, line: usize, weights: usize, reach: i32): void {
  for (let x = 0; x < count; x++) v128.store(line + (x << 4), v128.load(row + x * stride));
  for (let x = 0; x < count; x++) {
    const first = max(0, x - reach);
    const last = min(count - 1, x + reach);
    let sum = f32x4.splat(0);
    let total: f32 = 0;
    for (let near = first; near <= last; near++) {
      const weight = load<f32>(weights + (abs(near - x) << 2));
      total += weight;
      sum = f32x4.add(sum, f32x4.mul(v128.load(line + (near << 4)), f32x4.splat(weight)));
    }
    v128.store(row + x * stride, f32x4.div(sum, f32x4.splat(total)));
  }
}

/** Writes the direction of the least change: the eigenvector of the smaller eigenvalue. Where there is none, it is level. */
function writeDirection(tensor: usize, into: usize): void {
  const xx = load<f32>(tensor);
  const xy = load<f32>(tensor, 4);
  const yy = load<f32>(tensor, 8);
  const difference = xx - yy;
  const root = Mathf.sqrt(difference * difference + 4 * xy * xy);
  // Two forms of the same vector; the longer one is exact.
  let x: f32 = difference > 0 ? xy * -2 : root - difference;
  let y: f32 = difference > 0 ? difference + root : xy * -2;
  const length = Mathf.sqrt(x * x + y * y);
  if (length < 1e-6) {
    x = 1;
    y = 0;
  } else {
    x /= length;
    y /= length;
  }
  const sum = xx + yy;
  store<i8>(into, <i8>Mathf.round(x * 127));
  store<i8>(into, <i8>Mathf.round(y * 127), 1);
  store<u8>(into, sum > 1e-3 ? <u8>(min<f32>(1, root / sum) * 255) : 0, 2);
  store<u8>(into, 0, 3);
}
