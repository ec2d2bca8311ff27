/** Compares each kind of TensorFlow.js node with a plain reference. Pictures are NHWC, as in TensorFlow. */
import { describe, expect, it } from 'vitest';
import { readTfjs } from '../../../../../layers/model/tfjs/tfjs-file.ts';
import { tfjsToOnnx } from '../../../../../layers/model/tfjs/tfjs-to-onnx.ts';
import { runTfjs, type TfjsSpec, writeTfjs } from '../../../../support/tfjs-model.ts';
import { convolve, padWithZeros, poolMax, resizeBilinear } from '../../../../support/tflite-reference.ts';
import { expectClose, wave, wavePicture } from '../../../../support/tflite-run.ts';

const text = (value: string) => ({ s: Buffer.from(value).toString('base64') });
const list = (...i: number[]) => ({ list: { i: i.map(String) } });
const ints = (...values: number[]) => ({ shape: [values.length], values: Int32Array.from(values) });
const one = (value: number) => ({ shape: [], values: Int32Array.of(value) });

const [height, width] = [6, 5];
const input = wavePicture([1, height, width, 3]);
/** The picture as the converted network takes it. */
const nchw = input.data.map((_, i) => input.data[(i % (height * width)) * 3 + Math.floor(i / (height * width))]);
const nhwc = { 'x:0': [1, height, width, 3] };
type Nodes = TfjsSpec['nodes'];

async function run(nodes: Nodes, shape: readonly number[], constants: TfjsSpec['constants'] = {}) {
  const spec = { inputs: nhwc, constants, nodes, outputs: { 'y:0': shape } };
  const { results, kinds } = await runTfjs(spec, { 'x:0': nchw });
  expect(results['y:0'].dims).toEqual(shape);
  return { values: results['y:0'].data as Float32Array, kinds };
}

describe('nodes on single values', () => {
  it.each<[string, Record<string, unknown>, (v: number) => number]>([
    ['Sigmoid', {}, (v) => 1 / (1 + Math.exp(-v))],
    ['LeakyRelu', { alpha: { f: 0.1 } }, (v) => (v < 0 ? 0.1 * v : v)],
    ['LeakyRelu', {}, (v) => Math.max(v, 0)],
    ['Identity', {}, (v) => v],
  ])('%s', async (op, attr, apply) => {
    const { values } = await run([{ name: 'y', op, input: ['x'], attr }], input.shape);
    expectClose(values, input.data.map(apply));
  });

  it.each(['Add', 'AddV2'])('%s of two pictures, and of constants for each channel on either side', async (op) => {
    const bias = { shape: [3], values: wave(3, 2) };
    const other = { shape: [1, height, width, 3], values: wave(input.data.length, 3) };
    const cases = [
      { inputs: ['x', 'x'], expected: (v: number) => 2 * v },
      { inputs: ['x', 'bias'], expected: (v: number, at: number) => v + bias.values[at % 3] },
      { inputs: ['bias', 'x'], expected: (v: number, at: number) => v + bias.values[at % 3] },
      { inputs: ['x', 'other'], expected: (v: number, at: number) => v + other.values[at] },
    ];
    for (const { inputs, expected } of cases) {
      const { values } = await run([{ name: 'y', op, input: inputs }], input.shape, { bias, other });
      expectClose(values, input.data.map(expected));
    }
  });
});

