import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadOnnxRuntime } from '../../../../../functions/inference/model.ts';
import { encodeOnnx, type OnnxModel, type OnnxTensor } from '../../../../../layers/model/onnx/onnx-file.ts';
import {
  floatTensor,
  floatValue,
  intAttribute,
  intsAttribute,
  onnxNode,
  textAttribute,
} from '../../../../../layers/model/onnx/onnx-graph.ts';
import { Histogram } from '../../../../../layers/model/prepare/histogram.ts';
import { quantise, type Ranges } from '../../../../../layers/model/prepare/quantise.ts';

const sidePx = 16;

/** Numbers from -1 to 1 without a pattern that would make rounding easier. */
const spread = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, at) => Math.sin(at * 12.9898 + seed * 78.233));

/** A graph with every operator of ISNet: a branch is pooled and enlarged, then joined with its source and added to it. */
function network(): OnnxModel {
  const padded = [intsAttribute('kernel_shape', [3, 3]), intsAttribute('pads', [1, 1, 1, 1])];
  const weights = (name: string, out: number, into: number, seed: number): OnnxTensor[] => [
    floatTensor(
      name,
      [out, into, 3, 3],
      spread(out * into * 9, seed).map((value) => value / into),
    ),
    floatTensor(
      `${name}_bias`,
      [out],
      spread(out, seed + 1).map((value) => value / 10),
    ),
  ];
  const convolution = (source: string, name: string, output: string) =>
    onnxNode('Conv', [source, name, `${name}_bias`], output, padded);
  return {
    irVersion: 8,
    producerName: 'test',
    opsetImport: [{ domain: '', version: 15 }],
    graph: {
      name: 'network',
      node: [
        convolution('input', 'w1', 'wide_sums'),
        onnxNode('Relu', ['wide_sums'], 'wide'),
        onnxNode('MaxPool', ['wide'], 'small', [
          intsAttribute('kernel_shape', [2, 2]),
          intsAttribute('strides', [2, 2]),
        ]),
        convolution('small', 'w2', 'deep_sums'),
        onnxNode('Relu', ['deep_sums'], 'deep'),
        onnxNode('Resize', ['deep', '', 'twice'], 'enlarged', [
          textAttribute('mode', 'linear'),
          textAttribute('coordinate_transformation_mode', 'half_pixel'),
        ]),
        onnxNode('Concat', ['enlarged', 'wide'], 'joined', [intAttribute('axis', 1)]),
        convolution('joined', 'w3', 'late_sums'),
        onnxNode('Relu', ['late_sums'], 'late'),
        onnxNode('Add', ['late', 'wide'], 'total'),
        convolution('total', 'w4', 'logits'),
        onnxNode('Sigmoid', ['logits'], 'output'),
      ],
      initializer: [
        ...weights('w1', 8, 3, 1),
        ...weights('w2', 8, 8, 2),
        ...weights('w3', 8, 16, 3),
        ...weights('w4', 1, 8, 4),
        floatTensor('twice', [4], Float32Array.of(1, 1, 2, 2)),
      ],
      input: [floatValue('input', [1, 3, 'height', 'width'])],
      output: [floatValue('output', [1, 1, 'height', 'width'])],
      valueInfo: [],
    },
  };
}

const ranges: Ranges = { input: [-1, 1], wide: [0, 4], deep: [0, 4], late: [0, 4], total: [0, 8] };
const operators = ({ graph }: OnnxModel, opType: string) => graph.node.filter((node) => node.opType === opType);

async function run(model: OnnxModel): Promise<Float32Array> {
  const ort = loadOnnxRuntime();
  const session = await ort.InferenceSession.create(encodeOnnx(model), { logSeverityLevel: 3 });
  const data = spread(3 * sidePx * sidePx, 9);
  const { output } = await session.run({ input: new ort.Tensor('float32', data, [1, 3, sidePx, sidePx]) });
  await session.release();
  return output.data as Float32Array;
}

describe('quantise', () => {
  it('computes the same as the original graph, within some steps of 8 bits', async () => {
    const [before, after] = [await run(network()), await run(quantise(network(), ranges))];
    const errors = after.map((value, at) => Math.abs(value - before[at]));
    expect(Math.max(...before) - Math.min(...before)).toBeGreaterThan(0.1);
    expect(Math.max(...errors)).toBeLessThan(0.01);
    expect(errors.some((error) => error > 0)).toBe(true);
  });

  it('rounds values with a range and leaves the rest in single precision', () => {
    const model = quantise(network(), ranges);
    const [first, , , last] = operators(model, 'Conv');
    expect(first.input).toEqual(['input_rounded', 'w1_rounded', 'w1_bias_rounded']);
    expect(last.input).toEqual(['total_rounded', 'w4', 'w4_bias']);
    expect(operators(model, 'Relu')).toEqual([]);
    const kept = model.graph.initializer.filter(({ dataType, dims }) => dataType === 1 && dims.length === 4);
    expect(kept.map(({ name }) => name)).toEqual(['w4']);
  });

  it('keeps weights within 7 bits, and each channel uses the whole range', () => {
    const { initializer } = quantise(network(), ranges).graph;
    const { rawData = new Uint8Array(), dims } = initializer.find(({ name }) => name === 'w1_bytes') ?? { dims: [] };
    expect(dims).toEqual([8, 3, 3, 3]);
    for (let channel = 0; channel < 8; channel++) {
      const values = Int8Array.from(rawData.subarray(channel * 27, (channel + 1) * 27));
      expect(Math.max(...values.map(Math.abs))).toBe(64);
    }
  });

  it('gives the same bytes each time', () => {
    const [once, again] = [encodeOnnx(quantise(network(), ranges)), encodeOnnx(quantise(network(), ranges))];
    expect(Buffer.compare(once, again)).toBe(0);
  });

  it('refuses ranges of another graph, and a convolution whose source has no range', () => {
    const corrupt = expect.objectContaining({ name: 'Fault', code: 'model-corrupt' });
    expect(() => quantise(network(), { ...ranges, elsewhere: [0, 1] })).toThrow(corrupt);
    const { input: _, ...headless } = ranges;
    expect(() => quantise(network(), headless)).toThrow(corrupt);
  });
});

describe('the ranges of ISNet', () => {
  it('are finite, contain zero and give each of the 256 input values its own byte', () => {
    const file = new URL('../../../../../layers/model/prepare/ranges-isnet.json', import.meta.url);
    const measured = JSON.parse(readFileSync(file, 'utf8')) as Ranges;
    expect(measured.input).toEqual([-0.5, 127 / 256]);
    expect(Object.keys(measured)).toHaveLength(125);
    for (const [least, greatest] of Object.values(measured)) {
      expect(least).toBeLessThanOrEqual(0);
      expect(greatest).toBeGreaterThan(0);
      expect(greatest - least).toBeLessThan(1000);
    }
  });
});

describe('Histogram', () => {
  const even = Float32Array.from({ length: 1000 }, (_, at) => at / 100);

  it('leaves out the share that may be outside', () => {
    const histogram = new Histogram();
    histogram.add(even);
    const [least, greatest] = histogram.range(0.9);
    expect(least).toBe(0);
    expect(greatest).toBeCloseTo(9, 1);
  });

  it('gives a small picture the same weight as a large one', () => {
    const histogram = new Histogram();
    histogram.add(even.map((value) => value - 5));
    histogram.add(new Float32Array(10).fill(-30));
    const [least, greatest] = histogram.range(0.9);
    expect(least).toBeCloseTo(-30, 1);
    expect(greatest).toBeCloseTo(3, 1);
  });
});
