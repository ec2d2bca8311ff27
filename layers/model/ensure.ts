/**
 * Makes models ready: fetches, verifies, prepares and lists the models that are not in the store yet. CLI, tests and image
 * build call it first. The matting function reads the resulting list, models.json.
 */
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  InferenceMachine,
  PreparedFile,
  PreparedModel,
  PreparedModels,
  PreparedVariant,
} from '../../core/model-card.ts';
import { withLock } from '../../files/lock.ts';
import { fetchRaw } from './fetch/fetch.ts';
import type { DownloadOptions } from './fetch/fetch-url.ts';
import { thisMachine } from './machine.ts';
import { defaultModels, findEntry, licenceText, loadManifest, type ManifestEntry } from './manifest.ts';
import { labelsName, prepareLabels } from './prepare/labels.ts';
import { measureMemory, needsMemory } from './prepare/measure-memory.ts';
import { optimiseModel } from './prepare/optimise.ts';
import { prepareModel } from './prepare/prepare.ts';
import type { ReportProgress } from './progress.ts';
import {
  cardOf,
  downloadDirOf,
  type Findings,
  inspect,
  lockOf,
  place,
  rawDirOf,
  readStore,
  tidy,
  workPrefix,
  writeStore,
} from './store.ts';
import { defaultStoreDir } from './store-dir.ts';

export interface EnsureOptions {
  /** Ids of the models. Default: the default model of every task. */
  readonly ids?: readonly string[];
  /** The folder of prepared models. Default: `ZEROBOOTH_MODEL_STORE`, else layers/model/store. */
  readonly storeDir?: string;
  readonly onProgress?: ReportProgress;
  /** Compares every byte of the store, not only sizes, and replaces files that differ. Default: false. */
  readonly verify?: boolean;
  /** Saves a graph for this CPU beside the portable one, which starts faster. Default: true; false for images. */
  readonly optimise?: boolean;
  /** Keeps raw files under `raw/`, for tests that compare with them. Default: true with `ZEROBOOTH_MODEL_KEEP_RAW=1`. */
  readonly keepRaw?: boolean;
  readonly manifest?: readonly ManifestEntry[];
  readonly download?: Pick<DownloadOptions, 'attempts' | 'pauseMs'>;
}

export interface ReadyModels {
  readonly storeDir: string;
  /** The wanted models as in models.json, in the order of `ids`. */
  readonly models: readonly PreparedModel[];
}

/**
 * Makes the wanted models ready. A second call is quick and changes nothing. Several processes may call it for one store.
 * A store that cannot be written to, such as that of an image, is enough when it has the portable graphs.
 * @throws Fault `model-missing` when a model is unknown or cannot be fetched; `model-corrupt` with both digests when a file
 *   is not the one in the manifest; `bad-config` when the manifest is wrong.
 */
export async function ensureModels(options: EnsureOptions = {}): Promise<ReadyModels> {
  const {
    storeDir = defaultStoreDir(),
    manifest = loadManifest(),
    ids,
    onProgress = () => {},
    verify = false,
    optimise = true,
  } = options;
  const wanted = ids ? ids.map((id) => findEntry(manifest, id)) : defaultModels(manifest);
  const machine = optimise ? thisMachine() : { ...thisMachine(), cpuClass: null };
  const ready = (store: PreparedModels): ReadyModels => ({
    storeDir,
    models: wanted.flatMap(({ id }) => store.models.filter((model) => model.id === id)),
  });

  const present = await readStore(storeDir);
  const lacking = await findLacking(wanted, present, { storeDir, machine, verify });
  if (lacking.length === 0) return ready(present);
  if (lacking.every(isUsable) && !(await isWritable(storeDir))) return ready(present);

  await mkdir(storeDir, { recursive: true });
  const reportWaiting = () => onProgress({ id: lacking[0].entry.id, step: 'wait' });
  return await withLock(lockOf(storeDir), reportWaiting, async () => {
    // The store is read again, because the process that held the lock may have prepared everything.
    const store = await readStore(storeDir);
    const done = await makeReady(await findLacking(wanted, store, { storeDir, machine, verify }), {
      store,
      storeDir,
      machine,
      manifest,
      options,
      report: onProgress,
    });
    return ready(done);
  });
}

/** A model that is missing in the store, or of which a part is missing. */
interface Lack {
  readonly entry: ManifestEntry;
  readonly found: Findings;
}

/** Returns whether the model lacks nothing but a graph saved for this CPU. */
const isUsable = ({ found }: Lack): boolean => found.portable !== undefined && found.labelled && found.described;

const isWritable = (dir: string): Promise<boolean> =>
  access(dir, constants.W_OK).then(
    () => true,
    () => false,
  );

async function findLacking(
  wanted: readonly ManifestEntry[],
  store: PreparedModels,
  { storeDir, machine, verify }: { storeDir: string; machine: InferenceMachine; verify: boolean },
): Promise<Lack[]> {
  const lacking: Lack[] = [];
  for (const entry of wanted) {
    const found = await inspect(entry, store, storeDir, machine, verify);
    if (!found.portable || !found.optimised || !found.labelled || !found.described) lacking.push({ entry, found });
  }
  return lacking;
}

