/**
 * Converts each TFLite operator to ONNX. TFLite pictures are NHWC, ONNX pictures NCHW: four-dimensional values change their
 * layout, all others keep it.
 */
import { Fault } from '../../../core/errors.ts';
import { intAttribute, intsAttribute, textAttribute } from '../onnx/onnx-graph.ts';
import { landmarksToMatrix, transformLandmarks, transformPicture, wholeSlice } from './tflite-attention.ts';
import type { TfliteOperator, TfliteOptions } from './tflite-file.ts';
import { type Emitter, floats, type GraphBuilder, permute, toNchw, toNhwc } from './tflite-graph.ts';
import { convolution, depthwiseConvolution, pool, transposedConvolution } from './tflite-windows.ts';

/** The emitters by TFLite operator. The caller adds fused activations. */
export const emitters: Readonly<Record<string, Emitter>> = {
  ADD: elementwise('Add'),
  MUL: elementwise('Mul'),
  RELU: unary('Relu'),
  LOGISTIC: unary('Sigmoid'),
  HARD_SWISH: unary('HardSwish'),
  DEQUANTIZE: dequantize,
  PRELU: prelu,
  CONV_2D: convolution,
  DEPTHWISE_CONV_2D: depthwiseConvolution,
  Convolution2DTransposeBias: transposedConvolution,
  AVERAGE_POOL_2D: pool('AveragePool'),
  MAX_POOL_2D: pool('MaxPool'),
  PAD: pad,
  RESIZE_BILINEAR: resizeBilinear,
  RESHAPE: reshape,
  CONCATENATION: concatenate,
  STRIDED_SLICE: wholeSlice,
  Landmarks2TransformMatrix: landmarksToMatrix,
  TransformTensorBilinear: transformPicture,
  TransformLandmarks: transformLandmarks,
};

/** Adds the activation that TFLite applies to the result of an operator. */
export function emitActivation(build: GraphBuilder, options: TfliteOptions, input: string, output: string): void {
  const limits = { 'relu-n1-to-1': [-1, 1], relu6: [0, 6] }[options.activation as string];
  if (limits) {
    const [low = '', high = ''] = limits.map((limit) => build.weights([], new Float32Array([limit])));
    build.node('Clip', [input, low, high], [], output);
  } else if (options.activation === 'relu') {
    build.node('Relu', [input], [], output);
  } else {
    throw new Fault('model-failed', `the fused activation ${options.activation} is not converted`);
  }
}

function unary(opType: string): Emitter {
  return (build, { inputs }, output) => build.node(opType, [build.value(inputs[0])], [], output);
}

function elementwise(opType: string): Emitter {
  return (build, { inputs, outputs }, output) => {
    const rank = build.shape(outputs[0]).length;
    build.node(
      opType,
      inputs.map((input) => operand(build, input, rank)),
      [],
      output,
    );
  };
}

/** @returns the name of an input that is broadcast. A constant first gets the rank and layout of the result. */
function operand(build: GraphBuilder, tensor: number, rank: number): string {
  const values = build.constant(tensor);
  const shape = build.shape(tensor);
  if (values instanceof Float32Array) {
    const lifted = [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
    const laid = rank === 4 ? permute(values, lifted, toNchw) : { dims: lifted, values };
    return build.weights(laid.dims, laid.values);
  }
  if (shape.length !== rank) throw new Fault('model-failed', 'operands of different rank are not converted');
  return build.value(tensor);
}

/** Half-precision weights are converted when the file is read. The result of DEQUANTIZE is therefore the constant itself. */
function dequantize(build: GraphBuilder, { inputs, outputs }: TfliteOperator): void {
  build.setConstant(outputs[0], floats(build, inputs[0]));
}

function prelu(build: GraphBuilder, { inputs }: TfliteOperator, output: string): void {
  const rank = build.shape(inputs[0]).length;
  build.node('PRelu', [build.value(inputs[0]), operand(build, inputs[1], rank)], [], output);
}

function integersOf(build: GraphBuilder, tensor: number): number[] {
  const values = build.constant(tensor);
  if (values instanceof Int32Array) return [...values];
  throw new Fault('model-failed', 'a size that is computed while the network runs is not converted');
}

/** The pads are pairs (before, after) for each axis. */
function pad(build: GraphBuilder, { inputs }: TfliteOperator, output: string): void {
  const pairs = integersOf(build, inputs[1]);
  const axes = pairs.length === 8 ? toNchw : Array.from({ length: pairs.length / 2 }, (_, axis) => axis);
  const pads = [...axes.map((axis) => pairs[2 * axis]), ...axes.map((axis) => pairs[2 * axis + 1])];
  build.node('Pad', [build.value(inputs[0]), build.integers(pads)], [], output);
}

function resizeBilinear(build: GraphBuilder, { inputs, options }: TfliteOperator, output: string): void {
  const [heightPx, widthPx] = integersOf(build, inputs[1]);
  const [batch, , , channels] = build.shape(inputs[0]);
  const plain = options.halfPixelCenters ? 'half_pixel' : 'asymmetric';
  const size = build.integers([batch, channels, heightPx, widthPx]);
  build.node(
    'Resize',
    [build.value(inputs[0]), '', '', size],
    [
      textAttribute('mode', 'linear'),
      textAttribute('coordinate_transformation_mode', options.alignCorners ? 'align_corners' : plain),
    ],
    output,
  );
}

/** RESHAPE counts values in TFLite's order, so a picture is converted to NHWC before it and to NCHW after it. */
function reshape(build: GraphBuilder, { inputs, outputs }: TfliteOperator, output: string): void {
  const [from, to] = [build.shape(inputs[0]), build.shape(outputs[0])];
  const source = build.value(inputs[0]);
  const plain = from.length === 4 ? build.node('Transpose', [source], [intsAttribute('perm', toNhwc)]) : source;
  const shape = build.integers([...to]);
  if (to.length !== 4) {
    build.node('Reshape', [plain, shape], [], output);
    return;
  }
  build.node('Transpose', [build.node('Reshape', [plain, shape])], [intsAttribute('perm', toNchw)], output);
}

function concatenate(build: GraphBuilder, { inputs, outputs, options }: TfliteOperator, output: string): void {
  const rank = build.shape(outputs[0]).length;
  const axis = options.axis < 0 ? options.axis + rank : options.axis;
  const values = inputs.map((input) => operand(build, input, rank));
  build.node('Concat', values, [intAttribute('axis', rank === 4 ? toNchw.indexOf(axis) : axis)], output);
}
