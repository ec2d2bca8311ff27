/**
 * Converts the operators with which MediaPipe's attention mesh looks at eyes and lips again: it cuts a levelled part out of
 * a feature map, finds landmarks in it, and maps them back. After mediapipe/util/tflite/operations (version 2 of each).
 */
import { Fault } from '../../../core/errors.ts';
import { intAttribute, intsAttribute, textAttribute } from '../onnx/onnx-graph.ts';
import type { TfliteOperator } from './tflite-file.ts';
import type { GraphBuilder } from './tflite-graph.ts';

/** Converts a slice that keeps everything. */
export function wholeSlice(build: GraphBuilder, { inputs, outputs }: TfliteOperator, output: string): void {
  if (build.shape(inputs[0]).join() !== build.shape(outputs[0]).join()) {
    throw new Fault('model-failed', 'a slice that leaves values out is not converted');
  }
  build.node('Identity', [build.value(inputs[0])], [], output);
}

/**
 * Converts Landmarks2TransformMatrix: the 4x4 matrix that maps px of an upright square of `output_width` px to the part of
 * the picture around some landmarks. The landmarks are [1, count, 3].
 */
export function landmarksToMatrix(build: GraphBuilder, operator: TfliteOperator, output: string): void {
  const option = (name: string) => numberOf(operator, name);
  if (option('target_rotation_radians') !== 0)
    throw new Fault('model-failed', 'a crop that is turned is not converted');
  const at = (indices: number[], axis: 0 | 1) => {
    const points = build.node(
      'Gather',
      [build.value(operator.inputs[0]), build.integers(indices)],
      [intAttribute('axis', 1)],
    );
    return build.node('Gather', [points, build.integers([axis])], [intAttribute('axis', 2)]);
  };
  const math = arithmetic(build);
  const [left, right] = [[option('left_rotation_idx')], [option('right_rotation_idx')]];
  const across = math.subtract(at(right, 0), at(left, 0));
  const down = math.subtract(at(right, 1), at(left, 1));
  const length = math.root(math.add(math.multiply(across, across), math.multiply(down, down)));
  const [cos, sin] = [math.divide(across, length), math.divide(down, length)];
  const subset = pairsOf(operator, 'subset_idxs');
  const [x, y] = [at(subset, 0), at(subset, 1)];
  const along = math.span(math.add(math.multiply(x, cos), math.multiply(y, sin)));
  const aside = math.span(math.subtract(math.multiply(y, cos), math.multiply(x, sin)));
  const [widthPx, heightPx] = [option('output_width'), option('output_height')];
  const scaleX = math.times(along.size, option('scale_x') / widthPx);
  const scaleY = math.times(aside.size, option('scale_y') / heightPx);
  const a = math.multiply(scaleX, cos);
  const b = math.multiply(scaleX, sin);
  const c = math.times(math.multiply(scaleY, sin), -1);
  const d = math.multiply(scaleY, cos);
  const shift = (middle: string, right: string, below: string) =>
    math.add(middle, math.add(math.times(right, -widthPx / 2), math.times(below, -heightPx / 2)));
  const e = shift(math.subtract(math.multiply(along.middle, cos), math.multiply(aside.middle, sin)), a, c);
  const f = shift(math.add(math.multiply(along.middle, sin), math.multiply(aside.middle, cos)), b, d);
  const zero = math.times(cos, 0);
  const one = math.add(zero, math.number(1));
  const rows = [
    [a, c, zero, e],
    [b, d, zero, f],
    [zero, zero, one, zero],
    [zero, zero, zero, one],
  ].map((row) => build.node('Concat', row, [intAttribute('axis', 2)]));
  build.node('Concat', rows, [intAttribute('axis', 1)], output);
}

