/** Reads a TensorFlow.js graph model: the JSON file with its nodes, and the file with the weights that it lists. */
import * as z from 'zod';
import { Fault } from '../../../core/errors.ts';
import { widenHalves } from '../onnx/half-float.ts';

/** JSON writes 64-bit numbers as texts. A field with the value zero may be left out. */
const wholeNumber = z.union([z.string(), z.number()]).transform(Number).pipe(z.int());
const sizesSchema = z.object({ dim: z.array(z.object({ size: wholeNumber.default(0) })).default([]) });

const attributeSchema = z.object({
  /** A text in base64. */
  s: z.string().optional(),
  i: wholeNumber.optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  shape: sizesSchema.optional(),
  list: z.object({ i: z.array(wholeNumber).optional() }).optional(),
});

const nodeSchema = z.object({
  name: z.string().min(1),
  op: z.string().min(1),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});
export type TfjsNode = z.infer<typeof nodeSchema>;

const weightsSchema = z.object({
  name: z.string().min(1),
  shape: z.array(z.int().nonnegative()),
  dtype: z.string(),
  quantization: z.object({ dtype: z.string() }).optional(),
});

const boundarySchema = z.record(z.string(), z.object({ tensorShape: sizesSchema }));
const fileSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema).min(1) }),
  weightsManifest: z.array(z.object({ weights: z.array(weightsSchema) })).min(1),
  signature: z.object({ inputs: boundarySchema, outputs: boundarySchema }),
});

/** The values of a constant, in the order of its shape. */
export interface TfjsConstant {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export interface TfjsModel {
  readonly nodes: readonly TfjsNode[];
  /** By the name of the node `Const`. */
  readonly constants: ReadonlyMap<string, TfjsConstant>;
  /** Names, such as `Identity:0`, with their shapes. */
  readonly inputs: ReadonlyMap<string, readonly number[]>;
  readonly outputs: ReadonlyMap<string, readonly number[]>;
}

/**
 * @param weights the files of weights, joined in the order of the manifest in `graph`.
 * @throws Fault `model-corrupt` when the files are no graph model or do not fit together, `model-failed` for weights of an unknown kind.
 */
export function readTfjs(graph: Uint8Array, weights: Uint8Array): TfjsModel {
  const { modelTopology, weightsManifest, signature } = parse(graph);
  const constants = new Map<string, TfjsConstant>();
  let from = 0;
  for (const { name, shape, dtype, quantization } of weightsManifest.flatMap((group) => group.weights)) {
    const kind = quantization ? `${dtype} as ${quantization.dtype}` : dtype;
    const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
    if (!read) throw new Fault('model-failed', `weights of the kind ${kind} are not converted`);
    const to = from + read.bytesEach * shape.reduce((product, size) => product * size, 1);
    if (to > weights.byteLength) throw new Fault('model-corrupt', `the weights end before those of ${name}`);
    constants.set(name, { shape, values: read.values(Uint8Array.from(weights.subarray(from, to))) });
    from = to;
  }
  if (from !== weights.byteLength) throw new Fault('model-corrupt', 'the file of weights is longer than its list');
  return {
    nodes: modelTopology.node,
    constants,
    inputs: shapesOf(signature.inputs),
    outputs: shapesOf(signature.outputs),
  };
}

function parse(graph: Uint8Array): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(new TextDecoder().decode(graph)));
  } catch (cause) {
    throw new Fault('model-corrupt', 'the file is not a TensorFlow.js graph model', { cause });
  }
}

const shapesOf = (values: z.infer<typeof boundarySchema>) =>
  new Map(Object.entries(values).map(([name, { tensorShape }]) => [name, tensorShape.dim.map(({ size }) => size)]));

interface WeightReader {
  readonly bytesEach: number;
  readonly values: (bytes: Uint8Array<ArrayBuffer>) => Float32Array | Int32Array;
}

/** The readers by kind. The values are little-endian. */
const readers: Readonly<Record<string, WeightReader>> = {
  float32: { bytesEach: 4, values: ({ buffer }) => new Float32Array(buffer) },
  int32: { bytesEach: 4, values: ({ buffer }) => new Int32Array(buffer) },
  'float32 as float16': { bytesEach: 2, values: widenHalves },
};
