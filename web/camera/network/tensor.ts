/** The values of a network, and the steps that compute them. */

/** The constant or computed value of a graph, row by row. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A part of a run: it reads the values of earlier steps and fills one buffer. */
export type Step = () => void;

/** A value that a step fills, and the step; null where the value is that of another node in another shape. */
export interface TensorStep {
  readonly value: Tensor;
  readonly step: Step | null;
}

/** Returns an empty value. */
export function emptyTensor(dims: readonly number[]): Tensor {
  return { dims, data: new Float32Array(dims.reduce((product, size) => product * size, 1)) };
}
