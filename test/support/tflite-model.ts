/** Writes tiny TensorFlow Lite files for the tests of the converter. Field numbers: tensorflow/lite/schema/schema.fbs. */
import { Builder } from 'flatbuffers';

/** The fields of a table by number. */
type Fields = Readonly<Record<number, { int8: number } | { int32: number } | { offset: number }>>;

export interface TfliteTensorSpec {
  readonly shape: readonly number[];
  readonly name?: string;
  /** The values of a constant: an Int32Array is written as int32, a Uint16Array holds the bits of half-precision values. */
  readonly values?: Float32Array | Int32Array | Uint16Array;
}

export interface TfliteOperatorSpec {
  /** The number of a BuiltinOperator, or the name of a custom operator. */
  readonly code: number | string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Options by field number. Small ones are bytes in the schema. */
  readonly options?: Fields;
  readonly customOptions?: Uint8Array;
}

export interface TfliteSpec {
  readonly tensors: readonly TfliteTensorSpec[];
  readonly operators: readonly TfliteOperatorSpec[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

const customCode = 32;

/** More fields than any table here has. */
const maxFields = 8;
/** TensorType. */
const float32 = 0;
const float16 = 1;
const int32 = 2;

export function writeTflite({ tensors, operators, inputs, outputs }: TfliteSpec): Uint8Array {
  const builder = new Builder(1024);
  builder.forceDefaults(true);
  // Buffer 0 is empty by convention. The buffers of the tensors follow.
  const buffers = [undefined, ...tensors.map(({ values }) => values)].map((values) =>
    table(builder, values ? { 0: { offset: bytesVector(builder, values) } } : {}),
  );
  const codes = operators.map(({ code }) =>
    typeof code === 'string'
      ? table(builder, { 0: { int8: customCode }, 1: { offset: builder.createString(code) }, 3: { int32: customCode } })
      : table(builder, { 0: { int8: Math.min(code, 127) }, 3: { int32: code } }),
  );
  const graph = table(builder, {
    0: {
      offset: offsets(
        builder,
        tensors.map((tensor, at) => writeTensor(builder, tensor, at)),
      ),
    },
    1: { offset: int32s(builder, inputs) },
    2: { offset: int32s(builder, outputs) },
    3: {
      offset: offsets(
        builder,
        operators.map((operator, at) => writeOperator(builder, operator, at)),
      ),
    },
  });
  const model = table(builder, {
    0: { int32: 3 },
    1: { offset: offsets(builder, codes) },
    2: { offset: offsets(builder, [graph]) },
    4: { offset: offsets(builder, buffers) },
  });
  builder.finish(model, 'TFL3');
  return builder.asUint8Array();
}

function writeTensor(builder: Builder, { shape, name, values }: TfliteTensorSpec, at: number): number {
  const type = values instanceof Int32Array ? int32 : values instanceof Uint16Array ? float16 : float32;
  return table(builder, {
    0: { offset: int32s(builder, shape) },
    1: { int8: type },
    2: { int32: at + 1 },
    3: { offset: builder.createString(name ?? `tensor${at}`) },
  });
}

function writeOperator(builder: Builder, operator: TfliteOperatorSpec, at: number): number {
  const { inputs, outputs, options, customOptions } = operator;
  return table(builder, {
    0: { int32: at },
    1: { offset: int32s(builder, inputs) },
    2: { offset: int32s(builder, outputs) },
    ...(options && { 3: { int8: 1 }, 4: { offset: table(builder, options) } }),
    ...(customOptions && { 5: { offset: bytesVector(builder, customOptions) } }),
  });
}

function table(builder: Builder, fields: Fields): number {
  builder.startObject(maxFields);
  for (const [number, value] of Object.entries(fields)) {
    if ('int8' in value) builder.addFieldInt8(Number(number), value.int8, 0);
    else if ('int32' in value) builder.addFieldInt32(Number(number), value.int32, 0);
    else builder.addFieldOffset(Number(number), value.offset, 0);
  }
  return builder.endObject();
}

function offsets(builder: Builder, values: readonly number[]): number {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addOffset(value);
  return builder.endVector();
}

function int32s(builder: Builder, values: readonly number[]): number {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}

function bytesVector(builder: Builder, values: Float32Array | Int32Array | Uint16Array | Uint8Array): number {
  return builder.createByteVector(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
