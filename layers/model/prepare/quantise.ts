/**
 * Rewrites a single-precision convolutional graph so that onnxruntime computes it in 8 bits. Weights are rounded for each
 * output channel, activations by measured ranges (measure-ranges.ts). Both are written as pairs of QuantizeLinear and
 * DequantizeLinear, which onnxruntime replaces by integer operators. Before it: prepare-isnet.ts; after it:
 * onnx/write-onnx.ts. Figures: docs/decisions/0017-eight-bits.md.
 */
import { Fault } from '../../../core/errors.ts';
import {
  dataType,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  toNumber,
} from '../onnx/onnx-file.ts';
import {
  byteTensor,
  floatTensor,
  floatValues,
  int32Tensor,
  intAttribute,
  neededInitializers,
  onnxNode,
} from '../onnx/onnx-graph.ts';

/** Least and greatest number of each value, by the value's name. Values that are not listed stay in single precision. */
export type Ranges = Readonly<Record<string, readonly [least: number, greatest: number]>>;

/**
 * Weights use 7 of the 8 bits. CPUs without VNNI add two products of an unsigned and a signed byte in 16 bits, and cut off
 * larger sums. Two products of 255 x 64 fit, so every CPU computes the same sums.
 */
const greatestWeight = 64;
const greatestByte = 255;

/** The rounding of a value: real = (byte - zero) * step. */
interface Rounding {
  readonly step: number;
  readonly zero: number;
}

interface Work {
  readonly weights: ReadonlyMap<string, OnnxTensor>;
  /** The Relu after a convolution, by the name of the convolution's output. */
  readonly reluAfter: ReadonlyMap<string, OnnxNode>;
  readonly roundings: Map<string, Rounding>;
  /** The names of values after rounding, by the name before. */
  readonly rounded: Map<string, string>;
  readonly nodes: OnnxNode[];
  readonly tensors: OnnxTensor[];
}

/**
 * Changes the model in place.
 * @param ranges of the graph's input, of the results of convolutions (after their Relu) and of sums.
 * @returns the model.
 * @throws Fault `model-corrupt` when a range belongs to no value of the graph.
 */
export function quantise(model: OnnxModel, ranges: Ranges): OnnxModel {
  const { graph } = model;
  checkNames(graph, ranges);
  const work: Work = {
    weights: new Map(graph.initializer.map((tensor) => [tensor.name, tensor])),
    reluAfter: relusAfter(graph.node),
    roundings: new Map(Object.entries(ranges).map(([name, range]) => [name, roundingOf(range)])),
    rounded: new Map(),
    nodes: [],
    tensors: [],
  };
  for (const node of graph.node) placeNode(node, work);
  graph.node = work.nodes;
  graph.initializer.push(...work.tensors);
  graph.initializer = neededInitializers(graph);
  return model;
}

function checkNames(graph: OnnxGraph, ranges: Ranges): void {
  const values = new Set([...graph.input.map(({ name }) => name), ...graph.node.flatMap(({ output }) => output)]);
  const unknown = Object.keys(ranges).filter((name) => !values.has(name));
  if (unknown.length > 0) throw new Fault('model-corrupt', `the graph has no value ${unknown[0]} to round`);
}

function relusAfter(nodes: readonly OnnxNode[]): Map<string, OnnxNode> {
  return new Map(nodes.filter(({ opType }) => opType === 'Relu').map((node) => [node.input[0], node]));
}

/** Zero always has a byte of its own, because padding and the zeros of a Relu must stay exact. */
function roundingOf([least, greatest]: Ranges[string]): Rounding {
  const [low, high] = [Math.min(0, least), Math.max(0, greatest)];
  const step = Math.fround((high - low) / greatestByte);
  return { step, zero: Math.round(-low / step) };
}

function placeNode(node: OnnxNode, work: Work): void {
  const { roundings, nodes } = work;
  const [output] = node.output;
  if (node.opType === 'Conv' && roundings.has(resultOf(node, work))) {
    placeConvolution(node, work);
    return;
  }
  // The Relu is not needed: rounding the result of its convolution cuts off negative values.
  if (node.opType === 'Relu' && roundings.has(output)) return;
  const sources = node.input.map((name) => roundings.get(name));
  const inherited = inheritedRounding(node.opType, sources);
  if (inherited) roundings.set(output, inherited);
  nodes.push({ ...node, input: node.input.map((name) => roundedName(name, work)) });
}

