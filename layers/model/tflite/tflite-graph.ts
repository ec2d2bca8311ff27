/** What the emitters of tflite-operators.ts and tflite-windows.ts build upon; tflite-to-onnx.ts keeps the graph behind it. */
import { Fault } from '../../../core/errors.ts';
import type { OnnxAttribute } from '../onnx/onnx-file.ts';
import type { TfliteOperator } from './tflite-file.ts';

/** What an emitter may ask of, and add to, the graph under construction. */
export interface GraphBuilder {
  /** TFLite shape of a tensor. */
  shape(tensor: number): readonly number[];
  /** ONNX name of a tensor that is no constant. */
  value(tensor: number): string;
  /** Values of a constant tensor in TFLite order, or undefined when the tensor is computed. */
  constant(tensor: number): Float32Array | Int32Array | undefined;
  /** Makes a tensor constant; used by DEQUANTIZE. */
  setConstant(tensor: number, values: Float32Array): void;
  /** Adds float weights and gives their name. */
  weights(dims: number[], values: Float32Array): string;
  /** Adds whole numbers (sizes, pads) and gives their name. */
  integers(values: number[]): string;
  /** Adds a node; without `output` a fresh value is made. @returns the value's name. */
  node(opType: string, inputs: string[], attributes?: OnnxAttribute[], output?: string): string;
}

/** Adds the nodes for one operator; the last of them writes `output`. */
export type Emitter = (build: GraphBuilder, operator: TfliteOperator, output: string) => void;

/** Weights of a layer. @throws Fault `model-failed` when they are computed or no floats. */
export function floats(build: GraphBuilder, tensor: number): Float32Array {
  const values = build.constant(tensor);
  if (values instanceof Float32Array) return values;
  throw new Fault('model-failed', `the weights ${build.shape(tensor).join('x')} are no float constant`);
}

/** Reorders values of the shape [a, b, c, d] so that axis `order[i]` becomes axis i. */
export function permute(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): { dims: number[]; values: Float32Array } {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const dims = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const place = dims.map(() => 0);
  const out = new Float32Array(values.length);
  let from = 0;
  for (let i = 0; i < out.length; i += 1) {
    out[i] = values[from];
    // Counts up like an odometer: the last axis first, each carry rewinding its own axis.
    for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
      place[axis] += 1;
      from += steps[axis];
      if (place[axis] < dims[axis]) break;
      from -= steps[axis] * dims[axis];
      place[axis] = 0;
    }
  }
  return { dims, values: out };
}

/** Which axis of an NHWC picture each NCHW axis is, and the other way round. */
export const toNchw = [0, 3, 1, 2];
export const toNhwc = [0, 2, 3, 1];
