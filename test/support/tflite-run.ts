/** Runs one TFLite operator through file, converter and onnxruntime, for tests that compare it with tflite-reference.ts. */
import { expect } from 'vitest';
import { loadOnnxRuntime } from '../../functions/inference/model.ts';
import { encodeOnnx } from '../../layers/model/onnx/onnx-file.ts';
import { readTflite } from '../../layers/model/tflite/tflite-file.ts';
import { tfliteToOnnx } from '../../layers/model/tflite/tflite-to-onnx.ts';
import { type TfliteOperatorSpec, type TfliteTensorSpec, writeTflite } from './tflite-model.ts';
import type { Picture } from './tflite-reference.ts';

/** Writes a TFLite file, converts it and runs it. Inputs and outputs are NHWC. */
export async function runConverted(
  inputs: readonly Picture[],
  constants: readonly TfliteTensorSpec[],
  outputShape: readonly number[],
  operator: Omit<TfliteOperatorSpec, 'inputs' | 'outputs'>,
): Promise<Float32Array> {
  const given = inputs.map((_, at) => at);
  const output = inputs.length + constants.length;
  const file = writeTflite({
    tensors: [...inputs.map(({ shape }) => ({ shape })), ...constants, { shape: outputShape }],
    operators: [
      { ...operator, inputs: [...given, ...constants.map((_, at) => inputs.length + at)], outputs: [output] },
    ],
    inputs: given,
    outputs: [output],
  });
  const ort = loadOnnxRuntime();
  const session = await ort.InferenceSession.create(encodeOnnx(tfliteToOnnx(readTflite(file))));
  const feeds = inputs.map(({ shape: [n, h, w, c], data }, at) => {
    const planes = Float32Array.from(data, (_, i) => data[(i % (h * w)) * c + Math.floor(i / (h * w))]);
    return [`tensor${at}`, new ort.Tensor('float32', planes, [n, c, h, w])] as const;
  });
  const { [`tensor${output}`]: result } = await session.run(Object.fromEntries(feeds));
  await session.release();
  const values = result.data as Float32Array;
  if (outputShape.length !== 4) {
    expect(result.dims).toEqual(outputShape);
    return values;
  }
  const [n, h, w, c] = outputShape;
  expect(result.dims).toEqual([n, c, h, w]);
  return values.map((_, i) => values[(i % c) * h * w + Math.floor(i / c)]);
}

/** @returns values that all differ, of both signs, not all of them small. */
export const wave = (length: number, seed = 1) =>
  Float32Array.from({ length }, (_, at) => 4 * Math.sin((at + 1) * seed * 1.7));
export const wavePicture = (shape: Picture['shape'], seed = 1) => ({
  shape,
  data: wave(shape[1] * shape[2] * shape[3], seed),
});

export function expectClose(actual: Float32Array, expected: Float32Array, tolerance = 2e-4): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < actual.length; i += 1) worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
  expect(worst).toBeLessThan(tolerance);
}

export const paddingByte = { same: 0, valid: 1 } as const;
/** Values of BuiltinOperator in schema.fbs. */
export const code = {
  add: 0,
  averagePool: 1,
  concatenation: 2,
  conv: 3,
  depthwise: 4,
  dequantize: 6,
  logistic: 14,
  maxPool: 17,
  mul: 18,
  relu: 19,
  reshape: 22,
  resize: 23,
  pad: 34,
  stridedSlice: 45,
  prelu: 54,
  hardSwish: 117,
  softmax: 25,
};
