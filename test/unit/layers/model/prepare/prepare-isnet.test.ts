import { describe, expect, it } from 'vitest';
import { loadOnnxRuntime } from '../../../../../functions/inference/model.ts';
import {
  decodeOnnx,
  encodeOnnx,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '../../../../../layers/model/onnx/onnx-file.ts';
import {
  floatValue,
  int64Tensor,
  intAttribute,
  intsAttribute,
  onnxNode,
  textAttribute,
} from '../../../../../layers/model/onnx/onnx-graph.ts';
import { prepareIsnet } from '../../../../../layers/model/prepare/prepare-isnet.ts';

/** TensorProto.DataType FLOAT16. */
const half = 10;
/** Halves that are exact: eighths between -1 and 1 (mantissa from the sign and size of the value). */
function halves(values: readonly number[]): Uint8Array {
  const bits = values.map((value) => {
    if (value === 0) return 0;
    const exponent = Math.floor(Math.log2(Math.abs(value)));
    return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | ((Math.abs(value) / 2 ** exponent - 1) * 1024);
  });
  return new Uint8Array(Uint16Array.from(bits).buffer);
}

const sidePx = 16;
const eighth = (at: number) => (((at * 5) % 17) - 8) / 8;

/**
 * A graph like the published one: half-precision weights, casts at inputs and outputs and around resizes, casts listed last,
 * a size fixed by Concat(Slice(Shape), Constant), a side output with a convolution of its own.
 */
function shipped(bakedPx = sidePx): OnnxModel {
  const cast = (from: string, to: string, type: number) => onnxNode('Cast', [from], to, [intAttribute('to', type)]);
  const constant = (output: string, values: number[]): OnnxNode =>
    onnxNode('Constant', [], output, [{ name: 'value', type: 4, t: int64Tensor('', [values.length], values) }]);
  const weights = (name: string, dims: number[]): OnnxTensor => ({
    name,
    dims,
    dataType: half,
    rawData: halves(Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, at) => eighth(at + name.length))),
  });
  const shape = (name: string, channels: number, px: number) => floatValue(name, [1, channels, px, px]);
  return {
    irVersion: 8,
    producerName: 'test',
    opsetImport: [{ domain: '', version: 15 }],
    graph: {
      name: 'shipped',
      node: [
        onnxNode('Conv', ['input_half', 'w1', 'b1'], 'features', [
          intsAttribute('kernel_shape', [3, 3]),
          intsAttribute('pads', [1, 1, 1, 1]),
          intsAttribute('strides', [2, 2]),
        ]),
        onnxNode('Relu', ['features'], 'active'),
        onnxNode('Shape', ['active'], 'shape'),
        constant('start', [0]),
        constant('end', [2]),
        onnxNode('Slice', ['shape', 'start', 'end', 'start'], 'batch'),
        constant('size', [bakedPx, bakedPx]),
        onnxNode('Concat', ['batch', 'size'], 'sizes', [intAttribute('axis', 0)]),
        onnxNode('Resize', ['active_single', '', '', 'sizes'], 'enlarged_single', [
          textAttribute('mode', 'linear'),
          textAttribute('coordinate_transformation_mode', 'half_pixel'),
        ]),
        onnxNode('Conv', ['enlarged', 'w2', 'b2'], 'logits'),
        onnxNode('Sigmoid', ['logits'], 'output_half'),
        onnxNode('Conv', ['active', 'w3'], 'side_half'),
        cast('input', 'input_half', half),
        cast('active', 'active_single', 1),
        cast('enlarged_single', 'enlarged', half),
        cast('output_half', 'output', 1),
        cast('side_half', 'side', 1),
      ],
      initializer: [
        weights('w1', [4, 3, 3, 3]),
        weights('b1', [4]),
        weights('w2', [1, 4, 1, 1]),
        weights('b2', [1]),
        weights('w3', [1, 4, 1, 1]),
      ],
      input: [shape('input', 3, sidePx)],
      output: [shape('output', 1, sidePx), shape('side', 1, sidePx / 2)],
      valueInfo: [shape('active_single', 4, sidePx / 2)],
    },
  };
}

async function run(model: OnnxModel, [width, height]: readonly [number, number]): Promise<Float32Array> {
  const ort = loadOnnxRuntime();
  const session = await ort.InferenceSession.create(encodeOnnx(model), { logSeverityLevel: 3 });
  const data = Float32Array.from({ length: 3 * width * height }, (_, at) => Math.sin(at / 7));
  const { output } = await session.run({ input: new ort.Tensor('float32', data, [1, 3, height, width]) });
  await session.release();
  expect(output.dims).toEqual([1, 1, height, width]);
  return output.data as Float32Array;
}

const prepared = (model = shipped()) => prepareIsnet(decodeOnnx(encodeOnnx(model)), 'output');

describe('prepareIsnet', () => {
  it('gives a plain single-precision graph with one output', () => {
    const { graph } = prepared();
    expect(graph.node.map(({ opType }) => opType)).toEqual(['Conv', 'Relu', 'Resize', 'Conv', 'Sigmoid']);
    expect(graph.output.map(({ name }) => name)).toEqual(['output']);
    expect(graph.initializer.map(({ name, dataType }) => [name, dataType])).toEqual([
      ['w1', 1],
      ['b1', 1],
      ['w2', 1],
      ['b2', 1],
      ['scales_2x2', 1],
    ]);
  });

  it('computes the same as the published graph, within half precision', async () => {
    const [before, after] = [await run(shipped(), [sidePx, sidePx]), await run(prepared(), [sidePx, sidePx])];
    const worst = Math.max(...after.map((value, at) => Math.abs(value - before[at])));
    expect(worst).toBeLessThan(2e-3);
    expect(Math.max(...after) - Math.min(...after)).toBeGreaterThan(0.2);
  });

  it('accepts other sizes, also sizes that are not square', async () => {
    expect(await run(prepared(), [32, 48])).toHaveLength(32 * 48);
  });

  it('computes each ratio and refuses one that is not whole', async () => {
    const quadrupled = prepared(shipped(32));
    expect(quadrupled.graph.initializer.map(({ name }) => name)).toContain('scales_4x4');
    expect(() => prepared(shipped(12))).toThrow(expect.objectContaining({ name: 'Fault', code: 'model-corrupt' }));
  });

  it('refuses a graph without the output, without inner shapes, or with weights outside rawData', () => {
    const without = shipped();
    without.graph.output.shift();
    expect(() => prepared(without)).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
    const shapeless = shipped();
    shapeless.graph.valueInfo = [];
    expect(() => prepared(shapeless)).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
    const unusual = shipped();
    unusual.graph.initializer[1] = { name: 'b1', dims: [4], dataType: half, int32Data: [0, 0, 0, 0] };
    expect(() => prepared(unusual)).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
  });
});
