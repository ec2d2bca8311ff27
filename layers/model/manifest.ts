/** Reads and checks manifest.json, the list of all models. README.md explains how to add a model. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import {
  type LicenceChoice,
  labelUseSchema,
  modelInputSchema,
  modelMemorySchema,
  modelTaskSchema,
  outputMeaningSchema,
  preparedModelSchema,
} from '../../core/model-card.ts';
import { packageDir } from '../../files/package-dir.ts';

const npmPackage = { package: z.string().min(1), version: z.string().regex(/^\d+\.\d+\.\d+/) };

/** The source of the raw file. Paths are inside the package, without the tarball's top folder. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('npm-file'),
    ...npmPackage,
    path: z.string().min(1),
    /** The first byte and the byte after the last, for a file that holds several models. */
    bytes: z.tuple([z.int().nonnegative(), z.int().positive()]).optional(),
  }),
  z.strictObject({
    kind: z.literal('npm-files'),
    ...npmPackage,
    /** The raw file is these files, joined in this order. */
    files: z.array(z.strictObject({ path: z.string().min(1), sizeBytes: z.int().positive() })).min(2),
  }),
  z.strictObject({
    kind: z.literal('npm-chunks'),
    ...npmPackage,
    /** The path of a JSON file beside the chunks. Under `key`, its `chunks` list the file names as `hash`, in order. */
    index: z.string().min(1),
    key: z.string().min(1),
  }),
  z.strictObject({
    kind: z.literal('url'),
    url: z.url().refine(isServedUrl, 'must be https, file, or http to loopback'),
  }),
]);
export type ModelSource = z.infer<typeof sourceSchema>;

