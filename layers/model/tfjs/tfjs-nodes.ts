/** Converts each kind of TensorFlow.js node to ONNX. */
import { Fault } from '../../../core/errors.ts';
import type { OnnxAttribute } from '../onnx/onnx-file.ts';
import { floatAttribute, intAttribute, intsAttribute, textAttribute } from '../onnx/onnx-graph.ts';
import { permute } from '../tflite/tflite-graph.ts';
import { samePads } from '../tflite/tflite-windows.ts';
import type { TfjsConstant, TfjsNode } from './tfjs-file.ts';
import { nhwcInNchw, plainAxes, type TfjsGraph, type TfjsValue } from './tfjs-graph.ts';

/** Adds the nodes for one node and stores its values in the graph under its name. */
type Emitter = (graph: TfjsGraph, node: TfjsNode) => void;

/** The emitters by kind of node. */
export const emitters: Readonly<Record<string, Emitter>> = {
  // The caller has stored inputs and constants.
  Placeholder: () => {},
  Const: () => {},
  Identity: (graph, { name, input }) => graph.set(name, graph.get(input[0])),
  Add: add,
  AddV2: add,
  Conv2D: convolution,
  ConcatV2: concatenate,
  LeakyRelu: (graph, node) => unary(graph, node, 'LeakyRelu', [floatAttribute('alpha', node.attr.alpha?.f ?? 0)]),
  MaxPool: maxPool,
  Pad: pad,
  PadV2: pad,
  Reshape: reshape,
  ResizeBilinear: resizeBilinear,
  Sigmoid: (graph, node) => unary(graph, node, 'Sigmoid', []),
  SparseToDense: sparseToDense,
  SplitV: split,
  Transpose: transpose,
};

function unary(graph: TfjsGraph, { name, input }: TfjsNode, opType: string, attributes: OnnxAttribute[]): void {
  const value = graph.value(input[0]);
  graph.set(name, { ...value, name: graph.node(opType, [value.name], attributes) });
}

function add(graph: TfjsGraph, { name, input: [first, second] }: TfjsNode): void {
  const [a, b] = [graph.constant(first), graph.constant(second)];
  if (a && b) {
    graph.set(name, sumOf(name, a, b));
    return;
  }
  const leading = graph.value(a ? second : first);
  const other = graph.get(a ? first : second);
  const shape = leading.shape.map((size, at) =>
    Math.max(size, other.shape[at - leading.shape.length + other.shape.length] ?? 1),
  );
  const operand = graph.laidOut(a ? first : second, leading.axes);
  graph.set(name, { ...leading, shape, name: graph.node('Add', [leading.name, operand]) });
}

function sumOf(name: string, a: TfjsConstant, b: TfjsConstant): TfjsConstant {
  if (String(a.shape) !== String(b.shape)) {
    throw new Fault('model-failed', `${name}: constants of the shapes ${a.shape} and ${b.shape} are not added`);
  }
  return { shape: a.shape, values: a.values.map((value, at) => value + b.values[at]) };
}

/** The inputs are indices [n, 1], the length, the values, and the value of all other places. */
function sparseToDense(graph: TfjsGraph, { name, input }: TfjsNode): void {
  const [places, lengths, values, [other]] = input.map((one) => graph.integers(one));
  if (lengths.length !== 1) throw new Fault('model-failed', `${name}: only lists are converted`);
  const dense = new Int32Array(lengths[0]).fill(other);
  for (const [at, place] of places.entries()) dense[place] = values[at];
  graph.set(name, { shape: lengths, values: dense });
}

function transpose(graph: TfjsGraph, { name, input }: TfjsNode): void {
  const order = graph.integers(input[1]);
  const { name: stored, shape, axes } = graph.value(input[0]);
  graph.set(name, { name: stored, shape: order.map((axis) => shape[axis]), axes: order.map((axis) => axes[axis]) });
}

/** The pads are pairs (before, after) for each axis. `PadV2` names the value of the pads; it is 0 for `Pad`. */
function pad(graph: TfjsGraph, { name, input: [source, widths, filling] }: TfjsNode): void {
  const value = graph.value(source);
  const pairs = graph.integers(widths);
  const pads = (side: 0 | 1) => plainAxes(value.axes.length).map((axis) => pairs[2 * value.axes.indexOf(axis) + side]);
  const fill = filling === undefined ? [] : [graph.weights([], graph.floats(filling).values)];
  const padded = graph.node('Pad', [value.name, graph.sizes([...pads(0), ...pads(1)]), ...fill]);
  const shape = value.shape.map((size, axis) => size + pairs[2 * axis] + pairs[2 * axis + 1]);
  graph.set(name, { ...value, shape, name: padded });
}

/** The window of a convolution or pool: kernel, steps between windows and between the values of a window, each (y, x). */
interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

function windowOf({ name, attr }: TfjsNode, kernel: readonly number[]): Window & { readonly isSame: boolean } {
  const padding = textOf(attr.padding?.s);
  const order = textOf(attr.data_format?.s) || 'NHWC';
  if (order !== 'NHWC' || !['SAME', 'VALID'].includes(padding)) {
    throw new Fault('model-failed', `${name}: a window with padding ${padding} in the order ${order} is not converted`);
  }
  const [, ...strides] = attr.strides?.list?.i ?? [];
  const [, ...dilations] = attr.dilations?.list?.i ?? [1, 1, 1, 1];
  return { kernel, strides: strides.slice(0, 2), dilations: dilations.slice(0, 2), isSame: padding === 'SAME' };
}

const textOf = (base64 = '') => Buffer.from(base64, 'base64').toString();

