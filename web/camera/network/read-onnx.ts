/** Reads the prepared ONNX files of the face networks: the graph, and the weights in the file beside it. */
import type { Tensor } from './tensor.ts';
import { messageFields, packedIntegers, textOf } from './wire-format.ts';

export interface NetworkNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** The attributes that are whole numbers or lists of them, by name. */
  readonly integers: Readonly<Record<string, readonly number[]>>;
}

/** A network of float32 values. */
export interface Network {
  /** Each node after the nodes whose values it reads. */
  readonly nodes: readonly NetworkNode[];
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Constants that are whole numbers, such as shapes, by name. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
  readonly outputs: readonly string[];
}

/** The values of TensorProto.DataType in onnx/onnx.proto that occur in the files. */
const floatType = 1;
const int64Type = 7;

/**
 * Reads a network. Field numbers: onnx/onnx.proto of the ONNX project, IR version 3 to 10.
 * @param graph the file `.onnx`. @param external the file `.onnx.data`.
 * @throws Error for a file that is none, and for values of other types.
 */
export function readOnnx(graph: Uint8Array, external: Uint8Array): Network {
  const model = messageFields(graph).find(({ field }) => field === 7);
  if (!model) throw new Error('The file has no graph.');
  const fields = messageFields(model.bytes);
  const all = (wanted: number) => fields.filter(({ field }) => field === wanted).map(({ bytes }) => bytes);
  const weights = new Map<string, Tensor>();
  const integers = new Map<string, readonly number[]>();
  for (const message of all(5)) {
    const { name, dims, type, raw, whole } = readConstant(message, external);
    // The bytes are copied, because they may start anywhere in the file.
    if (type === floatType) weights.set(name, { dims, data: new Float32Array(new Uint8Array(raw).buffer) });
    else if (type === int64Type) integers.set(name, whole.length > 0 ? whole : wholeNumbers(raw));
    else throw new Error(`The constant ${name} has the type ${type}.`);
  }
  return { nodes: all(1).map(readNode), weights, integers, outputs: all(12).map(nameIn) };
}

function readNode(message: Uint8Array): NetworkNode {
  const fields = messageFields(message);
  const texts = (wanted: number) => fields.filter(({ field }) => field === wanted).map(({ bytes }) => textOf(bytes));
  const attributes = fields.filter(({ field }) => field === 5).map(({ bytes }) => readAttribute(bytes));
  return {
    ...{ operator: texts(4)[0] ?? '', inputs: texts(1), output: texts(2)[0] ?? '' },
    integers: Object.fromEntries(attributes),
  };
}

function readAttribute(message: Uint8Array): readonly [string, readonly number[]] {
  let name = '';
  const values: number[] = [];
  for (const { field, bytes, integer } of messageFields(message)) {
    if (field === 1) name = textOf(bytes);
    if (field === 3) values.push(integer);
    if (field === 8) values.push(...(bytes.length > 0 ? packedIntegers(bytes) : [integer]));
  }
  return [name, values];
}

function readConstant(message: Uint8Array, external: Uint8Array) {
  const fields = messageFields(message);
  const one = (wanted: number) => fields.find(({ field }) => field === wanted);
  const integersOf = (wanted: number) =>
    fields
      .filter(({ field }) => field === wanted)
      .flatMap(({ bytes, integer }) => (bytes.length > 0 ? packedIntegers(bytes) : [integer]));
  const place = Object.fromEntries(fields.filter(({ field }) => field === 13).map(({ bytes }) => readEntry(bytes)));
  const { offset, length } = place;
  const inside = one(9)?.bytes ?? new Uint8Array();
  const isOutside = offset !== undefined && length !== undefined;
  return {
    name: textOf(one(8)?.bytes ?? inside),
    type: one(2)?.integer ?? floatType,
    dims: integersOf(1),
    whole: integersOf(7),
    raw: isOutside ? external.subarray(offset, offset + length) : inside,
  };
}

/** Reads an entry of the place of a constant in the file of weights. */
function readEntry(message: Uint8Array): readonly [string, number] {
  const [key, value] = messageFields(message).map(({ bytes }) => textOf(bytes));
  return [key, Number(value)];
}

function wholeNumbers(raw: Uint8Array): number[] {
  return Array.from(new BigInt64Array(new Uint8Array(raw).buffer), Number);
}

function nameIn(message: Uint8Array): string {
  const found = messageFields(message).find(({ field }) => field === 1);
  return found ? textOf(found.bytes) : '';
}
