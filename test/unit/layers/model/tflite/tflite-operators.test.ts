import { describe, it } from 'vitest';
import { padWithZeros, picture, resizeBilinear } from '../../../../support/tflite-reference.ts';
import { code, expectClose, runConverted, wave, wavePicture } from '../../../../support/tflite-run.ts';

describe('operators on single values', () => {
  const input = wavePicture([1, 3, 4, 5]);
  const { shape, data } = input;

  it.each<[string, number, (v: number) => number]>([
    ['RELU', code.relu, (v) => Math.max(v, 0)],
    ['LOGISTIC', code.logistic, (v) => 1 / (1 + Math.exp(-v))],
    ['HARD_SWISH', code.hardSwish, (v) => (v * Math.min(Math.max(v + 3, 0), 6)) / 6],
  ])('%s', async (_, number, apply) => {
    expectClose(await runConverted([input], [], shape, { code: number }), data.map(apply));
  });

  it('PRELU with a slope for each channel', async () => {
    const slopes = wave(5, 2);
    const expected = data.map((v, at) => (v < 0 ? v * slopes[at % 5] : v));
    const constants = [{ shape: [1, 1, 5], values: slopes }];
    expectClose(await runConverted([input], constants, shape, { code: code.prelu }), expected);
  });

  it.each<[string, number, (a: number, b: number) => number]>([
    ['ADD', code.add, (a, b) => a + b],
    ['MUL', code.mul, (a, b) => a * b],
  ])('%s of two pictures, of a picture and a pixel, of a picture and constants', async (_, number, apply) => {
    const other = wavePicture(shape, 3);
    const operator = { code: number };
    const same = data.map((v, at) => apply(v, other.data[at]));
    expectClose(await runConverted([input, other], [], shape, operator), same);

    const pixel = wavePicture([1, 1, 1, 5], 3);
    const spread = data.map((v, at) => apply(v, pixel.data[at % 5]));
    expectClose(await runConverted([input, pixel], [], shape, operator), spread);
    expectClose(await runConverted([input], [{ shape: [5], values: pixel.data }], shape, operator), spread);

    const row = wave(4 * 5, 3);
    const rows = data.map((v, at) => apply(v, row[at % 20]));
    expectClose(await runConverted([input], [{ shape: [4, 5], values: row }], shape, operator), rows);
  });

  it.each<[string, number, (v: number) => number]>([
    ['RELU', 1, (v) => Math.max(v, 0)],
    ['RELU_N1_TO_1', 2, (v) => Math.min(Math.max(v, -1), 1)],
    ['RELU6', 3, (v) => Math.min(Math.max(v, 0), 6)],
  ])('the fused activation %s', async (_, activation, apply) => {
    const operator = { code: code.add, options: { 0: { int8: activation } } };
    const constants = [{ shape: [1], values: Float32Array.of(3) }];
    const expected = data.map((v) => apply(v + 3));
    expectClose(await runConverted([input], constants, shape, operator), expected);
  });
});

describe('operators that move values', () => {
  const input = wavePicture([1, 4, 6, 3]);

  it('PAD of height, width and channels', async () => {
    const pairs = [
      [1, 2],
      [3, 0],
      [1, 4],
    ] as const;
    const expected = padWithZeros(input, pairs);
    const constants = [{ shape: [4, 2], values: Int32Array.from([0, 0, ...pairs.flat()]) }];
    expectClose(await runConverted([input], constants, expected.shape, { code: code.pad }), expected.data);
  });

  it.each([
    ['half pixel centres', { halfPixelCenters: true }],
    ['corners aligned', { alignCorners: true }],
    ['neither', {}],
  ])('RESIZE_BILINEAR, %s, larger and smaller', async (_, mode) => {
    for (const size of [
      [8, 12],
      [9, 7],
      [3, 2],
    ] as const) {
      const expected = resizeBilinear(input, size, mode);
      const options = {
        2: { int8: 'alignCorners' in mode ? 1 : 0 },
        3: { int8: 'halfPixelCenters' in mode ? 1 : 0 },
      };
      const constants = [{ shape: [2], values: Int32Array.from(size) }];
      const actual = await runConverted([input], constants, expected.shape, { code: code.resize, options });
      expectClose(actual, expected.data);
    }
  });

  it('RESHAPE keeps TFLite order, to a list and to another picture', async () => {
    for (const shape of [[1, 24, 3], [72], [1, 2, 12, 3]]) {
      const constants = [{ shape: [shape.length], values: Int32Array.from(shape) }];
      expectClose(await runConverted([input], constants, shape, { code: code.reshape }), input.data);
    }
  });

  it.each([1, 2, 3, -1])('CONCATENATION along axis %i', async (axis) => {
    const other = wavePicture(input.shape, 3);
    const at = axis < 0 ? axis + 4 : axis;
    const shape = input.shape.map((size, i) => (i === at ? 2 * size : size)) as [number, number, number, number];
    const expected = picture(shape, (y, x, c) => {
      const place = [0, y, x, c];
      const from = place[at] < input.shape[at] ? input : other;
      place[at] %= input.shape[at];
      return from.data[(place[1] * 6 + place[2]) * 3 + place[3]];
    });
    const operator = { code: code.concatenation, options: { 0: { int32: axis } } };
    expectClose(await runConverted([input, other], [], shape, operator), expected.data);
  });
});
