/** Opens the five prepared networks of the matting function: chooses the files for this CPU, checks their hashes, starts sessions. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../../core/errors.ts';
import {
  chooseVariant,
  cpuClass,
  findPreparedModel,
  type ModelInput,
  type ModelOutput,
  type ModelTask,
  modelsFileName,
  type PreparedFile,
  parsePreparedModels,
} from '../../../core/model-card.ts';
import { digestOfFile } from './file-digest.ts';
import { type Model, onnxRuntimeVersion, openModel } from './model.ts';

/** An opened network with its input and its first output as its card describes them. */
export interface Network {
  readonly id: string;
  /** sha256 of the opened graph and its weights. */
  readonly digest: string;
  /** Its first run opens the network if it is not open yet. */
  readonly model: Model;
  /** Opens the network. @throws Fault `model-corrupt`. */
  readonly open: () => Promise<void>;
  readonly input: ModelInput;
  readonly output: ModelOutput;
}

export interface Networks {
  readonly matting: Network;
  readonly prior: Network;
  readonly faceBox: Network;
  readonly faceMesh: Network;
  readonly faceDetails: Network;
}

export interface NetworkOptions {
  /** The folder with models.json. */
  readonly modelDir: string;
  /** The id of the matting model; empty: the default model. */
  readonly modelId: string;
  /** Threads of one network; 0: as many as the process has CPUs. */
  readonly threads: number;
}

/**
 * Checks all networks and opens the matting network. The others open when {@link openSmallNetworks} or their first run says
 * so: opening them takes a third of the CPU time of all, and a photo needs them only after its decoding. The weights
 * are checked in the background; the first run of a network waits for its check.
 * @throws Fault `model-missing`, `model-corrupt`. For the weights, the first run throws them.
 */
export async function openNetworks({ modelDir, modelId, threads }: NetworkOptions): Promise<Networks> {
  const text = await readFile(join(modelDir, modelsFileName), 'utf8').catch((cause: unknown) => {
    throw new Fault('model-missing', 'no models have been prepared; run `npm run model`', { cause });
  });
  const list = parsePreparedModels(text);
  const cpuInfo = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const machine = { cpuClass: cpuClass(process.platform, process.arch, cpuInfo), onnxruntime: onnxRuntimeVersion() };
  const prepare = async (task: ModelTask, id = ''): Promise<Network> => {
    const card = findPreparedModel(list, task, id);
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
    };
  };
  const [matting, prior, faceBox, faceMesh, faceDetails] = await Promise.all([
    prepare('matting', modelId),
    prepare('person-prior'),
    prepare('face-box'),
    prepare('face-landmarks'),
    prepare('face-details'),
  ]);
  await matting.open();
  return { matting, prior, faceBox, faceMesh, faceDetails };
}

/** Opens the networks that measure a face and know a person, in the order in which a photo needs them. */
export function openSmallNetworks({ faceBox, faceMesh, prior, faceDetails }: Networks): void {
  for (const network of [faceBox, faceMesh, prior, faceDetails]) {
    // The first run of the network throws the error again.
    network.open().catch(() => {});
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
