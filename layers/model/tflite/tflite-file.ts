/**
 * Reads TensorFlow Lite files as plain objects: the tensors, operators and options that tflite-to-onnx.ts needs.
 * Table and field numbers: tensorflow/lite/schema/schema.fbs of the TensorFlow project, version 3.
 */
import { ByteBuffer } from 'flatbuffers';
import { toObject } from 'flatbuffers/mjs/flexbuffers.js';
import { Fault } from '../../../core/errors.ts';
import { widenHalves } from '../onnx/half-float.ts';

export interface TfliteTensor {
  readonly name: string;
  /** The order of pictures is NHWC: batch, height, width, channels. */
  readonly shape: readonly number[];
  /** The values of a constant, undefined for other tensors. Half-precision values are converted to single precision. */
  readonly values?: Float32Array | Int32Array;
}

export interface TfliteOptions {
  /** `same`: the output has ceil(input / stride) rows and columns; `valid`: no padding. */
  readonly padding: 'same' | 'valid';
  readonly strideX: number;
  readonly strideY: number;
  readonly dilationX: number;
  readonly dilationY: number;
  readonly filterWidth: number;
  readonly filterHeight: number;
  readonly activation: Activation;
  readonly axis: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

export interface TfliteOperator {
  /** The name in the schema, for example `CONV_2D`, or the name of a custom operator. */
  readonly kind: string;
  /** Indices of tensors; -1 for an input that is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: TfliteOptions;
  /** The options of a custom operator by name, as MediaPipe writes them. Empty for other operators. */
  readonly named: Readonly<Record<string, unknown>>;
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** The values of ActivationFunctionType in the order of the schema. */
const activations = ['none', 'relu', 'relu-n1-to-1', 'relu6', 'tanh', 'sign-bit'] as const;
export type Activation = (typeof activations)[number];

/** The values of BuiltinOperator that can be converted or that an error should name. */
const kinds: Record<number, string> = {
  0: 'ADD',
  1: 'AVERAGE_POOL_2D',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  6: 'DEQUANTIZE',
  9: 'FULLY_CONNECTED',
  14: 'LOGISTIC',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  21: 'RELU6',
  22: 'RESHAPE',
  23: 'RESIZE_BILINEAR',
  25: 'SOFTMAX',
  34: 'PAD',
  40: 'MEAN',
  45: 'STRIDED_SLICE',
  54: 'PRELU',
  67: 'TRANSPOSE_CONV',
  117: 'HARD_SWISH',
};
const customKind = 32;

type OptionField = keyof TfliteOptions;
/** The fields of each operator's options table in the order of the schema; `null` is a field that is not used here. */
const optionFields: Readonly<Record<string, readonly (OptionField | null)[]>> = {
  ADD: ['activation'],
  MUL: ['activation'],
  CONCATENATION: ['axis', 'activation'],
  CONV_2D: ['padding', 'strideX', 'strideY', 'activation', 'dilationX', 'dilationY'],
  DEPTHWISE_CONV_2D: ['padding', 'strideX', 'strideY', null, 'activation', 'dilationX', 'dilationY'],
  AVERAGE_POOL_2D: ['padding', 'strideX', 'strideY', 'filterWidth', 'filterHeight', 'activation'],
  MAX_POOL_2D: ['padding', 'strideX', 'strideY', 'filterWidth', 'filterHeight', 'activation'],
  RESIZE_BILINEAR: [null, null, 'alignCorners', 'halfPixelCenters'],
};
const byteFields: readonly OptionField[] = ['padding', 'activation', 'alignCorners', 'halfPixelCenters'];

/** A table of the flatbuffer, with fields by number and their defaults. It checks every offset, because the library reads beyond the end. */
class Table {
  private readonly buffer: ByteBuffer;
  private readonly position: number;

  constructor(buffer: ByteBuffer, position: number) {
    this.buffer = buffer;
    this.position = position;
    this.within(position, 4);
    this.within(position - buffer.readInt32(position), 4);
  }

  /** @returns `at`. @throws Fault `model-corrupt` when the buffer has less than `sizeBytes` bytes there. */
  private within(at: number, sizeBytes: number): number {
    if (at >= 0 && at + sizeBytes <= this.buffer.capacity()) return at;
    throw new Fault('model-corrupt', 'the TFLite model is truncated');
  }

  /** @returns the position of a field's value; undefined when the field has its default. */
  private at(field: number, sizeBytes: number): number | undefined {
    const offset = this.buffer.__offset(this.position, 4 + 2 * field);
    return offset === 0 ? undefined : this.within(this.position + offset, sizeBytes);
  }

  int8(field: number, fallback = 0): number {
    const at = this.at(field, 1);
    return at === undefined ? fallback : this.buffer.readInt8(at);
  }

  int32(field: number, fallback = 0): number {
    const at = this.at(field, 4);
    return at === undefined ? fallback : this.buffer.readInt32(at);
  }

  text(field: number): string {
    return Buffer.from(this.bytes(field)).toString('utf8');
  }

  table(field: number): Table | undefined {
    const at = this.at(field, 4);
    return at === undefined ? undefined : new Table(this.buffer, this.buffer.__indirect(at));
  }

  tables(field: number): Table[] {
    return this.vector(field, 4, (at) => new Table(this.buffer, this.buffer.__indirect(at)));
  }

