/**
 * The description of the prepared models: the file `models.json`. layers/model writes it beside the model files, and
 * the matting function reads it before it opens a model.
 */
import * as z from 'zod';
import { Fault } from './errors.ts';

/** Name of the file in the folder of prepared models. */
export const modelsFileName = 'models.json';

export const modelTaskSchema = z.enum([
  'matting',
  'person-prior',
  'face-box',
  'face-landmarks',
  'face-details',
  'object-detection',
  'tagging',
  'comic',
]);
export type ModelTask = z.infer<typeof modelTaskSchema>;

const perChannel = z.tuple([z.number(), z.number(), z.number()]);

/** The input of a network: one picture, float32, NCHW with batch 1 and three channels. */
export const modelInputSchema = z.strictObject({
  name: z.string().min(1),
  layout: z.literal('NCHW'),
  channels: z.enum(['RGB', 'BGR']),
  /** `fixed`: exactly this size. `multiple`: width and height are any multiples of this number. */
  size: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed'), widthPx: z.int().positive(), heightPx: z.int().positive() }),
    z.strictObject({ kind: z.literal('multiple'), ofPx: z.int().positive() }),
  ]),
  /**
   * The tensor holds (value / 255 - mean) / std for each channel, with values of 0..255, in the order of `channels`.
   */
  mean: perChannel,
  std: perChannel.refine((std) => std.every((value) => value > 0), 'must be positive'),
});
export type ModelInput = z.infer<typeof modelInputSchema>;

/** The meaning of a network's output. The first three are pictures of one channel in the size of the input, NCHW. */
export const outputMeaningSchema = z.enum([
  'probability', // 0..1
  'logit', // 0..1 after a sigmoid
  'min-max', // 0..1 after each picture is scaled from its smallest value to its largest value
  'face-box-offsets', // [1, anchors, 16], input px relative to the anchor: centre, size, six key points
  'face-score-logits', // [1, anchors, 1]
  'face-landmarks', // 468 x (x, y, z) in input px
  'face-presence-logit', // one number
  'face-details', // pairs (x, y) in input px
  'class-scores', // [1, cells, classes], 0..1, of one grid of square cells
  'box-distributions', // [1, cells, 4 x bins], logits of the distances to left, top, right and bottom, in sides of a cell
  'picture-vector', // [1, length], a picture in the space of a tagger's label vectors
  'picture-unit', // [1, 3, height, width], a picture of the input's size, 0..1, in the order of the input's channels
  'picture-signed', // the same, -1..1
  'grid-boxes', // [1, cells, 5 + classes] of all grids (YOLOX): centre, logarithm of the size, score of the box, of the classes
]);
export type OutputMeaning = z.infer<typeof outputMeaningSchema>;

export const modelOutputSchema = z.strictObject({ name: z.string().min(1), meaning: outputMeaningSchema });
export type ModelOutput = z.infer<typeof modelOutputSchema>;

/** What a model's terms say when its entry does not. */
const unknownTerms = {
  state: 'unclear' as const,
  reason: 'The entry of the model does not say who grants its weights.',
  sources: [],
  readOn: null,
};

/** What is known of the right to use a model's weights, beside the licence that is stated. */
const modelTermsSchema = z
  .strictObject({
    /**
     * `clear`: the makers grant the weights for every use, and no doubt about the training pictures is known. `unclear`: the
     * grant is missing, or the training pictures have terms against it. `non-commercial`: the terms forbid commercial use,
     * or no licence at all is stated.
     */
    state: z.enum(['clear', 'unclear', 'non-commercial']),
    /** The facts that the state follows from, in one to three sentences. */
    reason: z.string().min(1),
    /** Where the facts were read. */
    sources: z.array(z.url()),
    /** The day on which they were read, YYYY-MM-DD; null when the entry does not say. */
    readOn: z.iso.date().nullable(),
  })
  .default(unknownTerms);

/** Which models may be used: all that allow commercial use, or only those whose licence is clear. */
export const licenceChoiceSchema = z.enum(['any', 'clear']);
export type LicenceChoice = z.infer<typeof licenceChoiceSchema>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const preparedFileSchema = z.strictObject({
  /** File name in the folder of models.json. */
  name: z.string().regex(/^[\w.-]+$/),
  sizeBytes: z.int().positive(),
  sha256,
});
export type PreparedFile = z.infer<typeof preparedFileSchema>;

/** How the label vectors of a tagger are used. */
const labelUse = {
  /** The scores are the softmax of the cosines divided by this number. CLIP learns it: 0.01. */
  temperature: z.number().positive(),
  /** At most this many labels are returned. */
  top: z.int().positive(),
  /** How the picture fills the input: `stretch` to its size, or `crop` to the middle of its shape. */
  fit: z.enum(['stretch', 'crop']),
};
export const labelUseSchema = z.strictObject(labelUse);

/** The file of label vectors of a tagger (core/label-vectors.ts), and how to use it. */
const modelLabelsSchema = z.strictObject({ file: preparedFileSchema, ...labelUse });
export type ModelLabels = z.infer<typeof modelLabelsSchema>;

