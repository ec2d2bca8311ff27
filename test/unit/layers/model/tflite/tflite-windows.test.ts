import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convolve,
  convolveDepthwise,
  convolveTransposed,
  picture,
  poolMax,
  poolMean,
  type Window,
} from '../../../../support/tflite-reference.ts';
import { code, expectClose, paddingByte, runConverted, wave, wavePicture } from '../../../../support/tflite-run.ts';

const windowArbitrary = fc.record({
  strideX: fc.integer({ min: 1, max: 3 }),
  strideY: fc.integer({ min: 1, max: 3 }),
  dilationX: fc.integer({ min: 1, max: 2 }),
  dilationY: fc.integer({ min: 1, max: 2 }),
  padding: fc.constantFrom('same' as const, 'valid' as const),
});
const sideArbitrary = fc.integer({ min: 7, max: 12 });
const kernelArbitrary = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
const rounds = { numRuns: 25, seed: 20261120 };

const convOptions = (window: Required<Window>) => ({
  0: { int8: paddingByte[window.padding] },
  1: { int32: window.strideX },
  2: { int32: window.strideY },
  4: { int32: window.dilationX },
  5: { int32: window.dilationY },
});

describe('operators on windows', () => {
  it('CONV_2D, any stride, dilation, padding and size', async () => {
    await fc.assert(
      fc.asyncProperty(
        sideArbitrary,
        sideArbitrary,
        kernelArbitrary,
        windowArbitrary,
        async (h, w, [ky, kx], window) => {
          const input = wavePicture([1, h, w, 3]);
          const shape = [5, ky, kx, 3];
          const weights = wave(5 * ky * kx * 3, 2);
          const bias = wave(5, 3);
          const expected = convolve(input, weights, shape, bias, window);
          const constants = [
            { shape, values: weights },
            { shape: [5], values: bias },
          ];
          const options = convOptions(window);
          expectClose(
            await runConverted([input], constants, expected.shape, { code: code.conv, options }),
            expected.data,
          );
        },
      ),
      rounds,
    );
  });

  it('CONV_2D in groups and without bias', async () => {
    const input = wavePicture([1, 5, 5, 4]);
    const weights = wave(6 * 9 * 2, 2);
    const window = { strideX: 1, strideY: 1, dilationX: 1, dilationY: 1, padding: 'same' } as const;
    const half = (from: number) => ({
      ...input,
      shape: [1, 5, 5, 2] as const,
      data: input.data.filter((_, at) => Math.floor((at % 4) / 2) === from),
    });
    const [low, high] = [0, 1].map((group) =>
      convolve(half(group), weights.subarray(group * 54), [3, 3, 3, 2], new Float32Array(3), window),
    );
    const expected = picture([1, 5, 5, 6], (y, x, c) => (c < 3 ? low : high).data[(y * 5 + x) * 3 + (c % 3)]);
    const constants = [{ shape: [6, 3, 3, 2], values: weights }];
    const options = convOptions(window);
    expectClose(await runConverted([input], constants, expected.shape, { code: code.conv, options }), expected.data);
  });

  it('DEPTHWISE_CONV_2D, also with several outputs a channel', async () => {
    const caseArbitrary = fc.tuple(
      sideArbitrary,
      sideArbitrary,
      kernelArbitrary,
      windowArbitrary,
      fc.constantFrom(1, 2),
    );
    await fc.assert(
      fc.asyncProperty(caseArbitrary, async ([h, w, [ky, kx], window, multiplier]) => {
        const input = wavePicture([1, h, w, 3]);
        const out = 3 * multiplier;
        const shape = [1, ky, kx, out];
        const weights = wave(ky * kx * out, 2);
        const bias = wave(out, 3);
        const expected = convolveDepthwise(input, weights, shape, bias, window);
        const constants = [
          { shape, values: weights },
          { shape: [out], values: bias },
        ];
        const { 4: dilationX, 5: dilationY, ...shared } = convOptions(window);
        const options = { ...shared, 3: { int32: multiplier }, 5: dilationX, 6: dilationY };
        const actual = await runConverted([input], constants, expected.shape, { code: code.depthwise, options });
        expectClose(actual, expected.data);
      }),
      rounds,
    );
  });

  it.each([
    ['AVERAGE_POOL_2D', code.averagePool, poolMean],
    ['MAX_POOL_2D', code.maxPool, poolMax],
  ])('%s', async (_, number, reference) => {
    await fc.assert(
      fc.asyncProperty(sideArbitrary, sideArbitrary, kernelArbitrary, windowArbitrary, async (h, w, kernel, given) => {
        const window = { strideX: given.strideX, strideY: given.strideY, padding: given.padding };
        const input = wavePicture([1, h, w, 3]);
        const expected = reference(input, kernel, window);
        const options = {
          0: { int8: paddingByte[window.padding] },
          1: { int32: window.strideX },
          2: { int32: window.strideY },
          3: { int32: kernel[1] },
          4: { int32: kernel[0] },
        };
        expectClose(await runConverted([input], [], expected.shape, { code: number, options }), expected.data);
      }),
      rounds,
    );
  });

  it('Convolution2DTransposeBias, 2x2 by 2', async () => {
    const input = wavePicture([1, 4, 5, 3]);
    const weights = wave(2 * 4 * 3, 2);
    const bias = wave(2, 3);
    const expected = convolveTransposed(input, weights, 2, bias);
    const constants = [
      { shape: [2, 2, 2, 3], values: weights },
      { shape: [2], values: bias },
    ];
    const customOptions = new Uint8Array(Int32Array.of(1, 2, 2).buffer);
    const operator = { code: 'Convolution2DTransposeBias', customOptions };
    expectClose(await runConverted([input], constants, expected.shape, operator), expected.data);
  });

  it('refuses a transposed convolution whose windows overlap', async () => {
    const constants = [{ shape: [2, 3, 3, 3], values: wave(54) }];
    const operator = {
      code: 'Convolution2DTransposeBias',
      customOptions: new Uint8Array(Int32Array.of(1, 2, 2).buffer),
    };
    const run = runConverted([wavePicture([1, 4, 4, 3])], constants, [1, 8, 8, 2], operator);
    await expect(run).rejects.toMatchObject({ code: 'model-failed' });
  });
});
