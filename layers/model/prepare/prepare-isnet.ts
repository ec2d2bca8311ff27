/**
 * Rewrites the published ISNet graph into a plain single-precision graph with one output, whose height and width may be any
 * multiple of 64. The published graph has half-precision weights, casts, side outputs, and sizes fixed for one input.
 */
import { Fault } from '../../../core/errors.ts';
import { widenHalves } from '../onnx/half-float.ts';
import {
  dataType,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  toNumber,
} from '../onnx/onnx-file.ts';
import {
  floatTensor,
  floatValue,
  int64Values,
  neededInitializers,
  neededInOrder,
  producers,
} from '../onnx/onnx-graph.ts';

/**
 * Changes the model in place.
 * @param outputName the output to keep. The others are for training only.
 * @returns the model.
 * @throws Fault `model-corrupt` when the graph is not of the expected shape.
 */
export function prepareIsnet(model: OnnxModel, outputName: string): OnnxModel {
  const { graph } = model;
  const names = graph.output.map(({ name }) => name).join(', ');
  graph.output = graph.output.filter(({ name }) => name === outputName);
  if (graph.output.length === 0) throw new Fault('model-corrupt', `the graph has no ${outputName}, only ${names}`);
  freeResizes(graph);
  widen(graph);
  dropFloatCasts(graph);
  graph.node = neededInOrder(graph);
  graph.initializer = neededInitializers(graph);
  freeSizes(graph);
  return model;
}

/** Gives each Resize its ratio instead of its fixed target size, so that it works for any input size. */
function freeResizes(graph: OnnxGraph): void {
  const made = producers(graph.node);
  const shapes = new Map(
    [...graph.valueInfo, ...graph.input].map((value) => [
      value.name,
      value.type?.tensorType?.shape?.dim.map((dim) => toNumber(dim.dimValue ?? 0)) ?? [],
    ]),
  );
  for (const node of graph.node) {
    if (node.opType !== 'Resize') continue;
    const [source = '', , , sizes = ''] = node.input;
    const from = (shapes.get(source) ?? []).slice(2);
    const ratios = fixedSize(made, sizes).map((to, axis) => to / (from[axis] ?? 0));
    if (ratios.length !== 2 || !ratios.every((ratio) => Number.isInteger(ratio) && ratio > 0)) {
      throw new Fault('model-corrupt', `${node.name} does not enlarge by a whole number of times`);
    }
    const scales = `scales_${ratios.join('x')}`;
    if (!graph.initializer.some((tensor) => tensor.name === scales)) {
      graph.initializer.push(floatTensor(scales, [4], new Float32Array([1, 1, ...ratios])));
    }
    node.input = [source, '', scales];
  }
}

/** @returns height and width at the end of the chain Concat(Slice(Shape(x)), Constant [height, width]). */
function fixedSize(made: Map<string, OnnxNode>, sizes: string): number[] {
  const constant = made.get(made.get(sizes)?.input[1] ?? '');
  const value = constant?.attribute.find((attribute) => attribute.name === 'value')?.t;
  return value ? int64Values(value) : [];
}

function widen(graph: OnnxGraph): void {
  const inConstants = graph.node.flatMap((node) => node.attribute.flatMap((attribute) => attribute.t ?? []));
  for (const tensor of [...graph.initializer, ...inConstants]) widenTensor(tensor);
}

function widenTensor(tensor: OnnxTensor): void {
  if (tensor.dataType !== dataType.float16) return;
  const { rawData } = tensor;
  if (!rawData?.length) throw new Fault('model-corrupt', `${tensor.name} has half-precision weights outside rawData`);
  Object.assign(tensor, floatTensor(tensor.name, [], widenHalves(rawData)), { dims: tensor.dims });
}

/** Removes the casts between the float types, which are without effect now, and connects their inputs and outputs. */
function dropFloatCasts(graph: OnnxGraph): void {
  const isFloatCast = (node: OnnxNode) =>
    node.opType === 'Cast' &&
    node.attribute.some(
      ({ name, i = 0 }) => name === 'to' && [dataType.float, dataType.float16].some((t) => t === toNumber(i)),
    );
  const casts = graph.node.filter(isFloatCast);
  const sourceOf = new Map(casts.map((cast) => [cast.output[0] ?? '', cast.input[0] ?? '']));
  const origin = (name: string): string => {
    const source = sourceOf.get(name);
    return source === undefined ? name : origin(source);
  };
  // An output keeps its name: the value before its cast gets that name.
  const renamed = new Map(graph.output.map(({ name }) => [origin(name), name]));
  const nameWithoutCasts = (name: string) => renamed.get(origin(name)) ?? origin(name);
  graph.node = graph.node.filter((node) => !isFloatCast(node));
  for (const node of graph.node) {
    node.input = node.input.map(nameWithoutCasts);
    node.output = node.output.map(nameWithoutCasts);
  }
}

/** Makes height and width of input and output free, and removes the inner shapes, which are wrong now. */
function freeSizes(graph: OnnxGraph): void {
  const free = (name: string, channels: number) => floatValue(name, [1, channels, 'height', 'width']);
  graph.input = graph.input.map(({ name }) => free(name, 3));
  graph.output = graph.output.map(({ name }) => free(name, 1));
  graph.valueInfo = [];
}
