/**
 * The graph that the emitters of tfjs-nodes.ts build. TensorFlow.js pictures are NHWC for some nodes and NCHW for others, so
 * a value is stored in the order that its node needs, and remembers its order. A Transpose then needs no node of its own.
 */
import { Fault } from '../../../core/errors.ts';
import type { OnnxAttribute, OnnxNode, OnnxTensor } from '../onnx/onnx-file.ts';
import { floatTensor, int64Tensor, intsAttribute } from '../onnx/onnx-graph.ts';
import { permute } from '../tflite/tflite-graph.ts';
import type { TfjsConstant } from './tfjs-file.ts';

/** A value that is computed while the network runs. */
export interface TfjsValue {
  readonly name: string;
  /** In TensorFlow's order. */
  readonly shape: readonly number[];
  /** The axis of the ONNX value for each axis of TensorFlow's. */
  readonly axes: readonly number[];
}

/** Where NCHW pictures in ONNX have the axes of NHWC pictures. */
export const nhwcInNchw: readonly number[] = [0, 2, 3, 1];
export const plainAxes = (rank: number): readonly number[] => Array.from({ length: rank }, (_, axis) => axis);

const isConstant = (value: TfjsValue | TfjsConstant): value is TfjsConstant => 'values' in value;

export class TfjsGraph {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  /** Side of the picture over that in the file; sizes of pictures in the graph change with it. */
  readonly scale: number;
  readonly #made = new Map<string, TfjsValue | TfjsConstant>();

  constructor(constants: ReadonlyMap<string, TfjsConstant>, scale: number) {
    this.scale = scale;
    for (const [name, constant] of constants) this.set(name, constant);
  }

  set(name: string, value: TfjsValue | TfjsConstant): void {
    this.#made.set(name, value);
  }

  /** @throws Fault `model-corrupt` when no node before this one has made it. */
  get(name: string): TfjsValue | TfjsConstant {
    const value = this.#made.get(name.replace(/:0$/, ''));
    if (value) return value;
    throw new Fault('model-corrupt', `the graph uses ${name} before a node makes it`);
  }

  /** @throws Fault `model-failed` for a constant. */
  value(name: string): TfjsValue {
    const value = this.get(name);
    if (!isConstant(value)) return value;
    throw new Fault('model-failed', `${name} is a constant where a computed value is expected`);
  }

  /** Returns the constant of this name; undefined when it is computed while the network runs. */
  constant(name: string): TfjsConstant | undefined {
    const value = this.get(name);
    return isConstant(value) ? value : undefined;
  }

  /** @throws Fault `model-failed` for a size that is computed while the network runs. */
  integers(name: string): number[] {
    const constant = this.constant(name);
    if (constant?.values instanceof Int32Array) return [...constant.values];
    throw new Fault('model-failed', `${name}: a size that is computed while the network runs is not converted`);
  }

  /** @throws Fault `model-failed` for weights that are computed or not floats. */
  floats(name: string): { readonly shape: readonly number[]; readonly values: Float32Array } {
    const constant = this.constant(name);
    if (constant?.values instanceof Float32Array) return { shape: constant.shape, values: constant.values };
    throw new Fault('model-failed', `the weights ${name} are not a float constant`);
  }

  /**
   * Returns the name of an operand in the wanted order of axes. A constant gets further axes of size 1 before its own, as
   * both formats do when they broadcast.
   */
  laidOut(name: string, axes: readonly number[]): string {
    const constant = this.constant(name);
    const rank = constant?.shape.length ?? this.value(name).shape.length;
    if (rank > axes.length || (!constant && rank !== axes.length)) {
      throw new Fault('model-failed', `${name}: operands of these ranks are not converted`);
    }
    if (!constant) return this.inOrder(this.value(name), axes);
    const { shape, values } = this.floats(name);
    const lifted = [...Array.from({ length: axes.length - rank }, () => 1), ...shape];
    const laid = permute(
      values,
      lifted,
      plainAxes(axes.length).map((axis) => axes.indexOf(axis)),
    );
    return this.weights(laid.dims, laid.values);
  }

  /** Returns the name of the value in the wanted order of axes. Adds a Transpose if it has another order. */
  inOrder({ name, axes: stored }: TfjsValue, axes: readonly number[]): string {
    if (axes.every((axis, at) => axis === stored[at])) return name;
    const order = axes.map((_, axis) => stored[axes.indexOf(axis)]);
    return this.node('Transpose', [name], [intsAttribute('perm', order)]);
  }

  weights(dims: number[], values: Float32Array): string {
    return this.#initializer(floatTensor(`constant_${this.initializers.length}`, dims, values));
  }

  sizes(values: readonly number[]): string {
    return this.#initializer(int64Tensor(`constant_${this.initializers.length}`, [values.length], [...values]));
  }

  #initializer(tensor: OnnxTensor): string {
    this.initializers.push(tensor);
    return tensor.name;
  }

  /** Adds a node of one output. Returns the name of its value. */
  node(
    opType: string,
    input: string[],
    attribute: OnnxAttribute[] = [],
    output = `value_${this.nodes.length}`,
  ): string {
    return this.nodeOf(opType, input, attribute, [output])[0];
  }

  /** Adds a node. Returns the names of its values. */
  nodeOf(opType: string, input: string[], attribute: OnnxAttribute[], output: string[]): string[] {
    this.nodes.push({ opType, name: `${opType}_${this.nodes.length}`, input, output, attribute });
    return output;
  }
}
