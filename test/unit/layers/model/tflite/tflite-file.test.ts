import { describe, expect, it } from 'vitest';
import { loadOnnxRuntime } from '../../../../../functions/inference/model.ts';
import { encodeOnnx } from '../../../../../layers/model/onnx/onnx-file.ts';
import { readTflite } from '../../../../../layers/model/tflite/tflite-file.ts';
import { tfliteToOnnx } from '../../../../../layers/model/tflite/tflite-to-onnx.ts';
import { writeTflite } from '../../../../support/tflite-model.ts';
import { convolve } from '../../../../support/tflite-reference.ts';
import { code, expectClose, runConverted, wavePicture } from '../../../../support/tflite-run.ts';

describe('weights in half precision', () => {
  it('DEQUANTIZE before a convolution', async () => {
    // 1, -2, 0.5, 1.5 as halves.
    const halves = Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x3e00);
    const weights = Float32Array.of(1, -2, 0.5, 1.5);
    const input = wavePicture([1, 3, 3, 2]);
    const file = writeTflite({
      tensors: [
        { shape: input.shape },
        { shape: [2, 1, 1, 2], values: halves },
        { shape: [2, 1, 1, 2] },
        { shape: [1, 3, 3, 2], name: 'out' },
      ],
      operators: [
        { code: code.dequantize, inputs: [1], outputs: [2] },
        { code: code.conv, inputs: [0, 2], outputs: [3], options: { 1: { int32: 1 }, 2: { int32: 1 } } },
      ],
      inputs: [0],
      outputs: [3],
    });
    const model = tfliteToOnnx(readTflite(file), { tensor0: 'in' });
    expect(model.graph.node.map(({ opType }) => opType)).toEqual(['Conv']);
    const ort = loadOnnxRuntime();
    const session = await ort.InferenceSession.create(encodeOnnx(model));
    const planes = [0, 1].flatMap((c) => [...input.data].filter((_, at) => at % 2 === c));
    const { out } = await session.run({ in: new ort.Tensor('float32', planes, [1, 2, 3, 3]) });
    const window = { strideX: 1, strideY: 1, padding: 'same' } as const;
    const expected = convolve(input, weights, [2, 1, 1, 2], new Float32Array(2), window);
    const values = out.data as Float32Array;
    expectClose(
      values.map((_, i) => values[(i % 2) * 9 + Math.floor(i / 2)]),
      expected.data,
    );
  });
});

describe('errors name what cannot be converted', () => {
  const shape = [1, 2, 2, 1] as const;

  it.each([
    [code.softmax, 'SOFTMAX'],
    [200, 'builtin operator 200'],
    ['MyOperator', 'MyOperator'],
    ['toString', 'toString'],
  ])('operator %s', async (number, name) => {
    const run = runConverted([wavePicture(shape)], [], shape, { code: number });
    await expect(run).rejects.toMatchObject({
      name: 'Fault',
      code: 'model-failed',
      message: expect.stringContaining(name),
    });
  });

  it('a fused tanh', async () => {
    const run = runConverted([wavePicture(shape), wavePicture(shape)], [], shape, {
      code: code.add,
      options: { 0: { int8: 4 } },
    });
    await expect(run).rejects.toMatchObject({ code: 'model-failed', message: expect.stringContaining('tanh') });
  });

  it('a file that is not a TFLite model', () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(100), new TextEncoder().encode('not a model at all')]) {
      expect(() => readTflite(bytes)).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
    }
  });

  it('a truncated file', () => {
    const file = writeTflite({
      tensors: [{ shape }, { shape }],
      operators: [{ code: code.relu, inputs: [0], outputs: [1] }],
      inputs: [0],
      outputs: [1],
    });
    expect(readTflite(file).operators).toHaveLength(1);
    for (let length = 0; length < file.length; length += 4) {
      expect(() => readTflite(file.slice(0, length))).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
    }
  });
});
