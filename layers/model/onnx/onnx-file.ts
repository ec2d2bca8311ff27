/**
 * Reads and writes ONNX files as plain objects. Only the messages that preparation uses are declared; all other fields are
 * kept unread, byte for byte.
 * Message and field numbers: onnx/onnx.proto of the ONNX project, IR version 3 to 10.
 */
import protobuf from 'protobufjs/light.js';
import { Fault } from '../../../core/errors.ts';

/** An int64 of the file: a number in models that are built here, a Long in models that were read. */
export type Int64 = number | { toNumber(): number };

/** The values of TensorProto.DataType that occur here. */
export const dataType = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;
/** The values of AttributeProto.AttributeType that occur here. */
export const attributeType = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  graphs: 10,
} as const;

export interface OnnxTensor {
  dims: Int64[];
  dataType: number;
  name: string;
  /** Values in little-endian order; the usual field. */
  rawData?: Uint8Array;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: Int64[];
  /** The place of the values when `dataLocation` is 1: `location` (a file name beside the graph), `offset`, `length`. */
  externalData?: { key: string; value: string }[];
  dataLocation?: number;
}

export interface OnnxAttribute {
  name: string;
  type: number;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: OnnxTensor;
  floats?: number[];
  ints?: Int64[];
}

export interface OnnxNode {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  domain?: string;
  attribute: OnnxAttribute[];
}

export interface OnnxDimension {
  dimValue?: Int64;
  dimParam?: string;
}

/** An input, output or inner value of a graph, with its type. */
export interface OnnxValue {
  name: string;
  type?: { tensorType?: { elemType: number; shape?: { dim: OnnxDimension[] } } };
}

export interface OnnxGraph {
  node: OnnxNode[];
  name: string;
  initializer: OnnxTensor[];
  input: OnnxValue[];
  output: OnnxValue[];
  valueInfo: OnnxValue[];
}

export interface OnnxModel {
  irVersion: Int64;
  producerName: string;
  graph: OnnxGraph;
  opsetImport: { domain: string; version: Int64 }[];
}

const one = (id: number, type: string) => ({ id, type });
const many = (id: number, type: string, packed = false) => ({ id, type, rule: 'repeated', options: { packed } });
type Field = ReturnType<typeof one | typeof many>;
/** @returns a message in ONNX's syntax, proto2: a field that is set is written, also when its value is zero or empty. */
const message = (fields: Record<string, Field>) => ({ edition: 'proto2', fields });

const modelType = protobuf.Root.fromJSON({
  nested: {
    Model: message({
      irVersion: one(1, 'int64'),
      producerName: one(2, 'string'),
      graph: one(7, 'Graph'),
      opsetImport: many(8, 'OperatorSet'),
    }),
    OperatorSet: message({ domain: one(1, 'string'), version: one(2, 'int64') }),
    Graph: message({
      node: many(1, 'Node'),
      name: one(2, 'string'),
      initializer: many(5, 'Tensor'),
      input: many(11, 'Value'),
      output: many(12, 'Value'),
      valueInfo: many(13, 'Value'),
    }),
    Node: message({
      input: many(1, 'string'),
      output: many(2, 'string'),
      name: one(3, 'string'),
      opType: one(4, 'string'),
      attribute: many(5, 'Attribute'),
      domain: one(7, 'string'),
    }),
    Attribute: message({
      name: one(1, 'string'),
      f: one(2, 'float'),
      i: one(3, 'int64'),
      s: one(4, 'bytes'),
      t: one(5, 'Tensor'),
      floats: many(7, 'float'),
      ints: many(8, 'int64'),
      type: one(20, 'int32'),
    }),
    Tensor: message({
      dims: many(1, 'int64'),
      dataType: one(2, 'int32'),
      floatData: many(4, 'float', true),
      int32Data: many(5, 'int32', true),
      int64Data: many(7, 'int64', true),
      name: one(8, 'string'),
      rawData: one(9, 'bytes'),
      externalData: many(13, 'TextEntry'),
      dataLocation: one(14, 'int32'),
    }),
    TextEntry: message({ key: one(1, 'string'), value: one(2, 'string') }),
    Value: message({ name: one(1, 'string'), type: one(2, 'Type') }),
    Type: message({ tensorType: one(1, 'TensorType') }),
    TensorType: message({ elemType: one(1, 'int32'), shape: one(2, 'Shape') }),
    Shape: message({ dim: many(1, 'Dimension') }),
    Dimension: message({ dimValue: one(1, 'int64'), dimParam: one(2, 'string') }),
  },
}).lookupType('Model');

/** Reads a model file. @throws Fault `model-corrupt` when the bytes are not an ONNX model. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  const reader = protobuf.Reader.create(bytes);
  // By default, fields that are not declared above would be lost.
  reader.discardUnknown = false;
  try {
    const model = modelType.decode(reader) as unknown as OnnxModel;
    if (!model.graph) throw new Error('the model has no graph');
    return model;
  } catch (cause) {
    throw new Fault('model-corrupt', 'the file is not an ONNX model', { cause });
  }
}

/** Writes a model file. The same model gives the same bytes. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return modelType.encode(model as unknown as protobuf.Message).finish();
}

export const toNumber = (value: Int64): number => (typeof value === 'number' ? value : value.toNumber());