interface Work {
  readonly store: PreparedModels;
  readonly storeDir: string;
  readonly machine: InferenceMachine;
  readonly manifest: readonly ManifestEntry[];
  readonly options: EnsureOptions;
  readonly report: ReportProgress;
}

/** Prepares the models one by one, and writes the list after each. The caller holds the lock. */
async function makeReady(lacking: readonly Lack[], work: Work): Promise<PreparedModels> {
  const { storeDir, manifest, options } = work;
  const keepRaw = options.keepRaw ?? process.env.ZEROBOOTH_MODEL_KEEP_RAW === '1';
  let models = work.store.models.flatMap((model) => {
    const entry = manifest.find(({ id }) => id === model.id);
    // The default may have changed since the model was listed.
    return entry ? [{ ...model, default: entry.default }] : [];
  });
  await tidy(storeDir, { version: 1, models });
  const workDir = await mkdtemp(join(storeDir, workPrefix));
  try {
    for (const { entry, found } of lacking) {
      const old = models.find(({ id }) => id === entry.id);
      const card = await makeOne(entry, found, old, work, workDir);
      models = [...models.filter(({ id }) => id !== entry.id), card];
      await writeStore(storeDir, { version: 1, models });
      work.report({ id: entry.id, step: 'ready' });
    }
  } finally {
    await rm(workDir, { recursive: true, force: true });
    if (!keepRaw) await rm(rawDirOf(storeDir), { recursive: true, force: true });
  }
  await tidy(storeDir, { version: 1, models });
  return { version: 1, models };
}

async function makeOne(
  entry: ManifestEntry,
  found: Findings,
  old: PreparedModel | undefined,
  work: Work,
  workDir: string,
): Promise<PreparedModel> {
  const { storeDir, machine, report } = work;
  let { portable } = found;
  let variants = old?.variants.filter(({ optimisedFor }) => optimisedFor !== null) ?? [];
  let names = old && { inputName: old.input.name, outputNames: old.outputs.map(({ name }) => name) };
  const isNew = !portable || !names;
  if (!portable || !names) {
    report({ id: entry.id, step: 'licence', licence: termsText(entry) });
    const raw = await fetchRaw(entry, foldersOf(storeDir, workDir), report, work.options.download);
    report({ id: entry.id, step: 'prepare' });
    const prepared = await prepareModel(entry, raw, workDir);
    portable = { optimisedFor: null, files: await place(prepared.paths, storeDir) };
    names = prepared;
    variants = [];
  }
  if (machine.cpuClass !== null && (isNew || !found.optimised)) {
    report({ id: entry.id, step: 'optimise' });
    const paths = await optimiseModel(join(storeDir, portable.files[0].name), machine, workDir);
    const { cpuClass, onnxruntime } = machine;
    const saved: PreparedVariant = { optimisedFor: { cpuClass, onnxruntime }, files: await place(paths, storeDir) };
    variants = [...variants.filter(({ optimisedFor }) => optimisedFor?.cpuClass !== cpuClass), saved];
  }
  const labels = found.labelled && !isNew ? (old?.labels?.file ?? null) : await makeLabels(entry, work, workDir);
  const graph = join(storeDir, portable.files[0].name);
  const known = isNew ? null : (old?.memory ?? null);
  const memory = needsMemory(entry) ? (known ?? (await measureMemory(entry, names, graph))) : null;
  return cardOf(entry, names, [portable, ...variants], labels, memory);
}

/** Fetches, checks and places the label vectors of a tagger. @returns their file; null for a network that is no tagger. */
async function makeLabels(entry: ManifestEntry, work: Work, workDir: string): Promise<PreparedFile | null> {
  if (!entry.labels) return null;
  const { source, digest } = entry.labels;
  const wanted = { ...entry, id: `${entry.id}-labels`, source, digest, sizeBytes: null };
  const raw = await fetchRaw(wanted, foldersOf(work.storeDir, workDir), work.report, work.options.download);
  const path = await prepareLabels(raw, join(workDir, labelsName(entry)));
  const [file] = await place([path], work.storeDir);
  return file;
}

/** @returns the licence of a model with the reason and the first source of its state. */
function termsText(entry: ManifestEntry): string {
  const { state, reason, sources } = entry.terms;
  const from = sources[0] ? ` (${sources[0]})` : '';
  return state === 'clear' ? `${entry.licence}, clear${from}` : `${licenceText(entry)}. ${reason}${from}`;
}

const foldersOf = (storeDir: string, workDir: string) => ({
  rawDir: rawDirOf(storeDir),
  downloadDir: downloadDirOf(storeDir),
  workDir,
});

/**
 * Fetches and verifies the raw file of a model as published, unless the store keeps it already.
 * @returns its path.
 * @throws Fault as {@link ensureModels}.
 */
export async function ensureRaw(entry: ManifestEntry, storeDir = defaultStoreDir()): Promise<string> {
  await mkdir(storeDir, { recursive: true });
  return await withLock(
    lockOf(storeDir),
    () => {},
    async () => {
      const workDir = await mkdtemp(join(storeDir, workPrefix));
      try {
        return await fetchRaw(entry, foldersOf(storeDir, workDir), () => {});
      } finally {
        await rm(workDir, { recursive: true, force: true });
      }
    },
  );
}
