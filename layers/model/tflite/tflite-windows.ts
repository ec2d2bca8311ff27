/** Converts TFLite's convolutions and pools to ONNX, the operators that read a window of the picture. */
import { Fault } from '../../../core/errors.ts';
import type { OnnxAttribute } from '../onnx/onnx-file.ts';
import { intAttribute, intsAttribute } from '../onnx/onnx-graph.ts';
import type { TfliteOperator } from './tflite-file.ts';
import { type Emitter, floats, type GraphBuilder, permute, toNchw } from './tflite-graph.ts';

/** @returns the pads before and after, with which the output has the length ceil(input / stride). As in TFLite, an odd pad is after. */
export function samePads(lengthPx: number, kernelPx: number, stride: number, dilation: number): [number, number] {
  const reach = (Math.ceil(lengthPx / stride) - 1) * stride + (kernelPx - 1) * dilation + 1;
  const total = Math.max(reach - lengthPx, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** @returns the attributes that convolutions and pools share. */
function windowAttributes(
  build: GraphBuilder,
  { inputs, options }: TfliteOperator,
  [kernelY, kernelX]: readonly [number, number],
): OnnxAttribute[] {
  const [, heightPx, widthPx] = build.shape(inputs[0]);
  const same = options.padding === 'same';
  const [top, bottom] = same ? samePads(heightPx, kernelY, options.strideY, options.dilationY) : [0, 0];
  const [left, right] = same ? samePads(widthPx, kernelX, options.strideX, options.dilationX) : [0, 0];
  return [
    intsAttribute('kernel_shape', [kernelY, kernelX]),
    intsAttribute('strides', [options.strideY, options.strideX]),
    intsAttribute('pads', [top, left, bottom, right]),
  ];
}

const dilations = ({ options }: TfliteOperator) => intsAttribute('dilations', [options.dilationY, options.dilationX]);

function bias(build: GraphBuilder, tensor: number | undefined): string[] {
  return tensor === undefined || tensor < 0 ? [] : [build.weights([...build.shape(tensor)], floats(build, tensor))];
}

/** The weights are [out, height, width, in / groups]. */
export function convolution(build: GraphBuilder, operator: TfliteOperator, output: string): void {
  const [input, weights, added] = operator.inputs;
  const shape = build.shape(weights);
  const laid = permute(floats(build, weights), shape, toNchw);
  const groups = build.shape(input)[3] / shape[3];
  build.node(
    'Conv',
    [build.value(input), build.weights(laid.dims, laid.values), ...bias(build, added)],
    [...windowAttributes(build, operator, [shape[1], shape[2]]), dilations(operator), intAttribute('group', groups)],
    output,
  );
}

/** The weights are [1, height, width, out]. Each input channel has the same number of outputs of its own. */
export function depthwiseConvolution(build: GraphBuilder, operator: TfliteOperator, output: string): void {
  const [input, weights, added] = operator.inputs;
  const shape = build.shape(weights);
  const laid = permute(floats(build, weights), shape, [3, 0, 1, 2]);
  const groups = build.shape(input)[3];
  build.node(
    'Conv',
    [build.value(input), build.weights(laid.dims, laid.values), ...bias(build, added)],
    [...windowAttributes(build, operator, [shape[1], shape[2]]), dilations(operator), intAttribute('group', groups)],
    output,
  );
}

/** Converts MediaPipe's custom operator. The weights are [out, height, width, in]. Overlapping windows are not supported. */
export function transposedConvolution(build: GraphBuilder, operator: TfliteOperator, output: string): void {
  const [input, weights, added] = operator.inputs;
  const shape = build.shape(weights);
  const { strideX, strideY } = operator.options;
  if (shape[1] !== strideY || shape[2] !== strideX) {
    throw new Fault(
      'model-failed',
      `a transposed convolution ${shape.join('x')} by ${strideX}x${strideY} is not converted`,
    );
  }
  const laid = permute(floats(build, weights), shape, [3, 0, 1, 2]);
  build.node(
    'ConvTranspose',
    [build.value(input), build.weights(laid.dims, laid.values), ...bias(build, added)],
    [intsAttribute('kernel_shape', [strideY, strideX]), intsAttribute('strides', [strideY, strideX])],
    output,
  );
}

/** In both formats padding is not part of the mean of a window. */
export function pool(opType: 'AveragePool' | 'MaxPool'): Emitter {
  return (build, operator, output) => {
    const { filterHeight, filterWidth } = operator.options;
    const attributes = windowAttributes(build, operator, [filterHeight, filterWidth]);
    build.node(opType, [build.value(operator.inputs[0])], attributes, output);
  };
}
