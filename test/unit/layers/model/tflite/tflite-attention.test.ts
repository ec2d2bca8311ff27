import { encode } from 'flatbuffers/mjs/flexbuffers.js';
import { describe, expect, it } from 'vitest';
import { loadOnnxRuntime } from '../../../../../functions/inference/model.ts';
import { encodeOnnx } from '../../../../../layers/model/onnx/onnx-file.ts';
import { readTflite } from '../../../../../layers/model/tflite/tflite-file.ts';
import { tfliteToOnnx } from '../../../../../layers/model/tflite/tflite-to-onnx.ts';
import { writeTflite } from '../../../../support/tflite-model.ts';
import { code, expectClose, wave } from '../../../../support/tflite-run.ts';

/** Four landmarks of a feature map of 9x9 px; the first two are level in the crop. */
const landmarks = [2, 3, 0.5, 6, 4.5, 0.1, 3.5, 6, 0, 5, 2.5, 1];
const options = {
  left_rotation_idx: 0,
  right_rotation_idx: 1,
  subset_idxs: [
    [0, 1],
    [2, 3],
  ],
  output_width: 4,
  output_height: 4,
  scale_x: 1.25,
  scale_y: 1.5,
  target_rotation_radians: 0,
};
const [sidePx, channels, cropPx] = [9, 2, 4];
const picture = wave(sidePx * sidePx * channels);
const found = [0, 0, 2, 2, 4, 1];

function attentionFile(named: Record<string, unknown>): Uint8Array {
  const custom = (value: object) => encode(value);
  return writeTflite({
    tensors: [
      { shape: [1, 4, 3] },
      { shape: [1, sidePx, sidePx, channels] },
      { shape: [1, 3, 2] },
      { shape: [1, 4, 4] },
      { shape: [1, cropPx, cropPx, channels] },
      { shape: [1, 3, 2] },
    ],
    operators: [
      { code: 'Landmarks2TransformMatrix', inputs: [0], outputs: [3], customOptions: custom(named) },
      {
        code: 'TransformTensorBilinear',
        inputs: [1, 3],
        outputs: [4],
        customOptions: custom({ output_width: cropPx, output_height: cropPx }),
      },
      { code: 'TransformLandmarks', inputs: [2, 3], outputs: [5] },
    ],
    inputs: [0, 1, 2],
    outputs: [3, 4, 5],
  });
}

/** The matrix as MediaPipe computes it, with angles: [a, c, e, b, d, f]. */
function referenceMatrix(): readonly number[] {
  const at = (i: number) => [landmarks[3 * i], landmarks[3 * i + 1]];
  const [[x0, y0], [x1, y1]] = [at(0), at(1)];
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const turn = ([x, y]: number[], by: number) => [
    x * Math.cos(by) - y * Math.sin(by),
    x * Math.sin(by) + y * Math.cos(by),
  ];
  const level = [0, 1, 2, 3].map((i) => turn(at(i), -angle));
  const [xs, ys] = [level.map(([x]) => x), level.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [cx, cy] = turn([(left + right) / 2, (top + bottom) / 2], angle);
  const [sx, sy] = [(options.scale_x * (right - left)) / cropPx, (options.scale_y * (bottom - top)) / cropPx];
  const [a, b] = [sx * Math.cos(angle), sx * Math.sin(angle)];
  const [c, d] = [-sy * Math.sin(angle), sy * Math.cos(angle)];
  return [a, c, cx - (cropPx / 2) * (a + c), b, d, cy - (cropPx / 2) * (b + d)];
}

/** Samples the picture between the centres of its pixels. */
function sampleAt(x: number, y: number, channel: number): number {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [right, below] = [x - 0.5 - left, y - 0.5 - top];
  const value = (column: number, row: number) =>
    column < 0 || row < 0 || column >= sidePx || row >= sidePx
      ? 0
      : picture[(row * sidePx + column) * channels + channel];
  const upper = value(left, top) * (1 - right) + value(left + 1, top) * right;
  const lower = value(left, top + 1) * (1 - right) + value(left + 1, top + 1) * right;
  return upper * (1 - below) + lower * below;
}

describe('operators of the attention mesh', () => {
  it('cut a levelled part out of a feature map and map landmarks back, as MediaPipe does', async () => {
    const ort = loadOnnxRuntime();
    const session = await ort.InferenceSession.create(encodeOnnx(tfliteToOnnx(readTflite(attentionFile(options)))));
    const planes = Float32Array.from(
      picture,
      (_, i) => picture[(i % sidePx ** 2) * channels + Math.floor(i / sidePx ** 2)],
    );
    const result = await session.run({
      tensor0: new ort.Tensor('float32', Float32Array.from(landmarks), [1, 4, 3]),
      tensor1: new ort.Tensor('float32', planes, [1, channels, sidePx, sidePx]),
      tensor2: new ort.Tensor('float32', Float32Array.from(found), [1, 3, 2]),
    });
    await session.release();
    const [a, c, e, b, d, f] = referenceMatrix();
    const matrix = [a, c, 0, e, b, d, 0, f, 0, 0, 1, 0, 0, 0, 0, 1];
    expectClose(result.tensor3.data as Float32Array, Float32Array.from(matrix));
    const crop = Float32Array.from({ length: channels * cropPx ** 2 }, (_, i) => {
      const [x, y] = [(i % cropPx) + 0.5, (Math.floor(i / cropPx) % cropPx) + 0.5];
      return sampleAt(a * x + c * y + e, b * x + d * y + f, Math.floor(i / cropPx ** 2));
    });
    expectClose(result.tensor4.data as Float32Array, crop, 2e-3);
    const back = [0, 1, 2].flatMap((i) => {
      const [x, y] = [found[2 * i], found[2 * i + 1]];
      return [a * x + c * y + e, b * x + d * y + f];
    });
    expectClose(result.tensor5.data as Float32Array, Float32Array.from(back));
  });

  it.each([
    ['an option that is missing', { ...options, scale_x: undefined }, 'scale_x'],
    ['a crop that is turned', { ...options, target_rotation_radians: 0.5 }, 'turned'],
    ['a list without numbers', { ...options, subset_idxs: ['a'] }, 'subset_idxs'],
  ])('are refused with %s', (_, named, text) => {
    const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
    expect(() => tfliteToOnnx(readTflite(attentionFile(given)))).toThrow(text);
  });

  it('are refused as a slice that leaves values out', () => {
    const slice = (shape: number[]) =>
      writeTflite({
        tensors: [{ shape: [1, 1, 1, 4] }, { shape }],
        operators: [{ code: code.stridedSlice, inputs: [0], outputs: [1] }],
        inputs: [0],
        outputs: [1],
      });
    expect(() => tfliteToOnnx(readTflite(slice([1, 1, 1, 3])))).toThrow('leaves values out');
    expect(tfliteToOnnx(readTflite(slice([1, 1, 1, 4]))).graph.node[0].opType).toBe('Identity');
  });
});
