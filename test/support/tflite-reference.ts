/** A slow, plain implementation of TensorFlow Lite's operators in NHWC layout, with which tests compare the converter. */

/** Values with their shape, batch 1: [1, height, width, channels]. */
export interface Picture {
  readonly shape: readonly [number, number, number, number];
  readonly data: Float32Array;
}

export interface Window {
  readonly strideX: number;
  readonly strideY: number;
  readonly dilationX?: number;
  readonly dilationY?: number;
  readonly padding: 'same' | 'valid';
}

export function picture(shape: Picture['shape'], value: (y: number, x: number, c: number) => number): Picture {
  const [, height, width, channels] = shape;
  const data = new Float32Array(height * width * channels);
  for (let at = 0; at < data.length; at += 1) {
    const c = at % channels;
    const x = Math.floor(at / channels) % width;
    data[at] = value(Math.floor(at / channels / width), x, c);
  }
  return { shape, data };
}

const read = ({ shape: [, , width, channels], data }: Picture, y: number, x: number, c: number) =>
  data[(y * width + x) * channels + c];

const outputLength = (length: number, kernel: number, stride: number, dilation: number, padding: string) =>
  padding === 'same' ? Math.ceil(length / stride) : Math.ceil((length - (kernel - 1) * dilation) / stride);

/** Returns the start of the first window. TFLite puts an odd row of padding at the end. */
function firstStart(length: number, kernel: number, stride: number, dilation: number, padding: string): number {
  if (padding === 'valid') return 0;
  const reach = (Math.ceil(length / stride) - 1) * stride + (kernel - 1) * dilation + 1;
  return -Math.floor(Math.max(reach - length, 0) / 2) || 0;
}

/** Calls `gather` with every place of a window that lies inside the picture. */
function slideWindow(
  input: Picture,
  [kernelY, kernelX]: readonly [number, number],
  window: Window,
  channels: number,
  gather: (places: { y: number; x: number; ky: number; kx: number }[], c: number) => number,
): Picture {
  const [, height, width] = input.shape;
  const { strideX, strideY, dilationX = 1, dilationY = 1, padding } = window;
  const startY = firstStart(height, kernelY, strideY, dilationY, padding);
  const startX = firstStart(width, kernelX, strideX, dilationX, padding);
  const outHeight = outputLength(height, kernelY, strideY, dilationY, padding);
  const outWidth = outputLength(width, kernelX, strideX, dilationX, padding);
  return picture([1, outHeight, outWidth, channels], (oy, ox, c) => {
    const places = [];
    for (let ky = 0; ky < kernelY; ky += 1) {
      for (let kx = 0; kx < kernelX; kx += 1) {
        const y = startY + oy * strideY + ky * dilationY;
        const x = startX + ox * strideX + kx * dilationX;
        if (y >= 0 && x >= 0 && y < height && x < width) places.push({ y, x, ky, kx });
      }
    }
    return gather(places, c);
  });
}

/** @param weights [out, height, width, in]. */
export function convolve(
  input: Picture,
  weights: Float32Array,
  shape: readonly number[],
  bias: Float32Array,
  window: Window,
) {
  const [out, kernelY, kernelX, inputs] = shape;
  return slideWindow(input, [kernelY, kernelX], window, out, (places, c) =>
    places.reduce((sum, { y, x, ky, kx }) => {
      let value = sum;
      for (let i = 0; i < inputs; i += 1) {
        value += read(input, y, x, i) * weights[((c * kernelY + ky) * kernelX + kx) * inputs + i];
      }
      return value;
    }, bias[c]),
  );
}

/** @param weights [1, height, width, out]; output c reads input floor(c / multiplier). */
export function convolveDepthwise(
  input: Picture,
  weights: Float32Array,
  shape: readonly number[],
  bias: Float32Array,
  window: Window,
): Picture {
  const [, kernelY, kernelX, out] = shape;
  const multiplier = out / input.shape[3];
  return slideWindow(input, [kernelY, kernelX], window, out, (places, c) =>
    places.reduce(
      (sum, { y, x, ky, kx }) =>
        sum + read(input, y, x, Math.floor(c / multiplier)) * weights[(ky * kernelX + kx) * out + c],
      bias[c],
    ),
  );
}

/** 2x2, stride 2: every pixel becomes a block of four. @param weights [out, 2, 2, in]. */
export function convolveTransposed(input: Picture, weights: Float32Array, out: number, bias: Float32Array): Picture {
  const [, height, width, inputs] = input.shape;
  return picture([1, 2 * height, 2 * width, out], (y, x, c) => {
    let sum = bias[c];
    for (let i = 0; i < inputs; i += 1) {
      sum += read(input, y >> 1, x >> 1, i) * weights[((c * 2 + (y & 1)) * 2 + (x & 1)) * inputs + i];
    }
    return sum;
  });
}

export function poolMean(input: Picture, kernel: readonly [number, number], window: Window): Picture {
  return slideWindow(
    input,
    kernel,
    window,
    input.shape[3],
    (places, c) => places.reduce((sum, { y, x }) => sum + read(input, y, x, c), 0) / places.length,
  );
}

export function poolMax(input: Picture, kernel: readonly [number, number], window: Window): Picture {
  return slideWindow(input, kernel, window, input.shape[3], (places, c) =>
    Math.max(...places.map(({ y, x }) => read(input, y, x, c))),
  );
}

export function resizeBilinear(
  input: Picture,
  [outHeight, outWidth]: readonly [number, number],
  mode: { readonly alignCorners?: boolean; readonly halfPixelCenters?: boolean },
): Picture {
  const [, height, width, channels] = input.shape;
  const place = (to: number, from: number, length: number) => {
    if (mode.alignCorners && length > 1) return (to * (from - 1)) / (length - 1);
    return mode.halfPixelCenters ? ((to + 0.5) * from) / length - 0.5 : (to * from) / length;
  };
  const inside = (at: number, length: number) => Math.min(Math.max(at, 0), length - 1);
  return picture([1, outHeight, outWidth, channels], (oy, ox, c) => {
    const y = inside(place(oy, height, outHeight), height);
    const x = inside(place(ox, width, outWidth), width);
    const [top, left] = [Math.floor(y), Math.floor(x)];
    const [bottom, right] = [inside(top + 1, height), inside(left + 1, width)];
    const upper = read(input, top, left, c) * (1 - x + left) + read(input, top, right, c) * (x - left);
    const lower = read(input, bottom, left, c) * (1 - x + left) + read(input, bottom, right, c) * (x - left);
    return upper * (1 - y + top) + lower * (y - top);
  });
}

/** @param pairs zeros (before, after) for height, width, channels. */
export function padWithZeros(input: Picture, pairs: readonly (readonly [number, number])[]): Picture {
  const [, height, width, channels] = input.shape;
  const [[top, bottom], [left, right], [front, back]] = pairs;
  return picture([1, height + top + bottom, width + left + right, channels + front + back], (y, x, c) => {
    const inside = y >= top && y < top + height && x >= left && x < left + width && c >= front && c < front + channels;
    return inside ? read(input, y - top, x - left, c - front) : 0;
  });
}