/** The memory that a network takes. */
export const modelMemorySchema = z.strictObject({
  /** What a run holds beside the weights for each pixel of the input, bytes. */
  bytesPerPixel: z.number().positive(),
});
export type ModelMemory = z.infer<typeof modelMemorySchema>;

export const preparedVariantSchema = z.strictObject({
  /**
   * Null for the portable graph, which is opened with full optimisation. Otherwise the graph was saved after the
   * optimisation of onnxruntime and contains the convolution layout of the CPU. It is correct only on this CPU class
   * with this version of onnxruntime, and is opened with optimisation disabled.
   */
  optimisedFor: z.strictObject({ cpuClass: z.string().min(1), onnxruntime: z.string().min(1) }).nullable(),
  /** First the ONNX graph, then the files of weights that it names, which must be in the same folder. */
  files: z.array(preparedFileSchema).min(1),
});
export type PreparedVariant = z.infer<typeof preparedVariantSchema>;

export const preparedModelSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/),
  task: modelTaskSchema,
  /**
   * True for the model of a task that is used when none is named. A model that is not for commercial use is never the default.
   */
  default: z.boolean(),
  title: z.string(),
  /** The licence that the makers state for the weights, as an SPDX expression; `not stated`. */
  licence: z.string().min(1),
  upstream: z.string(),
  /** Stores of 0.2 have none. */
  terms: modelTermsSchema,
  /** Stores of 0.2 have it. `terms` took its place. */
  commercialUse: z.boolean().optional(),
  input: modelInputSchema,
  outputs: z.array(modelOutputSchema).min(1),
  /** Null for a network that is no tagger. */
  labels: modelLabelsSchema.nullable().default(null),
  /** As its entry says, or as it was measured when the model was prepared; null for tasks that no forecast is made for. */
  memory: modelMemorySchema.nullable().default(null),
  variants: z.array(preparedVariantSchema).min(1),
});
export type PreparedModel = z.infer<typeof preparedModelSchema>;

export const preparedModelsSchema = z.strictObject({ version: z.literal(1), models: z.array(preparedModelSchema) });
export type PreparedModels = z.infer<typeof preparedModelsSchema>;

/** The properties of a machine that saved graphs depend on. */
export interface InferenceMachine {
  /** Result of {@link cpuClass}. */
  readonly cpuClass: string | null;
  /** Version of onnxruntime, such as `1.30.0`. */
  readonly onnxruntime: string;
}

/** Parses the text of models.json. @throws Fault `model-corrupt` naming the first field that is wrong. */
export function parsePreparedModels(text: string): PreparedModels {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault('model-corrupt', `${modelsFileName} is not JSON`, { cause });
  }
  const parsed = preparedModelsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Fault('model-corrupt', `${modelsFileName}: ${issue?.path.join('.')}: ${issue?.message}`);
}

/**
 * Returns the named model; for an empty id, the default of the task. With the choice `clear` and an empty id, it is the first
 * model of the task whose licence is clear.
 * @throws Fault `model-missing` when it is not prepared, or when its licence is not clear and must be.
 */
export function findPreparedModel(
  { models }: PreparedModels,
  task: ModelTask,
  id = '',
  licence: LicenceChoice = 'any',
): PreparedModel {
  const allowed = (model: PreparedModel) => licence === 'any' || model.terms.state === 'clear';
  const usual = (model: PreparedModel) => licence === 'clear' || model.default;
  const found = models.find((model) => model.task === task && allowed(model) && (id ? model.id === id : usual(model)));
  if (found) return found;
  const kind = licence === 'clear' ? `${task} model with a clear licence` : `${task} model`;
  throw new Fault('model-missing', id ? `no ${kind} ${id} is prepared` : `no default ${kind} is prepared`);
}

/** Returns the variant for this machine, else the portable one. @throws Fault `model-missing` when there is neither. */
export function chooseVariant(model: PreparedModel, machine: InferenceMachine): PreparedVariant {
  const fits = ({ optimisedFor }: PreparedVariant) =>
    optimisedFor?.cpuClass === machine.cpuClass && optimisedFor.onnxruntime === machine.onnxruntime;
  const chosen = model.variants.find(fits) ?? model.variants.find(({ optimisedFor }) => optimisedFor === null);
  if (!chosen) throw new Fault('model-missing', `${model.id} has no file for this machine`);
  return chosen;
}

/**
 * Returns the class of this CPU, or null when it is unknown. An optimised graph of onnxruntime can be used on every CPU
 * of the same class. On x64 the convolution layout depends on the vector width: blocks of 16 with AVX-512F, of 8 with
 * AVX2 (onnxruntime core/mlas/lib/platform.cpp).
 * @param cpuInfo text of /proc/cpuinfo on Linux, else empty.
 */
export function cpuClass(platform: string, arch: string, cpuInfo: string): string | null {
  if (arch === 'arm64') return `${platform}-arm64`;
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuInfo)?.[1]?.trim().split(/\s+/));
  const widest = ['avx512f', 'avx2'].find((flag) => flags.has(flag));
  return arch === 'x64' && widest ? `${platform}-x64-${widest}` : null;
}
