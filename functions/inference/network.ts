/** Opens prepared networks: chooses the files for this CPU, checks their hashes, starts sessions. Every function that runs a network uses it. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../core/errors.ts';
import {
  chooseVariant,
  cpuClass,
  findPreparedModel,
  type LicenceChoice,
  type ModelInput,
  type ModelLabels,
  type ModelMemory,
  type ModelOutput,
  type ModelTask,
  modelsFileName,
  type PreparedFile,
  parsePreparedModels,
} from '../../core/model-card.ts';
import { digestOfFile } from './file-digest.ts';
import { type Model, onnxRuntimeVersion, openModel } from './model.ts';

/** An opened network with its input and outputs as its card describes them. */
export interface Network {
  readonly id: string;
  /** sha256 of the opened graph and its weights. */
  readonly digest: string;
  /** Its first run opens the network if it is not open yet. */
  readonly model: Model;
  /** Opens the network. @throws Fault `model-corrupt`. */
  readonly open: () => Promise<void>;
  readonly input: ModelInput;
  /** The first output. */
  readonly output: ModelOutput;
  readonly outputs: readonly ModelOutput[];
  /** The file of label vectors of a tagger and how to use it; null for other networks. */
  readonly labels: (ModelLabels & { readonly path: string }) | null;
  /** Null where it is not known. */
  readonly memory: ModelMemory | null;
  /** Of the graph and its weights. */
  readonly sizeBytes: number;
}

export interface StoreOptions {
  /** The folder with models.json. */
  readonly modelDir: string;
  /** Threads of one network; 0: as many as the process has CPUs. */
  readonly threads: number;
  /** `clear`: only networks whose licence is clear are opened. Default: `any`. */
  readonly licence?: LicenceChoice;
}

/**
 * Checks the graph of a network; {@link Network.open} or the first run opens it. The weights are checked in the background.
 * @param id empty: the default model of the task.
 * @throws Fault `model-missing`, `model-corrupt`. For the weights, the first run throws them.
 */
export type PrepareNetwork = (task: ModelTask, id?: string) => Promise<Network>;

/** Reads the list of prepared models. @returns a function that prepares its networks. @throws Fault `model-missing`, `model-corrupt`. */
export async function openModelStore({ modelDir, threads, licence }: StoreOptions): Promise<PrepareNetwork> {
  const text = await readFile(join(modelDir, modelsFileName), 'utf8').catch((cause: unknown) => {
    throw new Fault('model-missing', 'no models have been prepared; run `npm run model`', { cause });
  });
  const list = parsePreparedModels(text);
  const cpuInfo = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const machine = { cpuClass: cpuClass(process.platform, process.arch, cpuInfo), onnxruntime: onnxRuntimeVersion() };
  return async (task, id = '') => {
    const card = findPreparedModel(list, task, id, licence);
    const { optimisedFor, files } = chooseVariant(card, machine);
    const [graph, ...weights] = files;
    await verify(modelDir, graph);
    // Weights are plain numbers and never interpreted, so they may be hashed while the first photo is decoded.
    const verified = Promise.all(weights.map((file) => verify(modelDir, file)));
    verified.catch(() => {});
    let opening: Promise<Model> | undefined;
    const opened = (): Promise<Model> => {
      opening ??= openModel(join(modelDir, graph.name), {
        threads: threads || availableParallelism(),
        optimisation: optimisedFor ? 'disabled' : 'all',
      });
      return opening;
    };
    return {
      id: card.id,
      digest: files.map(({ sha256 }) => sha256).join(' '),
      model: {
        run: async (feeds) => (await Promise.all([opened(), verified]))[0].run(feeds),
        close: async () => (await opening)?.close(),
      },
      open: async () => void (await opened()),
      input: card.input,
      output: card.outputs[0],
      outputs: card.outputs,
      memory: card.memory,
      sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      labels: card.labels && { ...card.labels, path: join(modelDir, card.labels.file.name) },
    };
  };
}

/**
 * Prepares a network that a function can do without.
 * @returns null when licences must be clear and no network of the task has a clear one. @throws as {@link PrepareNetwork}.
 */
export async function prepareIfClear(
  prepare: PrepareNetwork,
  task: ModelTask,
  id: string,
  licence: LicenceChoice = 'any',
): Promise<Network | null> {
  try {
    return await prepare(task, id);
  } catch (error) {
    if (licence === 'clear' && error instanceof Fault && error.code === 'model-missing') return null;
    throw error;
  }
}

/** Larger files are hashed in a thread. Starting a thread takes as long as hashing some 40 MB. */
const largeBytes = 32 << 20;

/** @throws Fault `model-missing`, or `model-corrupt` when the file is not the one that was prepared. */
async function verify(modelDir: string, { name, sizeBytes, sha256 }: PreparedFile): Promise<void> {
  const path = join(modelDir, name);
  const missing = (cause: unknown): never => {
    throw new Fault('model-missing', `the model file ${name} is not there; run \`npm run model\``, { cause });
  };
  const { size } = await stat(path).catch(missing);
  const actual =
    size > largeBytes
      ? await digestOfFile(path).catch(missing)
      : createHash('sha256')
          .update(await readFile(path).catch(missing))
          .digest('hex');
  if (actual === sha256) return;
  throw new Fault(
    'model-corrupt',
    `${name}: expected ${sizeBytes} bytes, sha256 ${sha256}; found ${size} bytes, sha256 ${actual}`,
  );
}