/** Returns the attributes, and height and width of the result. */
function placed({ kernel, strides, dilations, isSame }: ReturnType<typeof windowOf>, [, ...sides]: readonly number[]) {
  const pads = [0, 1].map((at) => (isSame ? samePads(sides[at], kernel[at], strides[at], dilations[at]) : [0, 0]));
  const lengths = [0, 1].map((at) => {
    const reach = (kernel[at] - 1) * dilations[at] + 1;
    return Math.floor((sides[at] + pads[at][0] + pads[at][1] - reach) / strides[at]) + 1;
  });
  const attributes = [
    intsAttribute('kernel_shape', [...kernel]),
    intsAttribute('strides', [...strides]),
    intsAttribute('dilations', [...dilations]),
    intsAttribute('pads', [pads[0][0], pads[1][0], pads[0][1], pads[1][1]]),
  ];
  return { attributes, lengths };
}

/** The weights are [height, width, in / groups, out]. */
function convolution(graph: TfjsGraph, node: TfjsNode): void {
  const input = graph.value(node.input[0]);
  const { shape, values } = graph.floats(node.input[1]);
  const { attributes, lengths } = placed(windowOf(node, shape.slice(0, 2)), input.shape);
  const laid = permute(values, shape, [3, 2, 0, 1]);
  const groups = intAttribute('group', input.shape[3] / shape[2]);
  const operands = [graph.inOrder(input, nhwcInNchw), graph.weights(laid.dims, laid.values)];
  const result = graph.node('Conv', operands, [...attributes, groups]);
  graph.set(node.name, { name: result, shape: [input.shape[0], ...lengths, shape[3]], axes: nhwcInNchw });
}

function maxPool(graph: TfjsGraph, node: TfjsNode): void {
  const input = graph.value(node.input[0]);
  const kernel = (node.attr.ksize?.list?.i ?? []).slice(1, 3);
  const { attributes, lengths } = placed(windowOf(node, kernel), input.shape);
  const result = graph.node('MaxPool', [graph.inOrder(input, nhwcInNchw)], attributes);
  graph.set(node.name, { name: result, shape: [input.shape[0], ...lengths, input.shape[3]], axes: nhwcInNchw });
}

function resizeBilinear(graph: TfjsGraph, { name, input: [source, size], attr }: TfjsNode): void {
  const value = graph.value(source);
  const [batch, , , channels] = value.shape;
  const [heightPx, widthPx] = graph.integers(size).map((length) => Math.round(length * graph.scale));
  const plain = attr.half_pixel_centers?.b ? 'half_pixel' : 'asymmetric';
  const result = graph.node(
    'Resize',
    [graph.inOrder(value, nhwcInNchw), '', '', graph.sizes([batch, channels, heightPx, widthPx])],
    [
      textAttribute('mode', 'linear'),
      textAttribute('coordinate_transformation_mode', attr.align_corners?.b ? 'align_corners' : plain),
    ],
  );
  graph.set(name, { name: result, shape: [batch, heightPx, widthPx, channels], axes: nhwcInNchw });
}

/** The last input is the axis. */
function concatenate(graph: TfjsGraph, { name, input }: TfjsNode): void {
  const [parts, [place]] = [input.slice(0, -1), graph.integers(input.at(-1) ?? '')];
  const leading = parts.map((part) => graph.get(part)).find((part): part is TfjsValue => 'axes' in part);
  if (!leading) throw new Fault('model-failed', `${name}: constants are not joined`);
  const axis = place < 0 ? place + leading.shape.length : place;
  const operands = parts.map((part) => graph.laidOut(part, leading.axes));
  const joined = graph.node('Concat', operands, [intAttribute('axis', leading.axes[axis])]);
  const length = parts.reduce((sum, part) => sum + graph.get(part).shape[axis], 0);
  const shape = leading.shape.map((size, at) => (at === axis ? length : size));
  graph.set(name, { ...leading, shape, name: joined });
}

/** The inputs are the value, the lengths of the parts, and the axis. */
function split(graph: TfjsGraph, { name, input: [source, sizes, place] }: TfjsNode): void {
  const value = graph.value(source);
  const [lengths, [given]] = [graph.integers(sizes), graph.integers(place)];
  const axis = given < 0 ? given + value.shape.length : given;
  const names = lengths.map((_, at) => `value_${graph.nodes.length}_${at}`);
  graph.nodeOf('Split', [value.name, graph.sizes(lengths)], [intAttribute('axis', value.axes[axis])], names);
  for (const [at, length] of lengths.entries()) {
    const shape = value.shape.map((size, index) => (index === axis ? length : size));
    graph.set(at === 0 ? name : `${name}:${at}`, { ...value, shape, name: names[at] });
  }
}

/** A length of -1 is what the others leave. */
function reshape(graph: TfjsGraph, { name, input: [source, lengths] }: TfjsNode): void {
  const value = graph.value(source);
  const shape = lengthsFor(productOf(value.shape), graph.integers(lengths));
  const plain = graph.inOrder(value, plainAxes(value.shape.length));
  const result = graph.node('Reshape', [plain, graph.sizes(shape)]);
  graph.set(name, { name: result, shape, axes: plainAxes(shape.length) });
}

const productOf = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);

/**
 * Returns the lengths for so many values. In a graph for another size of picture the longest one changes: it counts the
 * cells of a grid.
 */
function lengthsFor(count: number, wanted: readonly number[]): number[] {
  const free = wanted.includes(-1) ? -1 : Math.max(...wanted);
  const rest = Math.abs(productOf(wanted) / free);
  const place = productOf(wanted) === count ? -1 : wanted.indexOf(free);
  return wanted.map((size, at) => (at === place ? count / rest : size));
}
