/** Convolutions of one picture in planes, as ONNX defines them. They take nearly all of the time of a network. */
import type { NetworkNode } from './read-onnx.ts';
import { emptyTensor, type Step, type Tensor, type TensorStep } from './tensor.ts';

/** Planes of one size. */
interface Planes {
  readonly data: Float32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A convolution whose input has its padding already. */
interface Job {
  readonly from: Planes;
  readonly to: Planes;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** Height and width of the kernel. */
  readonly kernel: readonly [number, number];
  readonly stride: number;
}

/** @param weights [out, in / group, height, width]. @throws Error for groups of several channels, and for dilation. */
export function convolution(
  input: Tensor,
  weights: Tensor,
  bias: Tensor,
  { strides = [1, 1], pads = [0, 0, 0, 0], dilations = [1, 1], group = [1] }: NetworkNode['integers'],
): TensorStep {
  const [out, perGroup, kernelHeight, kernelWidth] = weights.dims;
  const [stride] = strides;
  const isDepthwise = group[0] > 1;
  if (
    dilations.some((each) => each !== 1) ||
    strides[1] !== stride ||
    (isDepthwise && (perGroup > 1 || out !== group[0]))
  )
    throw new Error('The convolution is of a kind that is not known.');
  const { from, pad } = padded(planesOf(input), pads);
  const height = Math.floor((from.height - kernelHeight) / stride) + 1;
  const width = Math.floor((from.width - kernelWidth) / stride) + 1;
  const value = emptyTensor([1, out, height, width]);
  const kernel = [kernelHeight, kernelWidth] as const;
  const job: Job = { from, to: planesOf(value), weights: weights.data, bias: bias.data, kernel, stride };
  const isPointwise = kernelHeight * kernelWidth * stride === 1;
  const work = isDepthwise ? () => depthwise(job) : isPointwise ? () => pointwise(job) : () => general(job);
  return { value, step: pad ? inTurn(pad, work) : work };
}

const inTurn = (first: Step, second: Step) => () => {
  first();
  second();
};

function planesOf({ dims, data }: Tensor): Planes {
  return { data, channels: dims[1], height: dims[2], width: dims[3] };
}

/** Returns a copy with zeros around each plane, and the step that fills it; the same planes and null without padding. */
function padded(planes: Planes, pads: readonly number[]): { readonly from: Planes; readonly pad: Step | null } {
  if (pads.every((size) => size === 0)) return { from: planes, pad: null };
  const [top, left, bottom, right] = pads;
  const { data, channels, height, width } = planes;
  const [wideHeight, wideWidth] = [height + top + bottom, width + left + right];
  const wide = new Float32Array(channels * wideHeight * wideWidth);
  const pad = () => {
    for (let row = 0; row < channels * height; row++) {
      const channel = Math.floor(row / height);
      const at = (channel * wideHeight + top + (row % height)) * wideWidth + left;
      wide.set(data.subarray(row * width, (row + 1) * width), at);
    }
  };
  return { from: { data: wide, channels, height: wideHeight, width: wideWidth }, pad };
}

/** Each channel by itself. */
function depthwise({ from, to, weights, bias, kernel, stride }: Job): void {
  const taps = kernel[0] * kernel[1];
  const isThree = kernel[0] === 3 && kernel[1] === 3;
  for (let channel = 0; channel < to.channels; channel++) {
    const plane = from.data.subarray(channel * from.height * from.width, (channel + 1) * from.height * from.width);
    const result = to.data.subarray(channel * to.height * to.width, (channel + 1) * to.height * to.width);
    const own = weights.subarray(channel * taps, (channel + 1) * taps);
    if (isThree) {
      convolveByThree(plane, from.width, own, bias[channel], result, to.width, stride);
    } else {
      result.fill(bias[channel]);
      addConvolved(plane, from.width, own, kernel, result, to.width, stride);
    }
  }
}

/** The same as addConvolved for 3 x 3, with all weights in registers. */
function convolveByThree(
  plane: Float32Array,
  planeWidth: number,
  weights: Float32Array,
  bias: number,
  result: Float32Array,
  width: number,
  stride: number,
): void {
  const [a, b, c, d, e, f, g, h, k] = weights;
  for (let row = 0, i = 0; i < result.length; row++) {
    let top = row * stride * planeWidth;
    let middle = top + planeWidth;
    let bottom = middle + planeWidth;
    for (const end = i + width; i < end; i++, top += stride, middle += stride, bottom += stride) {
      const upper = a * plane[top] + b * plane[top + 1] + c * plane[top + 2];
      const inner = d * plane[middle] + e * plane[middle + 1] + f * plane[middle + 2];
      const lower = g * plane[bottom] + h * plane[bottom + 1] + k * plane[bottom + 2];
      result[i] = bias + upper + inner + lower;
    }
  }
}

/** Every output channel from all input channels. */
function general({ from, to, weights, bias, kernel, stride }: Job): void {
  const taps = kernel[0] * kernel[1];
  const fromSize = from.height * from.width;
  const toSize = to.height * to.width;
  for (let out = 0; out < to.channels; out++) {
    const result = to.data.subarray(out * toSize, (out + 1) * toSize).fill(bias[out]);
    for (let channel = 0; channel < from.channels; channel++) {
      const plane = from.data.subarray(channel * fromSize, (channel + 1) * fromSize);
      const at = (out * from.channels + channel) * taps;
      addConvolved(plane, from.width, weights.subarray(at, at + taps), kernel, result, to.width, stride);
    }
  }
}

function addConvolved(
  plane: Float32Array,
  planeWidth: number,
  weights: Float32Array,
  [kernelHeight, kernelWidth]: Job['kernel'],
  result: Float32Array,
  width: number,
  stride: number,
): void {
  for (let down = 0; down < kernelHeight; down++) {
    for (let across = 0; across < kernelWidth; across++) {
      const weight = weights[down * kernelWidth + across];
      for (let row = 0, i = 0; i < result.length; row++) {
        let at = (row * stride + down) * planeWidth + across;
        for (const end = i + width; i < end; i++, at += stride) result[i] += weight * plane[at];
      }
    }
  }
}

/** Kernels of one value: two output channels and four pixels at a time, so that the sums stay in registers. */
function pointwise({ from, to, weights, bias }: Job): void {
  const size = from.height * from.width;
  const channels = from.channels;
  const whole = size - (size % 4);
  for (let out = 0; out < to.channels; out += 2) {
    // With an odd number of channels, the last one is computed twice.
    const other = Math.min(out + 1, to.channels - 1);
    for (let pixel = 0; pixel < whole; pixel += 4) {
      pointwiseFour(from.data, size, channels, pixel, weights, bias, out, other, to.data);
    }
    for (let pixel = whole; pixel < size; pixel++) {
      let [sum, otherSum] = [bias[out], bias[other]];
      for (let channel = 0; channel < channels; channel++) {
        const value = from.data[channel * size + pixel];
        sum += weights[out * channels + channel] * value;
        otherSum += weights[other * channels + channel] * value;
      }
      to.data[out * size + pixel] = sum;
      to.data[other * size + pixel] = otherSum;
    }
  }
}

function pointwiseFour(
  values: Float32Array,
  size: number,
  channels: number,
  pixel: number,
  weights: Float32Array,
  bias: Float32Array,
  out: number,
  other: number,
  result: Float32Array,
): void {
  let a = bias[out];
  let b = a;
  let c = a;
  let d = a;
  let e = bias[other];
  let f = e;
  let g = e;
  let h = e;
  let weightAt = out * channels;
  let otherAt = other * channels;
  for (let channel = 0, at = pixel; channel < channels; channel++, at += size) {
    const weight = weights[weightAt++];
    const otherWeight = weights[otherAt++];
    const first = values[at];
    const second = values[at + 1];
    const third = values[at + 2];
    const fourth = values[at + 3];
    a += weight * first;
    b += weight * second;
    c += weight * third;
    d += weight * fourth;
    e += otherWeight * first;
    f += otherWeight * second;
    g += otherWeight * third;
    h += otherWeight * fourth;
  }
  const at = out * size + pixel;
  result[at] = a;
  result[at + 1] = b;
  result[at + 2] = c;
  result[at + 3] = d;
  const otherPlace = other * size + pixel;
  result[otherPlace] = e;
  result[otherPlace + 1] = f;
  result[otherPlace + 2] = g;
  result[otherPlace + 3] = h;
}
