/** Small functions that read, build and edit ONNX graphs. */
import { Fault } from '../../../core/errors.ts';
import {
  attributeType,
  dataType,
  type OnnxAttribute,
  type OnnxDimension,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  toNumber,
} from './onnx-file.ts';

export const floatAttribute = (name: string, f: number): OnnxAttribute => ({ name, type: attributeType.float, f });
export const intAttribute = (name: string, i: number): OnnxAttribute => ({ name, type: attributeType.int, i });
export const intsAttribute = (name: string, ints: number[]): OnnxAttribute => ({
  name,
  type: attributeType.ints,
  ints,
});
export const textAttribute = (name: string, text: string): OnnxAttribute => ({
  name,
  type: attributeType.string,
  s: Buffer.from(text),
});

/** @returns the bytes of a typed array. ONNX requires little-endian order, which all supported platforms have. */
const rawBytes = (values: Float32Array | BigInt64Array | Int32Array | Int8Array | Uint8Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** @param values in row-major order; their count is the product of `dims`. */
export function floatTensor(name: string, dims: number[], values: Float32Array): OnnxTensor {
  return { dims, dataType: dataType.float, name, rawData: rawBytes(values) };
}

export function int64Tensor(name: string, dims: number[], values: number[]): OnnxTensor {
  return { dims, dataType: dataType.int64, name, rawData: rawBytes(BigInt64Array.from(values, BigInt)) };
}

export function int32Tensor(name: string, dims: number[], values: Int32Array): OnnxTensor {
  return { dims, dataType: dataType.int32, name, rawData: rawBytes(values) };
}

/** @returns a node of one output, with the name of the output. */
export function onnxNode(
  opType: string,
  input: readonly string[],
  output: string,
  attribute: readonly OnnxAttribute[] = [],
): OnnxNode {
  return { opType, name: output, input: [...input], output: [output], attribute: [...attribute] };
}

/** @returns a tensor of int8 or uint8, like the values. */
export function byteTensor(name: string, dims: number[], values: Int8Array | Uint8Array): OnnxTensor {
  const type = values instanceof Int8Array ? dataType.int8 : dataType.uint8;
  return { dims, dataType: type, name, rawData: rawBytes(values) };
}

/** @returns the values of a float32 tensor with raw data, the usual field. */
export function floatValues({ rawData = new Uint8Array() }: OnnxTensor): Float32Array {
  // The bytes are copied, because in the file they may not start at a multiple of four.
  return new Float32Array(Uint8Array.from(rawData).buffer);
}

/** @returns the values of an int64 tensor, from its raw data or its number list. */
export function int64Values(tensor: OnnxTensor): number[] {
  if (tensor.int64Data?.length) return tensor.int64Data.map(toNumber);
  // A field that is missing in the file is read as an empty list.
  const raw = tensor.rawData?.length ? tensor.rawData : new Uint8Array();
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: raw.byteLength / 8 }, (_, i) => Number(view.getBigInt64(i * 8, true)));
}

/** @returns a float32 input or output of a graph. @param shape fixed sizes, or the names of free dimensions. */
export function floatValue(name: string, shape: readonly (number | string)[]): OnnxValue {
  const dim: OnnxDimension[] = shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: dataType.float, shape: { dim } } } };
}

/** @returns the node that computes a value, by the name of the value. */
export function producers(nodes: readonly OnnxNode[]): Map<string, OnnxNode> {
  return new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
}

/**
 * @returns the nodes that the graph's outputs need, each after the nodes whose values it reads. The order depends on the
 * graph alone, not on the order of its node list. Not for graphs with subgraphs: those may read values that are no node's
 * input.
 * @throws Fault `model-corrupt` when the nodes form a circle.
 */
export function neededInOrder(graph: OnnxGraph): OnnxNode[] {
  const made = producers(graph.node);
  const state = new Map<OnnxNode, 'open' | 'placed'>();
  const ordered: OnnxNode[] = [];
  // Depth first with an explicit stack, because networks may be deeper than the call stack.
  const path = graph.output.map(({ name }) => made.get(name)).reverse();
  while (path.length > 0) {
    const node = path.at(-1);
    if (!node) throw new Fault('model-corrupt', 'no node computes one of the outputs');
    const sources = node.input
      .flatMap((name) => made.get(name) ?? [])
      .filter((source) => state.get(source) !== 'placed');
    if (state.get(node) === 'placed' || sources.length === 0) {
      path.pop();
      if (state.get(node) !== 'placed') ordered.push(node);
      state.set(node, 'placed');
    } else if (state.get(node) === 'open' && sources.some((source) => state.get(source) === 'open')) {
      throw new Fault('model-corrupt', `the graph has a circle at ${node.name}`);
    } else {
      state.set(node, 'open');
      path.push(...sources.reverse());
    }
  }
  return ordered;
}

/** @returns true when a node has a graph of its own (If, Loop, Scan). */
export function hasSubgraphs(graph: OnnxGraph): boolean {
  const kinds: number[] = [attributeType.graph, attributeType.graphs];
  return graph.node.some(({ attribute }) => attribute.some(({ type }) => kinds.includes(type)));
}

/** @returns the initialisers that a node reads. */
export function neededInitializers(graph: OnnxGraph): OnnxTensor[] {
  const read = new Set(graph.node.flatMap((node) => node.input));
  return graph.initializer.filter((tensor) => read.has(tensor.name));
}