describe('windows', () => {
  const attr = (padding: string, strides: number, dilations = 1) => ({
    ...{ padding: text(padding), data_format: text('NHWC') },
    ...{ strides: list(1, strides, strides, 1), dilations: list(1, dilations, dilations, 1) },
  });

  it.each([
    ['VALID', 1, 1],
    ['VALID', 2, 1],
    ['SAME', 2, 1],
    ['SAME', 1, 2],
  ])('Conv2D, %s, stride %i, dilation %i', async (padding, stride, dilation) => {
    // The weights are [height, width, in, out]; those of the reference are [out, height, width, in].
    const weights = wave(3 * 3 * 3 * 4, 5);
    const laid = weights.map((_, i) => weights[(i % 27) * 4 + Math.floor(i / 27)]);
    const window = { strideX: stride, strideY: stride, dilationX: dilation, dilationY: dilation };
    const sides = { ...window, padding: padding === 'SAME' ? 'same' : 'valid' } as const;
    const expected = convolve(input, laid, [4, 3, 3, 3], new Float32Array(4), sides);
    const nodes = [{ name: 'y', op: 'Conv2D', input: ['x', 'w'], attr: attr(padding, stride, dilation) }];
    const { values } = await run(nodes, expected.shape, { w: { shape: [3, 3, 3, 4], values: weights } });
    expectClose(values, expected.data);
  });

  it.each(['VALID', 'SAME'])('MaxPool, %s', async (padding) => {
    const sides = { strideX: 2, strideY: 2, padding: padding === 'SAME' ? 'same' : 'valid' } as const;
    const expected = poolMax(input, [3, 3], sides);
    const nodes = [{ name: 'y', op: 'MaxPool', input: ['x'], attr: { ...attr(padding, 2), ksize: list(1, 3, 3, 1) } }];
    expectClose((await run(nodes, expected.shape)).values, expected.data);
  });

  it.each([
    ['half pixel centres', { half_pixel_centers: { b: true } }, { halfPixelCenters: true }],
    ['corners aligned', { align_corners: { b: true } }, { alignCorners: true }],
    ['neither', {}, {}],
  ])('ResizeBilinear, %s', async (_, given, mode) => {
    const expected = resizeBilinear(input, [9, 7], mode);
    const nodes = [{ name: 'y', op: 'ResizeBilinear', input: ['x', 'size'], attr: given }];
    expectClose((await run(nodes, expected.shape, { size: ints(9, 7) })).values, expected.data);
  });
});

