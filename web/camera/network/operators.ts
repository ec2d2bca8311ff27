/** The operators of the face networks but convolution, as ONNX defines them, for one picture in planes (NCHW). */
import type { NetworkNode } from './read-onnx.ts';
import { emptyTensor, type Tensor, type TensorStep } from './tensor.ts';

type Integers = NetworkNode['integers'];

export function add(first: Tensor, second: Tensor): TensorStep {
  const value = emptyTensor(first.dims);
  const [a, b, sum] = [first.data, second.data, value.data];
  if (a.length !== b.length) throw new Error('Add takes two values of one shape.');
  return {
    value,
    step: () => {
      for (let i = 0; i < sum.length; i++) sum[i] = a[i] + b[i];
    },
  };
}

export function relu({ dims, data }: Tensor): TensorStep {
  const value = emptyTensor(dims);
  const to = value.data;
  return {
    value,
    step: () => {
      for (let i = 0; i < to.length; i++) to[i] = Math.max(data[i], 0);
    },
  };
}

/** @param slopes one for each channel. */
export function prelu({ dims, data }: Tensor, slopes: Tensor): TensorStep {
  const value = emptyTensor(dims);
  const to = value.data;
  const plane = to.length / slopes.data.length;
  if (slopes.data.length !== dims[1]) throw new Error('PRelu takes one slope for each channel.');
  return {
    value,
    step: () => {
      for (let channel = 0, i = 0; channel < slopes.data.length; channel++) {
        const slope = slopes.data[channel];
        for (const end = i + plane; i < end; i++) to[i] = data[i] > 0 ? data[i] : slope * data[i];
      }
    },
  };
}

/** The largest of each 2 x 2 values. */
export function maxPool({ dims, data }: Tensor, { kernel_shape = [], strides = [] }: Integers): TensorStep {
  if ([...kernel_shape, ...strides].some((size) => size !== 2)) throw new Error('MaxPool takes squares of two.');
  const [, channels, height, width] = dims;
  const value = emptyTensor([1, channels, height >> 1, width >> 1]);
  const to = value.data;
  return {
    value,
    step: () => {
      for (let row = 0, i = 0; row < channels * (height >> 1); row++) {
        const top = 2 * row * width;
        for (let at = top; at < top + width; at += 2, i++) {
          to[i] = Math.max(data[at], data[at + 1], data[at + width], data[at + width + 1]);
        }
      }
    },
  };
}

/** Adds channels of zeros behind the others. @param pads as ONNX has them: the starts of all dimensions, then the ends. */
export function padChannels({ dims, data }: Tensor, pads: readonly number[]): TensorStep {
  if (pads.some((size, at) => size !== 0 && at !== 5)) throw new Error('Pad adds channels behind the others only.');
  const [, channels, height, width] = dims;
  const value = emptyTensor([1, channels + pads[5], height, width]);
  return { value, step: () => value.data.set(data) };
}

/** From planes to pixels (NCHW to NHWC). */
export function toPixels({ dims, data }: Tensor, { perm = [] }: Integers): TensorStep {
  if (perm.join() !== '0,2,3,1') throw new Error('Transpose turns planes to pixels only.');
  const [, channels, height, width] = dims;
  const value = emptyTensor([1, height, width, channels]);
  const [to, plane] = [value.data, height * width];
  return {
    value,
    step: () => {
      for (let i = 0; i < to.length; i++) to[i] = data[(i % channels) * plane + Math.floor(i / channels)];
    },
  };
}

/** Joins two lists, `[1, n, size]` each. */
export function concatenate(first: Tensor, second: Tensor, { axis = [] }: Integers): TensorStep {
  if (axis[0] !== 1) throw new Error('Concat joins lists only.');
  const [, ...sizes] = first.dims;
  const value = emptyTensor([1, sizes[0] + second.dims[1], ...sizes.slice(1)]);
  return {
    value,
    step: () => {
      value.data.set(first.data);
      value.data.set(second.data, first.data.length);
    },
  };
}