  int32s(field: number): number[] {
    return this.vector(field, 4, (at) => this.buffer.readInt32(at));
  }

  bytes(field: number): Uint8Array {
    const { start, length } = this.vectorAt(field, 1);
    return this.buffer.bytes().subarray(start, start + length);
  }

  private vector<T>(field: number, stride: number, read: (at: number) => T): T[] {
    const { start, length } = this.vectorAt(field, stride);
    return Array.from({ length }, (_, i) => read(start + i * stride));
  }

  private vectorAt(field: number, stride: number): { start: number; length: number } {
    const at = this.at(field, 4);
    if (at === undefined) return { start: 0, length: 0 };
    const start = this.buffer.__vector(at);
    this.within(start - 4, 4);
    const length = this.buffer.__vector_len(at);
    this.within(start, length * stride);
    return { start, length };
  }
}

/** Reads the first subgraph of a model file. @throws Fault `model-corrupt` when the bytes are not a TFLite model. */
export function readTflite(bytes: Uint8Array): TfliteModel {
  const buffer = new ByteBuffer(bytes);
  if (bytes.byteLength < 8 || !buffer.__has_identifier('TFL3')) {
    throw new Fault('model-corrupt', 'the file is not a TFLite model');
  }
  const model = new Table(buffer, buffer.readInt32(0));
  const graph = model.tables(2)[0];
  if (!graph) throw new Fault('model-corrupt', 'the TFLite model has no graph');
  const codes = model.tables(1).map(operatorKind);
  const buffers = model.tables(4).map((table) => table.bytes(0));
  return {
    tensors: graph.tables(0).map((tensor) => readTensor(tensor, buffers)),
    inputs: graph.int32s(1),
    outputs: graph.int32s(2),
    operators: graph.tables(3).map((operator) => readOperator(operator, codes[operator.int32(0)] ?? '')),
  };
}

function operatorKind(code: Table): string {
  // Old files have the number in a byte, new files in a second field. The larger value is valid.
  const number = Math.max(code.int8(0), code.int32(3));
  return number === customKind ? code.text(1) : (kinds[number] ?? `builtin operator ${number}`);
}

function readTensor(tensor: Table, buffers: readonly Uint8Array[]): TfliteTensor {
  const described = { name: tensor.text(3), shape: tensor.int32s(0) };
  const bytes = buffers[tensor.int32(2)];
  return bytes?.length ? { ...described, values: tensorValues(described.name, tensor.int8(1), bytes) } : described;
}

function tensorValues(name: string, type: number, bytes: Uint8Array): Float32Array | Int32Array {
  // The bytes are copied, because in the file they may not start at a multiple of the element size.
  const { buffer } = Uint8Array.from(bytes);
  if (type === 0) return new Float32Array(buffer);
  if (type === 1) return widenHalves(bytes);
  if (type === 2) return new Int32Array(buffer);
  throw new Fault('model-failed', `${name} is a constant of TFLite type ${type}, which is not converted`);
}

function readOperator(operator: Table, kind: string): TfliteOperator {
  const custom = operator.bytes(5);
  return {
    kind,
    inputs: operator.int32s(1),
    outputs: operator.int32s(2),
    options: custom.length ? customOptions(custom) : builtinOptions(kind, operator.table(4)),
    named: namedOptions(custom),
  };
}

function builtinOptions(kind: string, table: Table | undefined): TfliteOptions {
  // A custom operator may have any name, also that of a property of every object.
  const fields = Object.hasOwn(optionFields, kind) ? optionFields[kind] : [];
  const value = (name: OptionField, fallback: number) => {
    const field = fields.indexOf(name);
    if (!table || field < 0) return fallback;
    return byteFields.includes(name) ? table.int8(field, fallback) : table.int32(field, fallback);
  };
  return {
    padding: value('padding', 0) === 0 ? 'same' : 'valid',
    strideX: value('strideX', 0),
    strideY: value('strideY', 0),
    dilationX: value('dilationX', 1),
    dilationY: value('dilationY', 1),
    filterWidth: value('filterWidth', 0),
    filterHeight: value('filterHeight', 0),
    activation: activations[value('activation', 0)] ?? 'none',
    axis: value('axis', 0),
    alignCorners: value('alignCorners', 0) !== 0,
    halfPixelCenters: value('halfPixelCenters', 0) !== 0,
  };
}

/** Reads the options of a custom operator when they are a map of the FlexBuffers format. */
function namedOptions(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  // The options of the transposed convolution are plain numbers, which are no map.
  if (bytes.length === 0 || (bytes.length % 4 === 0 && bytes.length < 16)) return {};
  try {
    const options = toObject(Uint8Array.from(bytes).buffer);
    return typeof options === 'object' && options !== null ? { ...options } : {};
  } catch {
    return {};
  }
}

/** Reads the options of MediaPipe's transposed convolution, three int32: padding (1 same, 2 valid), stride in x, stride in y. */
function customOptions(bytes: Uint8Array): TfliteOptions {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const int = (i: number) => (bytes.byteLength >= 4 * i + 4 ? view.getInt32(4 * i, true) : 0);
  return {
    ...builtinOptions('', undefined),
    padding: int(0) === 2 ? 'valid' : 'same',
    strideX: int(1),
    strideY: int(2),
  };
}