describe('nodes that move values', () => {
  const pads = { shape: [4, 2], values: Int32Array.of(0, 0, 1, 2, 3, 0, 0, 1) };

  it('Pad, and PadV2 with a value', async () => {
    const expected = padWithZeros(input, [
      [1, 2],
      [3, 0],
      [0, 1],
    ]);
    const plain = await run([{ name: 'y', op: 'Pad', input: ['x', 'p'] }], expected.shape, { p: pads });
    expectClose(plain.values, expected.data);
    const five = { shape: [], values: Float32Array.of(5) };
    const filled = await run([{ name: 'y', op: 'PadV2', input: ['x', 'p', 'v'] }], expected.shape, {
      p: pads,
      v: five,
    });
    // Pads are zero in one result and five in the other; the picture is the same.
    expectClose(
      filled.values,
      expected.data.map((v) => (v === 0 ? 5 : v)),
    );
  });

  it('Transpose needs no node between a picture and a convolution in another order', async () => {
    const weights = { shape: [1, 1, 3, 3], values: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    const attr = { padding: text('VALID'), data_format: text('NHWC'), strides: list(1, 1, 1, 1) };
    const nodes = [
      { name: 'planes', op: 'Transpose', input: ['x', 'toPlanes'] },
      { name: 'active', op: 'Sigmoid', input: ['planes'] },
      { name: 'back', op: 'Transpose', input: ['active', 'toPixels'] },
      { name: 'conv', op: 'Conv2D', input: ['back', 'w'], attr },
      { name: 'y', op: 'Transpose', input: ['conv', 'toPlanes'] },
    ];
    const constants = { toPlanes: ints(0, 3, 1, 2), toPixels: ints(0, 2, 3, 1), w: weights };
    const { values, kinds } = await run(nodes, [1, 3, height, width], constants);
    expectClose(
      values,
      nchw.map((v) => 1 / (1 + Math.exp(-v))),
    );
    expect(kinds).toEqual(['Sigmoid', 'Conv', 'Identity']);
  });

  it('SplitV and ConcatV2 swap channels, after a Transpose, too', async () => {
    const nodes = [
      { name: 't', op: 'Transpose', input: ['x', 'order'] },
      { name: 's', op: 'SplitV', input: ['t', 'sizes', 'axis'] },
      { name: 'y', op: 'ConcatV2', input: ['s:1', 's', 'axis'] },
    ];
    // The width is the last axis here.
    const constants = { order: ints(0, 1, 3, 2), sizes: ints(2, 3), axis: one(-1) };
    const { values } = await run(nodes, [1, height, 3, width], constants);
    const expected = values.map((_, i) => {
      const [x, c, y] = [i % width, Math.floor(i / width) % 3, Math.floor(i / width / 3)];
      return input.data[(y * width + ((x + 2) % width)) * 3 + c];
    });
    expectClose(values, expected);
  });

  it('Reshape to a size that SparseToDense and Add make of constants', async () => {
    const nodes = [
      { name: 'zeros', op: 'SparseToDense', input: ['none', 'length', 'empty', 'zero'] },
      { name: 'size', op: 'AddV2', input: ['given', 'zeros'] },
      { name: 'y', op: 'Reshape', input: ['x', 'size'] },
    ];
    const constants = {
      none: { shape: [0, 1], values: new Int32Array() },
      ...{ empty: { shape: [0], values: new Int32Array() }, length: ints(2), zero: one(0), given: ints(-1, 3) },
    };
    expectClose((await run(nodes, [height * width, 3], constants)).values, input.data);
  });
});

describe('refusals', () => {
  const convert = (spec: TfjsSpec) => {
    const { graph, weights } = writeTfjs(spec);
    return () => tfjsToOnnx(readTfjs(graph, weights));
  };
  const spec = (nodes: Nodes, constants = {}) => ({ inputs: nhwc, constants, nodes, outputs: { 'y:0': [1] } });
  const fault = (code: string, words: string) =>
    expect.objectContaining({ name: 'Fault', code, message: expect.stringContaining(words) });

  it('names a node that is not converted', () => {
    const nodes = [{ name: 'y', op: 'Einsum', input: ['x'] }];
    expect(convert(spec(nodes))).toThrow(fault('model-failed', 'Einsum (y)'));
  });

  it('refuses sizes that are computed, another order of axes, a circle and a name without a node', () => {
    const computed = [{ name: 'y', op: 'Reshape', input: ['x', 'x'] }];
    expect(convert(spec(computed))).toThrow(fault('model-failed', 'computed while the network runs'));
    const attr = { padding: text('SAME'), data_format: text('NCHW'), ksize: list(1, 1, 2, 2) };
    expect(convert(spec([{ name: 'y', op: 'MaxPool', input: ['x'], attr }]))).toThrow(fault('model-failed', 'NCHW'));
    const circle = [
      { name: 'y', op: 'Sigmoid', input: ['z'] },
      { name: 'z', op: 'Sigmoid', input: ['y'] },
    ];
    expect(convert(spec(circle))).toThrow(fault('model-corrupt', 'circle'));
    expect(convert(spec([{ name: 'y', op: 'Sigmoid', input: ['q'] }]))).toThrow(fault('model-corrupt', 'q'));
  });

  it('refuses files that are no graph model or do not fit together', () => {
    const { graph, weights } = writeTfjs(spec([], { w: ints(1, 2) }));
    expect(() => readTfjs(Buffer.from('<html>'), weights)).toThrow(fault('model-corrupt', 'not a TensorFlow.js'));
    expect(() => readTfjs(graph, weights.subarray(1))).toThrow(fault('model-corrupt', 'weights end before'));
    expect(() => readTfjs(graph, Buffer.alloc(9))).toThrow(fault('model-corrupt', 'longer'));
  });
});
