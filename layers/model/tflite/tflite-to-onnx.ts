/** Converts a small TensorFlow Lite network to ONNX, so that onnxruntime runs every model. */
import { Fault } from '../../../core/errors.ts';
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor } from '../onnx/onnx-file.ts';
import { floatTensor, floatValue, int64Tensor, neededInitializers, neededInOrder } from '../onnx/onnx-graph.ts';
import type { TfliteModel, TfliteOperator } from './tflite-file.ts';
import type { GraphBuilder } from './tflite-graph.ts';
import { emitActivation, emitters } from './tflite-operators.ts';

/** IR version and operator set of the published ISNet graph. HardSwish needs set 14 or later. */
const irVersion = 8;
const operatorSet = 15;
/** GridSample needs this set. Other graphs keep the older one, so that their files stay the same. */
const gridSampleSet = 16;

/**
 * @param names new names of inputs and outputs, by TFLite name.
 * @returns a graph whose four-dimensional inputs and outputs are NCHW; all others keep their TFLite shape.
 * @throws Fault `model-failed` with the name of an operator that is not known.
 */
export function tfliteToOnnx(model: TfliteModel, names: Readonly<Record<string, string>> = {}): OnnxModel {
  const boundary = new Set([...model.inputs, ...model.outputs]);
  const valueName = (tensor: number) => {
    const { name } = model.tensors[tensor];
    // TFLite names may occur twice, so only the names of inputs and outputs are kept.
    return boundary.has(tensor) ? (names[name] ?? name) : `value_${tensor}`;
  };
  const { build, nodes, initializers } = graphBuilder(model, valueName);
  for (const operator of model.operators) emit(build, operator, valueName(operator.outputs[0]));

  const described = (tensor: number) => {
    const { shape } = model.tensors[tensor];
    return floatValue(valueName(tensor), shape.length === 4 ? [shape[0], shape[3], shape[1], shape[2]] : shape);
  };
  const graph = {
    name: 'converted from TFLite',
    node: nodes,
    initializer: initializers,
    input: model.inputs.map(described),
    output: model.outputs.map(described),
    valueInfo: [],
  };
  graph.node = neededInOrder(graph);
  graph.initializer = neededInitializers(graph);
  const version = graph.node.some(({ opType }) => opType === 'GridSample') ? gridSampleSet : operatorSet;
  return { irVersion, producerName: 'zerobooth', graph, opsetImport: [{ domain: '', version }] };
}

function emit(build: GraphBuilder, operator: TfliteOperator, output: string): void {
  const emitter = Object.hasOwn(emitters, operator.kind) ? emitters[operator.kind] : undefined;
  if (!emitter) throw new Fault('model-failed', `the TFLite operator ${operator.kind} is not converted`);
  if (operator.options.activation === 'none') {
    emitter(build, operator, output);
    return;
  }
  const inner = `${output}_linear`;
  emitter(build, operator, inner);
  emitActivation(build, operator.options, inner, output);
}

function graphBuilder(model: TfliteModel, valueName: (tensor: number) => string) {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const made = new Map<number, Float32Array>();
  const build: GraphBuilder = {
    shape: (tensor) => model.tensors[tensor].shape,
    value: valueName,
    constant: (tensor) => made.get(tensor) ?? model.tensors[tensor].values,
    setConstant: (tensor, values) => made.set(tensor, values),
    weights: (dims, values) => add(floatTensor(`constant_${initializers.length}`, dims, values)),
    integers: (values) => add(int64Tensor(`constant_${initializers.length}`, [values.length], values)),
    node(opType, input, attribute: OnnxAttribute[] = [], output = `inner_${nodes.length}`) {
      nodes.push({ input, output: [output], name: `${opType}_${nodes.length}`, opType, attribute });
      return output;
    },
  };
  const add = (tensor: OnnxTensor) => {
    initializers.push(tensor);
    return tensor.name;
  };
  return { build, nodes, initializers };
}
