/** The store, the folder of prepared models: paths, contents, and the list models.json. */
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type InferenceMachine,
  type ModelMemory,
  modelsFileName,
  type PreparedFile,
  type PreparedModel,
  type PreparedModels,
  type PreparedVariant,
  parsePreparedModels,
} from '../../core/model-card.ts';
import { replaceGeneratedFile, unfinishedPrefix } from '../../files/atomic-file.ts';
import { describeFile, digestOf } from './fetch/digest.ts';
import type { ManifestEntry } from './manifest.ts';
import { labelsName } from './prepare/labels.ts';
import { needsMemory } from './prepare/measure-memory.ts';
import { preparedName } from './prepare/prepare.ts';

export const rawDirOf = (storeDir: string): string => join(storeDir, 'raw');
export const downloadDirOf = (storeDir: string): string => join(storeDir, 'downloads');
export const lockOf = (storeDir: string): string => join(storeDir, '.lock');
/** Prefix of the temporary folders. Only the holder of the lock has one; others are left from killed runs. */
export const workPrefix = 'work-';

/** @returns the list; empty when it is missing or cannot be read, so that all models are prepared again. */
export async function readStore(storeDir: string): Promise<PreparedModels> {
  try {
    return parsePreparedModels(await readFile(join(storeDir, modelsFileName), 'utf8'));
  } catch {
    return { version: 1, models: [] };
  }
}

/** Replaces the list in one step: a reader finds the old list or the new one. */
export async function writeStore(storeDir: string, models: PreparedModels): Promise<void> {
  await replaceGeneratedFile(join(storeDir, modelsFileName), `${JSON.stringify(models, null, 2)}\n`);
}

/** Moves files into the store, weights before the graph that names them. @returns their descriptions, the graph's first. */
export async function place(paths: readonly string[], storeDir: string): Promise<PreparedVariant['files']> {
  const described = await Promise.all(paths.map(describeFile));
  for (const path of paths.toReversed()) await rename(path, join(storeDir, basename(path)));
  return described;
}

/** @returns the entry of a model in models.json. Most of its fields are copied from the manifest. */
export function cardOf(
  entry: ManifestEntry,
  names: { readonly inputName: string; readonly outputNames: readonly string[] },
  variants: PreparedVariant[],
  labelFile: PreparedFile | null = null,
  measured: ModelMemory | null = null,
): PreparedModel {
  const { id, task, title, licence, upstream, terms } = entry;
  const { name: _, ...input } = entry.input;
  return {
    id,
    task,
    default: entry.default,
    title,
    licence,
    upstream,
    terms,
    input: { name: names.inputName, ...input },
    outputs: entry.outputs.map(({ meaning }, at) => ({ name: names.outputNames[at], meaning })),
    labels: labelFile && entry.labels ? { file: labelFile, ...labelUse(entry.labels) } : null,
    memory: entry.memory ?? measured,
    variants,
  };
}

function labelUse({ temperature, top, fit }: NonNullable<ManifestEntry['labels']>) {
  return { temperature, top, fit };
}

/** The state of one model in the store. */
export interface Findings {
  /** The portable graph, prepared as the manifest says; undefined when it is missing. */
  readonly portable: PreparedVariant | undefined;
  /** True when the graph saved for this machine is there, or when none can be saved for it. */
  readonly optimised: boolean;
  /** True when the label vectors of a tagger are there, and for every other network. */
  readonly labelled: boolean;
  /** True when the entry in the list agrees with the manifest. */
  readonly described: boolean;
}

/**
 * Finds out which parts of a model are in the store.
 * @param verify true: every file is read and its sha256 is compared; false: only sizes are compared.
 */
export async function inspect(
  entry: ManifestEntry,
  { models }: PreparedModels,
  storeDir: string,
  machine: InferenceMachine,
  verify: boolean,
): Promise<Findings> {
  const model = models.find(({ id }) => id === entry.id);
  if (!model) return { portable: undefined, optimised: false, labelled: false, described: false };
  const whole: PreparedVariant[] = [];
  for (const variant of model.variants) if (await isWhole(variant, storeDir, verify)) whole.push(variant);
  const portable = whole.find(
    ({ optimisedFor, files }) => optimisedFor === null && files[0].name === preparedName(entry),
  );
  const fits = ({ optimisedFor }: PreparedVariant) =>
    optimisedFor?.cpuClass === machine.cpuClass && optimisedFor.onnxruntime === machine.onnxruntime;
  const labels = model.labels?.file ?? null;
  const labelled = entry.labels
    ? labels?.name === labelsName(entry) && (await isWhole({ files: [labels] }, storeDir, verify))
    : labels === null;
  const names = { inputName: model.input.name, outputNames: model.outputs.map(({ name }) => name) };
  return {
    portable,
    optimised: machine.cpuClass === null || whole.some(fits),
    labelled,
    described:
      isDeepStrictEqual(model, cardOf(entry, names, model.variants, labels, model.memory)) &&
      (model.memory !== null || !needsMemory(entry)),
  };
}

async function isWhole({ files }: Pick<PreparedVariant, 'files'>, storeDir: string, verify: boolean): Promise<boolean> {
  for (const { name, sizeBytes, sha256 } of files) {
    const path = join(storeDir, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== sizeBytes) return false;
    if (verify && (await digestOf(path, 'sha256')) !== sha256) return false;
  }
  return true;
}

/** Deletes graphs and weights that are not in the list, and the temporary folders and lists of killed runs. */
export async function tidy(storeDir: string, { models }: PreparedModels): Promise<void> {
  const listed = new Set(
    models
      .flatMap(({ variants, labels }) => [...variants.flatMap(({ files }) => files), ...(labels ? [labels.file] : [])])
      .map(({ name }) => name),
  );
  for (const name of await readdir(storeDir)) {
    const isUnlisted = /(\.onnx(\.data)?|\.labels\.json)$/.test(name) && !listed.has(name);
    const isUnfinished = name.startsWith(unfinishedPrefix) && name.endsWith(modelsFileName);
    if (isUnlisted || isUnfinished || name.startsWith(workPrefix))
      await rm(join(storeDir, name), { recursive: true, force: true });
  }
}
