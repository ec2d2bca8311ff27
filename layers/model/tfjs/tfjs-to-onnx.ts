/** Converts a TensorFlow.js graph model to ONNX, so that onnxruntime runs every model. */
import { Fault } from '../../../core/errors.ts';
import type { OnnxModel } from '../onnx/onnx-file.ts';
import { floatValue, neededInitializers, neededInOrder } from '../onnx/onnx-graph.ts';
import type { TfjsModel, TfjsNode } from './tfjs-file.ts';
import { nhwcInNchw, plainAxes, TfjsGraph } from './tfjs-graph.ts';
import { emitters } from './tfjs-nodes.ts';

/** As for the graphs that are converted from TFLite. */
const irVersion = 8;
const operatorSet = 15;

const colours = 3;
const isNhwc = (shape: readonly number[]) => shape.length === 4 && shape[3] === colours && shape[1] !== colours;

/**
 * @param names new names of inputs and outputs, by the names in the signature, such as `Identity:0`.
 * @param sidePx side of the square picture, for a fully convolutional network; that in the file when it is left out. It is a
 *   multiple of the network's largest stride.
 * @returns a graph whose inputs are NCHW pictures; outputs keep their order of axes.
 * @throws Fault `model-failed` with the kind and name of a node that is not converted.
 */
export function tfjsToOnnx(model: TfjsModel, names: Readonly<Record<string, string>> = {}, sidePx?: number): OnnxModel {
  const [given = []] = model.inputs.values();
  const scale = sidePx === undefined || given.length !== 4 ? 1 : sidePx / given[2];
  const graph = new TfjsGraph(model.constants, scale);
  const nameOf = (name: string) => names[name] ?? name;
  const inputs = [...model.inputs].map(([name, described]) => {
    const axes = isNhwc(described) ? nhwcInNchw : plainAxes(described.length);
    // Batch and channels stay.
    const isSide = (axis: number) => described.length === 4 && axes[axis] >= 2;
    const shape = described.map((size, axis) => (isSide(axis) ? size * scale : size));
    graph.set(name.replace(/:0$/, ''), { name: nameOf(name), shape, axes });
    const stored = plainAxes(shape.length).map((axis) => shape[axes.indexOf(axis)]);
    return floatValue(nameOf(name), stored);
  });
  for (const node of inOrder(model.nodes)) emit(graph, node);
  const outputs = [...model.outputs.keys()].map((name) => {
    const { shape } = graph.value(name);
    const stored = graph.inOrder(graph.value(name), plainAxes(shape.length));
    graph.node('Identity', [stored], [], nameOf(name));
    return floatValue(nameOf(name), shape);
  });
  const converted = {
    name: 'converted from TensorFlow.js',
    node: graph.nodes,
    initializer: graph.initializers,
    input: inputs,
    output: outputs,
    valueInfo: [],
  };
  converted.node = neededInOrder(converted);
  converted.initializer = neededInitializers(converted);
  return {
    irVersion,
    producerName: 'zerobooth',
    graph: converted,
    opsetImport: [{ domain: '', version: operatorSet }],
  };
}

function emit(graph: TfjsGraph, node: TfjsNode): void {
  const emitter = Object.hasOwn(emitters, node.op) ? emitters[node.op] : undefined;
  if (!emitter) throw new Fault('model-failed', `the TensorFlow.js node ${node.op} (${node.name}) is not converted`);
  emitter(graph, node);
}

/** Returns the nodes, each after those whose values it reads. @throws Fault `model-corrupt` when they form a circle. */
function inOrder(nodes: readonly TfjsNode[]): TfjsNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const placed = new Set<TfjsNode>();
  const sourcesOf = ({ input }: TfjsNode) => input.flatMap((name) => byName.get(name.replace(/^\^|:\d+$/g, '')) ?? []);
  // A list instead of recursion, because networks may be deeper than the call stack.
  for (const last of nodes) {
    const path = [last];
    while (path.length > 0) {
      const node = path[path.length - 1];
      const lacking = sourcesOf(node).filter((source) => !placed.has(source));
      if (lacking.length === 0) placed.add(path.pop() ?? node);
      else if (path.length > nodes.length) throw new Fault('model-corrupt', `the graph has a circle at ${node.name}`);
      else path.push(lacking[0]);
    }
  }
  return [...placed];
}
