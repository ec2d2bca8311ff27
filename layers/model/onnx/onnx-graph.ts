/** Small questions and edits on an ONNX graph, shared by prepare-isnet.ts (reads and rewrites) and tflite-to-onnx.ts (builds). */
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

/** Bytes of a typed array as ONNX keeps them, little-endian; every platform that is served here is. */
const rawBytes = (values: Float32Array | BigInt64Array | Int32Array | Int8Array | Uint8Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** @param values in row-major order, as many as `dims` multiply to. */
export function floatTensor(name: string, dims: number[], values: Float32Array): OnnxTensor {
  return { dims, dataType: dataType.float, name, rawData: rawBytes(values) };
}

export function int64Tensor(name: string, dims: number[], values: number[]): OnnxTensor {
  return { dims, dataType: dataType.int64, name, rawData: rawBytes(BigInt64Array.from(values, BigInt)) };
}

export function int32Tensor(name: string, dims: number[], values: Int32Array): OnnxTensor {
  return { dims, dataType: dataType.int32, name, rawData: rawBytes(values) };
}

/** A node of one output, named as what it makes. */
export function onnxNode(
  opType: string,
  input: readonly string[],
  output: string,
  attribute: readonly OnnxAttribute[] = [],
): OnnxNode {
  return { opType, name: output, input: [...input], output: [output], attribute: [...attribute] };
}

/** Signed or unsigned as the values are. */
export function byteTensor(name: string, dims: number[], values: Int8Array | Uint8Array): OnnxTensor {
  const type = values instanceof Int8Array ? dataType.int8 : dataType.uint8;
  return { dims, dataType: type, name, rawData: rawBytes(values) };
}

/** The values of a tensor of float32 kept as raw bytes, the usual place. */
export function floatValues({ rawData = new Uint8Array() }: OnnxTensor): Float32Array {
  // Copied: the bytes of a file that was read whole need not start at a multiple of four.
  return new Float32Array(Uint8Array.from(rawData).buffer);
}

/** The values of a tensor of int64 kept as raw bytes or as numbers. */
export function int64Values(tensor: OnnxTensor): number[] {
  if (tensor.int64Data?.length) return tensor.int64Data.map(toNumber);
  // A field that the file leaves out reads as an empty list.
  const raw = tensor.rawData?.length ? tensor.rawData : new Uint8Array();
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: raw.byteLength / 8 }, (_, i) => Number(view.getBigInt64(i * 8, true)));
}

/** A float32 graph input or output; a dimension is a fixed size or the name of a free one. */
export function floatValue(name: string, shape: readonly (number | string)[]): OnnxValue {
  const dim: OnnxDimension[] = shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: dataType.float, shape: { dim } } } };
}

/** Which node makes each value. */
export function producers(nodes: readonly OnnxNode[]): Map<string, OnnxNode> {
  return new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
}

/**
 * The nodes that the graph's outputs need, each after those it reads from. The order follows from the graph alone, not
 * from that of its list. Not for graphs with subgraphs, which may read values that no node names as input.
 * @throws Fault `model-corrupt` when the nodes form a circle.
 */
export function neededInOrder(graph: OnnxGraph): OnnxNode[] {
  const made = producers(graph.node);
  const state = new Map<OnnxNode, 'open' | 'placed'>();
  const ordered: OnnxNode[] = [];
  // Depth first with a stack of our own: networks are deeper than the call stack may be.
  const path = graph.output.map(({ name }) => made.get(name)).reverse();
  while (path.length > 0) {
    const node = path.at(-1);
    if (!node) throw new Fault('model-corrupt', 'nothing makes one of the outputs');
    const sources = node.input
      .flatMap((name) => made.get(name) ?? [])
      .filter((source) => state.get(source) !== 'placed');
    if (state.get(node) === 'placed' || sources.length === 0) {
      path.pop();
      if (state.get(node) !== 'placed') ordered.push(node);
      state.set(node, 'placed');
    } else if (state.get(node) === 'open' && sources.some((source) => state.get(source) === 'open')) {
      throw new Fault('model-corrupt', `the graph runs in a circle at ${node.name}`);
    } else {
      state.set(node, 'open');
      path.push(...sources.reverse());
    }
  }
  return ordered;
}

/** Whether a node holds a graph of its own (If, Loop, Scan). */
export function hasSubgraphs(graph: OnnxGraph): boolean {
  const kinds: number[] = [attributeType.graph, attributeType.graphs];
  return graph.node.some(({ attribute }) => attribute.some(({ type }) => kinds.includes(type)));
}

/** The initialisers that some node reads. */
export function neededInitializers(graph: OnnxGraph): OnnxTensor[] {
  const read = new Set(graph.node.flatMap((node) => node.input));
  return graph.initializer.filter((tensor) => read.has(tensor.name));
}
