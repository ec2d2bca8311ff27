/**
 * The four errors of an alpha matte against ground truth, as defined by Rhemann et al., «A Perceptually Motivated
 * Online Benchmark for Image Matting» (CVPR 2009). Mattes come as planes of 0..1 at one size.
 */
import type { PlaneSize } from '../../core/raster.ts';

export interface MatteError {
  /** Mean absolute difference, 0..1 (SAD over the number of pixels). */
  readonly mad: number;
  /** Mean squared difference. */
  readonly mse: number;
  /** Mean squared difference of gradient magnitudes (Gaussian derivatives, sigma 1.4). */
  readonly gradient: number;
  /** Mean difference in connectedness to the common opaque region (steps of 0.1, tolerance 0.15). */
  readonly connectivity: number;
}

/** @param ignored pixels above 127 count in no mean; null: all pixels count. */
export function matteError(
  predicted: Float32Array,
  truth: Float32Array,
  size: PlaneSize,
  ignored: Uint8Array | null = null,
): MatteError {
  const gradients = [gradientMagnitude(predicted, size), gradientMagnitude(truth, size)];
  const levels = connectedLevels(predicted, truth, size);
  let [count, absolute, squared, gradient, connectivity] = [0, 0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    if (ignored && ignored[i] > 127) continue;
    const difference = predicted[i] - truth[i];
    absolute += Math.abs(difference);
    squared += difference * difference;
    gradient += (gradients[0][i] - gradients[1][i]) ** 2;
    connectivity += Math.abs(connectedness(predicted[i], levels[i]) - connectedness(truth[i], levels[i]));
    count += 1;
  }
  return {
    mad: absolute / count,
    mse: squared / count,
    gradient: gradient / count,
    connectivity: connectivity / count,
  };
}

const sigma = 1.4;
const kernelRadius = 4;

/** Magnitude of the Gaussian-derivative gradient, edges repeated; kernels have unit energy as in the authors' code. */
function gradientMagnitude(plane: Float32Array, size: PlaneSize): Float32Array {
  const offsets = Array.from({ length: 2 * kernelRadius + 1 }, (_, i) => i - kernelRadius);
  const smooth = offsets.map((o) => Math.exp(-(o * o) / (2 * sigma * sigma)));
  const derive = offsets.map((o, i) => -o * smooth[i]);
  const energy = Math.hypot(...smooth) * Math.hypot(...derive);
  const along = convolve(convolve(plane, size, derive, 'x'), size, smooth, 'y');
  const down = convolve(convolve(plane, size, smooth, 'x'), size, derive, 'y');
  return along.map((value, i) => Math.hypot(value, down[i]) / energy);
}

function convolve(
  plane: Float32Array,
  { widthPx, heightPx }: PlaneSize,
  kernel: number[],
  axis: 'x' | 'y',
): Float32Array {
  const result = new Float32Array(plane.length);
  const [length, step] = axis === 'x' ? [widthPx, 1] : [heightPx, widthPx];
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const place = axis === 'x' ? x : y;
      let sum = 0;
      for (let k = -kernelRadius; k <= kernelRadius; k++) {
        const other = Math.min(length - 1, Math.max(0, place + k));
        sum += kernel[k + kernelRadius] * plane[at + (other - place) * step];
      }
      result[at] = sum;
    }
  }
  return result;
}

const levelStep = 0.1;
const tolerance = 0.15;

/** Returns the highest level at which each pixel is connected to the common opaque region, 0..1. */
function connectedLevels(predicted: Float32Array, truth: Float32Array, size: PlaneSize): Float32Array {
  const levels = new Float32Array(truth.length).fill(-1);
  let connected: Uint8Array = new Uint8Array(truth.length).fill(1);
  for (let step = 1; step <= 10; step++) {
    const level = step * levelStep;
    const both = truth.map((value, i) => Number(value >= level && predicted[i] >= level));
    const next = largestComponent(both, size);
    for (let i = 0; i < levels.length; i++)
      if (levels[i] < 0 && connected[i] && !next[i]) levels[i] = level - levelStep;
    connected = next;
  }
  return levels.map((level) => (level < 0 ? 1 : level));
}

function connectedness(alpha: number, level: number): number {
  const distance = alpha - level;
  return distance >= tolerance ? 1 - distance : 1;
}

/** The largest 4-connected region of ones, as ones. */
export function largestComponent(ones: ArrayLike<number>, { widthPx, heightPx }: PlaneSize): Uint8Array {
  const labels = new Int32Array(ones.length);
  const stack = new Int32Array(ones.length);
  let [label, bestLabel, bestCount] = [0, 0, 0];
  for (let seed = 0; seed < ones.length; seed++) {
    if (!ones[seed] || labels[seed]) continue;
    label += 1;
    const count = floodFrom(seed, label, ones, labels, stack, widthPx, heightPx);
    if (count > bestCount) [bestLabel, bestCount] = [label, count];
  }
  const largest = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) largest[i] = Number(bestLabel > 0 && labels[i] === bestLabel);
  return largest;
}

function floodFrom(
  seed: number,
  label: number,
  ones: ArrayLike<number>,
  labels: Int32Array,
  stack: Int32Array,
  width: number,
  height: number,
): number {
  let [top, count] = [0, 0];
  stack[top++] = seed;
  labels[seed] = label;
  const visit = (next: number) => {
    if (!ones[next] || labels[next]) return;
    labels[next] = label;
    stack[top++] = next;
  };
  while (top > 0) {
    const at = stack[--top];
    count += 1;
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < width * (height - 1)) visit(at + width);
  }
  return count;
}
