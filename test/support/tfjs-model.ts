/** Writes TensorFlow.js graph models for tests, and runs them through file, converter and onnxruntime. */
import { loadOnnxRuntime } from '../../functions/inference/model.ts';
import { encodeOnnx } from '../../layers/model/onnx/onnx-file.ts';
import { readTfjs } from '../../layers/model/tfjs/tfjs-file.ts';
import { tfjsToOnnx } from '../../layers/model/tfjs/tfjs-to-onnx.ts';

export interface TfjsSpec {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly constants?: Readonly<Record<string, { shape: readonly number[]; values: Float32Array | Int32Array }>>;
  readonly nodes: readonly { name: string; op: string; input: readonly string[]; attr?: Record<string, unknown> }[];
  /** The shapes of the outputs by their names, such as `result:0`. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}

const dims = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) });
const described = (values: TfjsSpec['inputs']) =>
  Object.fromEntries(Object.entries(values).map(([name, shape]) => [name, { name, tensorShape: dims(shape) }]));

/** Returns the JSON file and the file of weights. */
export function writeTfjs({ inputs, constants = {}, nodes, outputs }: TfjsSpec) {
  const placeholders = Object.keys(inputs).map((name) => ({ name: name.replace(/:0$/, ''), op: 'Placeholder' }));
  const consts = Object.keys(constants).map((name) => ({ name, op: 'Const' }));
  const weights = Object.entries(constants).map(([name, { shape, values }]) => ({
    ...{ name, shape, dtype: values instanceof Int32Array ? 'int32' : 'float32' },
  }));
  const file = {
    format: 'graph-model',
    signature: { inputs: described(inputs), outputs: described(outputs) },
    modelTopology: { node: [...nodes.toReversed(), ...placeholders, ...consts] },
    weightsManifest: [{ paths: ['toy.bin'], weights }],
  };
  const bytes = Object.values(constants).map(({ values }) => Buffer.from(values.buffer, 0, values.byteLength));
  return { graph: Buffer.from(JSON.stringify(file)), weights: Buffer.concat(bytes) };
}

/** Converts the model and runs it. @param feeds the stored values of each input, NCHW. */
export async function runTfjs(spec: TfjsSpec, feeds: Readonly<Record<string, Float32Array>>) {
  const { graph, weights } = writeTfjs(spec);
  const model = tfjsToOnnx(readTfjs(graph, weights));
  const ort = loadOnnxRuntime();
  const session = await ort.InferenceSession.create(encodeOnnx(model));
  const tensors = model.graph.input.map(({ name, type }) => {
    const shape = (type?.tensorType?.shape?.dim ?? []).map(({ dimValue }) => Number(dimValue));
    return [name, new ort.Tensor('float32', feeds[name], shape)] as const;
  });
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  return { results, kinds: model.graph.node.map(({ opType }) => opType) };
}