/** Converts TransformTensorBilinear: samples a picture through a matrix, into a square of `output_width` px. */
export function transformPicture(build: GraphBuilder, operator: TfliteOperator, output: string): void {
  const [picture, matrix] = operator.inputs;
  const [, heightPx, widthPx] = build.shape(picture);
  const [rows, columns] = [numberOf(operator, 'output_height'), numberOf(operator, 'output_width')];
  const cells = rows * columns;
  const centres = new Float32Array(4 * cells);
  for (let cell = 0; cell < cells; cell++) {
    centres[cell] = (cell % columns) + 0.5;
    centres[cells + cell] = Math.floor(cell / columns) + 0.5;
    centres[3 * cells + cell] = 1;
  }
  const places = build.node('MatMul', [build.value(matrix), build.weights([1, 4, cells], centres)]);
  const xy = build.node('Gather', [places, build.integers([0, 1])], [intAttribute('axis', 1)]);
  const listed = build.node('Transpose', [xy], [intsAttribute('perm', [0, 2, 1])]);
  const grid = build.node('Reshape', [listed, build.integers([1, rows, columns, 2])]);
  // GridSample counts from -1 to 1 between the outer edges of the picture.
  const scaled = build.node('Mul', [grid, build.weights([2], Float32Array.of(2 / widthPx, 2 / heightPx))]);
  const shifted = build.node('Add', [scaled, build.weights([1], Float32Array.of(-1))]);
  const mode = [
    textAttribute('mode', 'bilinear'),
    textAttribute('padding_mode', 'zeros'),
    intAttribute('align_corners', 0),
  ];
  build.node('GridSample', [build.value(picture), shifted], mode, output);
}

/** Converts TransformLandmarks: maps landmarks [1, count, 2] through a matrix. */
export function transformLandmarks(build: GraphBuilder, { inputs }: TfliteOperator, output: string): void {
  const [landmarks, matrix] = inputs;
  const rows = build.node('Gather', [build.value(matrix), build.integers([0, 1])], [intAttribute('axis', 1)]);
  const part = (columns: number[]) => {
    const chosen = build.node('Gather', [rows, build.integers(columns)], [intAttribute('axis', 2)]);
    return build.node('Transpose', [chosen], [intsAttribute('perm', [0, 2, 1])]);
  };
  build.node('Add', [build.node('MatMul', [build.value(landmarks), part([0, 1])]), part([3])], [], output);
}

/** Functions that add nodes for arithmetic on values of the shape [1, count, 1]. */
function arithmetic(build: GraphBuilder) {
  const binary = (opType: string) => (a: string, b: string) => build.node(opType, [a, b]);
  const number = (value: number) => build.weights([1, 1, 1], Float32Array.of(value));
  const [add, subtract, multiply, divide] = ['Add', 'Sub', 'Mul', 'Div'].map(binary);
  const times = (value: string, factor: number) => multiply(value, number(factor));
  const least = (opType: string, values: string) =>
    build.node(opType, [values], [intsAttribute('axes', [1]), intAttribute('keepdims', 1)]);
  const span = (values: string) => {
    const [min, max] = [least('ReduceMin', values), least('ReduceMax', values)];
    return { size: subtract(max, min), middle: times(add(max, min), 0.5) };
  };
  return { add, subtract, multiply, divide, number, times, span, root: (value: string) => build.node('Sqrt', [value]) };
}

function numberOf({ kind, named }: TfliteOperator, name: string): number {
  const value = named[name];
  if (typeof value === 'number') return value;
  // The FlexBuffers library returns null for the float 0.
  if (value === null) return 0;
  throw new Fault('model-failed', `${kind} has no number ${name}`);
}

function pairsOf({ kind, named }: TfliteOperator, name: string): number[] {
  const values = named[name];
  const isNumbers = (list: unknown[]): list is number[] => list.every((value) => typeof value === 'number');
  if (Array.isArray(values)) {
    const flat = values.flat();
    if (isNumbers(flat)) return flat;
  }
  throw new Fault('model-failed', `${kind} has no list ${name}`);
}