/** @returns the rounding of an operator that only moves values: that of its source, or the coarsest of several sources; else undefined. */
function inheritedRounding(opType: string, sources: readonly (Rounding | undefined)[]): Rounding | undefined {
  if (opType === 'MaxPool' || opType === 'Resize') return sources[0];
  if (opType !== 'Concat') return undefined;
  const known = sources.filter((source) => source !== undefined);
  return known.length === sources.length ? known.toSorted((a, b) => b.step - a.step)[0] : undefined;
}

const resultOf = ({ output: [output] }: OnnxNode, { reluAfter }: Work): string =>
  reluAfter.get(output)?.output[0] ?? output;

function placeConvolution(node: OnnxNode, work: Work): void {
  const [source, weightName, biasName] = node.input;
  const [weights, bias] = [work.weights.get(weightName), work.weights.get(biasName)];
  const rounding = work.roundings.get(source);
  if (!weights || !bias || !rounding) throw new Fault('model-corrupt', `${node.name} cannot be rounded`);
  const input = [
    roundedName(source, work),
    placeWeights(weights, work),
    placeBias(bias, channelSteps(weights), rounding, work),
  ];
  work.nodes.push({ ...node, input, output: [resultOf(node, work)] });
}

/** @returns the step of each output channel, which maps its greatest weight to {@link greatestWeight}. */
function channelSteps(weights: OnnxTensor): Float32Array {
  const values = floatValues(weights);
  const channels = toNumber(weights.dims[0]);
  const perChannel = values.length / channels;
  return Float32Array.from({ length: channels }, (_, channel) => {
    let greatest = 0;
    for (let at = channel * perChannel; at < (channel + 1) * perChannel; at++) {
      greatest = Math.max(greatest, Math.abs(values[at]));
    }
    // A channel of zeros also needs a step.
    return greatest > 0 ? greatest / greatestWeight : 1;
  });
}

function placeWeights(weights: OnnxTensor, work: Work): string {
  const values = floatValues(weights);
  const steps = channelSteps(weights);
  const perChannel = values.length / steps.length;
  const bytes = Int8Array.from(values, (value, at) => {
    const whole = Math.round(value / steps[Math.floor(at / perChannel)]);
    return Math.max(-greatestWeight, Math.min(greatestWeight, whole));
  });
  const tensor = byteTensor(`${weights.name}_bytes`, weights.dims.map(toNumber), bytes);
  return placeConstant(weights.name, tensor, steps, work);
}

/** Rounds a bias to products of the input's step and the weights' step, the unit in which onnxruntime adds. */
function placeBias(bias: OnnxTensor, weightSteps: Float32Array, { step }: Rounding, work: Work): string {
  const steps = weightSteps.map((weightStep) => weightStep * step);
  const whole = Int32Array.from(floatValues(bias), (value, channel) => Math.round(value / steps[channel]));
  return placeConstant(bias.name, int32Tensor(`${bias.name}_whole`, [whole.length], whole), steps, work);
}

/** @returns the name of the constant in single precision. */
function placeConstant(name: string, whole: OnnxTensor, steps: Float32Array, work: Work): string {
  const zeros = { ...whole, name: `${name}_zero`, dims: [steps.length], rawData: zeroBytes(whole, steps.length) };
  work.tensors.push(whole, floatTensor(`${name}_step`, [steps.length], steps), zeros);
  const output = `${name}_rounded`;
  const input = [whole.name, `${name}_step`, zeros.name];
  work.nodes.push(onnxNode('DequantizeLinear', input, output, [intAttribute('axis', 0)]));
  return output;
}

const zeroBytes = (whole: OnnxTensor, count: number) =>
  new Uint8Array(count * (whole.dataType === dataType.int32 ? Int32Array.BYTES_PER_ELEMENT : 1));

/** @returns the name of the value after rounding, or `name` itself when the value is not rounded. */
function roundedName(name: string, work: Work): string {
  const rounding = work.roundings.get(name);
  const known = work.rounded.get(name);
  if (!rounding || known) return known ?? name;
  const [step, zero, bytes, output] = [`${name}_step`, `${name}_zero`, `${name}_bytes`, `${name}_rounded`];
  work.tensors.push(
    floatTensor(step, [], Float32Array.of(rounding.step)),
    byteTensor(zero, [], Uint8Array.of(rounding.zero)),
  );
  work.nodes.push(
    onnxNode('QuantizeLinear', [name, step, zero], bytes),
    onnxNode('DequantizeLinear', [bytes, step, zero], output),
  );
  work.rounded.set(name, output);
  return output;
}