/** @returns true for https, file, and http to this machine, which tests and local mirrors use. */
function isServedUrl(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || protocol === 'file:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

const entrySchema = preparedModelSchema
  .omit({ variants: true, labels: true, memory: true })
  .extend({
    task: modelTaskSchema,
    source: sourceSchema,
    /** The size of the raw file; null when only an approximate size is published. */
    sizeBytes: z.int().positive().nullable(),
    /** The digest of the raw file: `sha256:...`, or `md5:...` when only that is published. */
    digest: z.string().regex(/^(sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/),
    /** Entries made for 0.2 have it. A model that is not for commercial use says so in `terms`. */
    commercialUse: z.literal(true, 'say it with terms.state, see layers/model/README.md').optional(),
    /**
     * `none`: the ONNX file is used as it is. `isnet-fp16`: prepare-isnet.ts rewrites it. `isnet-int8`: quantise.ts then
     * converts it to 8 bits. `tflite`: it is converted to ONNX. `tfjs`: the same for a graph model of TensorFlow.js, whose two
     * files are its JSON file and its weights.
     */
    preparation: z.enum(['none', 'isnet-fp16', 'isnet-int8', 'tflite', 'tfjs']),
    /** Only for a tagger: the file of label vectors (core/label-vectors.ts), its digest, and how it is used. */
    labels: labelUseSchema
      .extend({ source: sourceSchema, digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })
      .optional(),
    /** Absent: it is measured for a network that draws comics (prepare/measure-memory.ts). */
    memory: modelMemorySchema.optional(),
    /** Without a name, the graph's first input is used. */
    input: modelInputSchema.partial({ name: true }),
    /** Without a name, the graph's first output is used. `from` is the name in the raw file when preparation renames it. */
    outputs: z
      .array(z.strictObject({ name: z.string().optional(), from: z.string().optional(), meaning: outputMeaningSchema }))
      .min(1),
  })
  .refine(
    ({ preparation, source }) => preparation !== 'tfjs' || (source.kind === 'npm-files' && source.files.length === 2),
    'a TensorFlow.js model has two files, its JSON file and its weights',
  )
  .refine(
    ({ task, labels }) => (task === 'tagging') === (labels !== undefined),
    'a tagger, and nothing else, has labels',
  )
  .refine(
    ({ terms, ...entry }) => terms.state !== 'non-commercial' || !entry.default,
    'a model that is not for commercial use cannot be a default',
  );
export type ManifestEntry = z.infer<typeof entrySchema>;

const manifestSchema = z
  .object({ models: z.array(entrySchema) })
  .refine(({ models }) => new Set(models.map(({ id }) => id)).size === models.length, 'two models have the same id')
  .refine(
    ({ models }) => new Set(models.filter(isDefault).map(({ task }) => task)).size === models.filter(isDefault).length,
    'a task has two defaults',
  );

function isDefault(entry: { default: boolean }): boolean {
  return entry.default;
}

/** Checks a manifest. @throws Fault `bad-config` with every field that is wrong. */
export function parseManifest(value: unknown): readonly ManifestEntry[] {
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data.models;
  const bad = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'models'}: ${issue.message}`);
  throw new Fault('bad-config', `the model manifest is wrong: ${bad.join('; ')}`);
}

const manifestPath = () => join(packageDir(), 'layers', 'model', 'manifest.json');

/** Reads the manifest of the package. @throws Fault `bad-config`. */
export function loadManifest(path: string | URL = manifestPath()): readonly ManifestEntry[] {
  return parseManifest(JSON.parse(readFileSync(path, 'utf8')));
}

/**
 * @returns the default model of every task. With `clear` it is the first model of every task whose licence is clear; tasks
 *   without such a model are left out.
 */
export function defaultModels(
  manifest: readonly ManifestEntry[],
  licence: LicenceChoice = 'any',
): readonly ManifestEntry[] {
  if (licence === 'any') return manifest.filter(isDefault);
  const clear = manifest.filter(({ terms }) => terms.state === 'clear');
  const tasks = [...new Set(manifest.filter(isDefault).map(({ task }) => task))];
  return tasks.flatMap((task) => clear.find((entry) => entry.task === task) ?? []);
}

/**
 * @returns the models of a command: the defaults, or those whose licence is clear, and the named ones.
 * @throws Fault `model-missing` for an unknown id; `bad-config` for one whose licence is not clear and must be.
 */
export function chosenModels(
  manifest: readonly ManifestEntry[],
  ids: readonly string[],
  licence: LicenceChoice,
): readonly ManifestEntry[] {
  const named = ids.map((id) => findEntry(manifest, id));
  const refused = licence === 'clear' ? named.find(({ terms }) => terms.state !== 'clear') : undefined;
  if (refused) throw new Fault('bad-config', `the licence of ${refused.id} is not clear: ${refused.terms.reason}`);
  return [...new Set([...defaultModels(manifest, licence), ...named])];
}

/** The part of an SPDX expression that stands for doubts (`terms`). */
const doubt = 'LicenseRef-unclear';

/** @returns the licence of a model as an SPDX expression. It says so when the right to use the weights is in doubt. */
export function licenceExpression({ licence, terms }: Pick<ManifestEntry, 'licence' | 'terms'>): string {
  if (terms.state === 'clear') return licence;
  return licence === 'not stated' ? doubt : `${licence} AND ${doubt}`;
}

/** @returns the licence of a model and what is known of it, for people. */
export function licenceText({ licence, terms }: Pick<ManifestEntry, 'licence' | 'terms'>): string {
  const states = { clear: licence, unclear: `${licence}, UNCLEAR`, 'non-commercial': `${licence}, NO COMMERCIAL USE` };
  return states[terms.state];
}

/** @throws Fault `model-missing` with all ids when there is no such model. */
export function findEntry(manifest: readonly ManifestEntry[], id: string): ManifestEntry {
  const entry = manifest.find((candidate) => candidate.id === id);
  if (entry) return entry;
  throw new Fault(
    'model-missing',
    `there is no model ${id}; the models are ${manifest.map((one) => one.id).join(', ')}`,
  );
}
