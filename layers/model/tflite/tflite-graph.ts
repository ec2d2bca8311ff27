/** The interface through which the emitters of tflite-operators.ts and tflite-windows.ts build a graph, and their shared functions. */
import { Fault } from '../../../core/errors.ts';
import type { OnnxAttribute } from '../onnx/onnx-file.ts';
import type { TfliteOperator } from './tflite-file.ts';

/** The graph under construction, as emitters use it. */
export interface GraphBuilder {
  /** Returns the TFLite shape of a tensor. */
  shape(tensor: number): readonly number[];
  /** Returns the ONNX name of a tensor that is not a constant. */
  value(tensor: number): string;
  /** Returns the values of a constant in TFLite order; undefined when the tensor is computed. */
  constant(tensor: number): Float32Array | Int32Array | undefined;
  /** Makes a tensor a constant; used by DEQUANTIZE. */
  setConstant(tensor: number, values: Float32Array): void;
  /** Adds float weights. @returns their name. */
  weights(dims: number[], values: Float32Array): string;
  /** Adds whole numbers (sizes, pads). @returns their name. */
  integers(values: number[]): string;
  /** Adds a node. @param output the name of its value; a new name when left out. @returns the name. */
  node(opType: string, inputs: string[], attributes?: OnnxAttribute[], output?: string): string;
}

/** Adds the nodes for one operator. The last of them writes `output`. */
export type Emitter = (build: GraphBuilder, operator: TfliteOperator, output: string) => void;

/** @returns the weights of a layer. @throws Fault `model-failed` when they are computed or not floats. */
export function floats(build: GraphBuilder, tensor: number): Float32Array {
  const values = build.constant(tensor);
  if (values instanceof Float32Array) return values;
  throw new Fault('model-failed', `the weights ${build.shape(tensor).join('x')} are not a float constant`);
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
    // Goes to the next place: the last axis counts first, and an axis at its end returns to 0.
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

/** The axis of an NHWC picture for each axis of an NCHW one, and the reverse. */
export const toNchw = [0, 3, 1, 2];
export const toNhwc = [0, 2, 3, 1];
