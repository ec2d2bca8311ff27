/**
 * Runs a small network in plain JavaScript, with the operators of MediaPipe's face networks. All buffers are made once, when
 * it is opened. docs/decisions/0023-face-networks-in-the-page.md compares it with onnxruntime.
 */
import { convolution } from './convolution.ts';
import { add, concatenate, maxPool, padChannels, prelu, relu, toPixels } from './operators.ts';
import type { Network, NetworkNode } from './read-onnx.ts';
import type { Step, Tensor, TensorStep } from './tensor.ts';

/** An opened network. */
export interface OpenNetwork {
  /**
   * Runs the network.
   * @param input planes of red, green and blue, the values as the network expects them.
   * @returns the outputs by name. The next run overwrites them.
   */
  readonly run: (input: Float32Array) => Readonly<Record<string, Float32Array>>;
}

/**
 * Opens a network with one input, named `input`, which is a square of three planes.
 * @throws Error for an operator that is not known.
 */
export function openNetwork(network: Network, sidePx: number): OpenNetwork {
  const input: Tensor = { dims: [1, 3, sidePx, sidePx], data: new Float32Array(3 * sidePx * sidePx) };
  const values = new Map<string, Tensor>([...network.weights, ['input', input]]);
  const steps: Step[] = [];
  for (const node of network.nodes) {
    const { value, step } = compute(node, network, values);
    values.set(node.output, value);
    if (step) steps.push(step);
  }
  const outputs = Object.fromEntries(network.outputs.map((name) => [name, computedValue(values, name).data]));
  return {
    run: (planes) => {
      input.data.set(planes);
      for (const step of steps) step();
      return outputs;
    },
  };
}

function compute(node: NetworkNode, { integers }: Network, values: ReadonlyMap<string, Tensor>): TensorStep {
  const whole = (at: number) => integers.get(node.inputs[at]) ?? [];
  if (node.operator === 'Reshape') return reshaped(computedValue(values, node.inputs[0]), whole(1));
  if (node.operator === 'Pad') return padChannels(computedValue(values, node.inputs[0]), whole(1));
  const [first, second, third] = node.inputs.map((name) => computedValue(values, name));
  switch (node.operator) {
    case 'Conv':
      return convolution(first, second, third, node.integers);
    case 'Add':
      return add(first, second);
    case 'Relu':
      return relu(first);
    case 'PRelu':
      return prelu(first, second);
    case 'MaxPool':
      return maxPool(first, node.integers);
    case 'Transpose':
      return toPixels(first, node.integers);
    case 'Concat':
      return concatenate(first, second, node.integers);
    default:
      throw new Error(`The operator ${node.operator} is not known.`);
  }
}

/** The values stay in their order, so that nothing is computed. */
function reshaped({ data }: Tensor, dims: readonly number[]): TensorStep {
  const known = dims.reduce((product, size) => (size > 0 ? product * size : product), 1);
  return { value: { data, dims: dims.map((size) => (size > 0 ? size : data.length / known)) }, step: null };
}

function computedValue(values: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const value = values.get(name);
  if (!value) throw new Error(`The value ${name} is missing.`);
  return value;
}
