/** The folder of prepared models: where things lie, what is there, and how its list models.json is written. */
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import {
  type InferenceMachine,
  modelsFileName,
  type PreparedModel,
  type PreparedModels,
  type PreparedVariant,
  parsePreparedModels,
} from '../../core/model-card.ts';
import { replaceGeneratedFile, unfinishedPrefix } from '../../files/atomic-file.ts';
import { describeFile, digestOf } from './fetch/digest.ts';
import type { ManifestEntry } from './manifest.ts';
import { preparedName } from './prepare/prepare.ts';

/** `ZEROBOOTH_MODEL_STORE`, else `store/` beside this file, which git ignores. */
export function defaultStoreDir(): string {
  return process.env.ZEROBOOTH_MODEL_STORE || fileURLToPath(new URL('store', import.meta.url));
}

export const rawDirOf = (storeDir: string): string => join(storeDir, 'raw');
export const downloadDirOf = (storeDir: string): string => join(storeDir, 'downloads');
export const lockOf = (storeDir: string): string => join(storeDir, '.lock');
/** Scratch folders of runs; only the lock's holder has one, so others are left-overs. */
export const workPrefix = 'work-';

/** The list, empty when there is none or it cannot be read: then everything is prepared anew. */
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

/** Moves files into the store, weights before the graph that names them. @returns their description, graph first. */
export async function place(paths: readonly string[], storeDir: string): Promise<PreparedVariant['files']> {
  const described = await Promise.all(paths.map(describeFile));
  for (const path of paths.toReversed()) await rename(path, join(storeDir, basename(path)));
  return described;
}

/** The manifest's words about a model, as models.json repeats them. */
export function cardOf(
  entry: ManifestEntry,
  names: { readonly inputName: string; readonly outputNames: readonly string[] },
  variants: PreparedVariant[],
): PreparedModel {
  const { id, task, title, licence, upstream, commercialUse } = entry;
  const { name: _, ...input } = entry.input;
  return {
    id,
    task,
    default: entry.default,
    title,
    licence,
    upstream,
    commercialUse,
    input: { name: names.inputName, ...input },
    outputs: entry.outputs.map(({ meaning }, at) => ({ name: names.outputNames[at], meaning })),
    variants,
  };
}

export interface Findings {
  /** The portable graph is there, as the manifest wants it prepared. */
  readonly portable: PreparedVariant | undefined;
  /** The graph saved for this machine is there; true as well where none can be. */
  readonly optimised: boolean;
  /** The list says of the model what the manifest says. */
  readonly described: boolean;
}

/**
 * What of one model is in the store.
 * @param verify reads every file and compares its sha256; else size alone is compared.
 */
export async function inspect(
  entry: ManifestEntry,
  { models }: PreparedModels,
  storeDir: string,
  machine: InferenceMachine,
  verify: boolean,
): Promise<Findings> {
  const model = models.find(({ id }) => id === entry.id);
  if (!model) return { portable: undefined, optimised: false, described: false };
  const whole: PreparedVariant[] = [];
  for (const variant of model.variants) if (await isWhole(variant, storeDir, verify)) whole.push(variant);
  const portable = whole.find(
    ({ optimisedFor, files }) => optimisedFor === null && files[0].name === preparedName(entry),
  );
  const fits = ({ optimisedFor }: PreparedVariant) =>
    optimisedFor?.cpuClass === machine.cpuClass && optimisedFor.onnxruntime === machine.onnxruntime;
  const names = { inputName: model.input.name, outputNames: model.outputs.map(({ name }) => name) };
  return {
    portable,
    optimised: machine.cpuClass === null || whole.some(fits),
    described: isDeepStrictEqual(model, cardOf(entry, names, model.variants)),
  };
}

async function isWhole({ files }: PreparedVariant, storeDir: string, verify: boolean): Promise<boolean> {
  for (const { name, sizeBytes, sha256 } of files) {
    const path = join(storeDir, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== sizeBytes) return false;
    if (verify && (await digestOf(path, 'sha256')) !== sha256) return false;
  }
  return true;
}

/** Deletes graphs and weights that the list does not name, and the scratch folders and lists of runs that were killed. */
export async function tidy(storeDir: string, { models }: PreparedModels): Promise<void> {
  const listed = new Set(models.flatMap(({ variants }) => variants.flatMap(({ files }) => files.map((f) => f.name))));
  for (const name of await readdir(storeDir)) {
    const isUnlisted = /\.onnx(\.data)?$/.test(name) && !listed.has(name);
    const isUnfinished = name.startsWith(unfinishedPrefix) && name.endsWith(modelsFileName);
    if (isUnlisted || isUnfinished || name.startsWith(workPrefix))
      await rm(join(storeDir, name), { recursive: true, force: true });
  }
}
