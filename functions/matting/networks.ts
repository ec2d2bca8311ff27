/** Opens the four prepared networks of the matting function, once, at init: list, choice for this CPU, hashes, sessions. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../core/errors.ts';
import {
  chooseVariant,
  cpuClass,
  findPreparedModel,
  type ModelInput,
  type ModelOutput,
  type ModelTask,
  modelsFileName,
  type PreparedFile,
  type PreparedVariant,
  parsePreparedModels,
} from '../../core/model-card.ts';
import { type Model, onnxRuntimeVersion, openModel } from './model.ts';

/** An opened network with what its card says of its input and (first) output. */
export interface Network {
  readonly id: string;
  /** sha256 of the opened graph and its weights. */
  readonly digest: string;
  readonly model: Model;
  readonly input: ModelInput;
  readonly output: ModelOutput;
}

export interface Networks {
  readonly matting: Network;
  readonly prior: Network;
  readonly faceBox: Network;
  readonly faceMesh: Network;
}

export interface NetworkOptions {
  /** Folder of models.json. */
  readonly modelDir: string;
  /** Id of the matting model; empty: the default. */
  readonly modelId: string;
  /** Threads of one network; 0: the CPUs that the process may use. */
  readonly threads: number;
}

/** @throws Fault `model-missing`, `model-corrupt`. */
export async function openNetworks({ modelDir, modelId, threads }: NetworkOptions): Promise<Networks> {
  const text = await readFile(join(modelDir, modelsFileName), 'utf8').catch((cause: unknown) => {
    throw new Fault('model-missing', 'no models have been prepared; run `npm run model`', { cause });
  });
  const list = parsePreparedModels(text);
  const cpuInfo = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const machine = { cpuClass: cpuClass(process.platform, process.arch, cpuInfo), onnxruntime: onnxRuntimeVersion() };
  const open = async (task: ModelTask, id = ''): Promise<Network> => {
    const card = findPreparedModel(list, task, id);
    const variant = chooseVariant(card, machine);
    const model = await openVariant(modelDir, variant, threads || availableParallelism());
    return {
      id: card.id,
      digest: variant.files.map(({ sha256 }) => sha256).join(' '),
      model,
      input: card.input,
      output: card.outputs[0],
    };
  };
  return {
    matting: await open('matting', modelId),
    prior: await open('person-prior'),
    faceBox: await open('face-box'),
    faceMesh: await open('face-landmarks'),
  };
}

async function openVariant(
  modelDir: string,
  { optimisedFor, files }: PreparedVariant,
  threads: number,
): Promise<Model> {
  await Promise.all(files.map((file) => verify(modelDir, file)));
  return openModel(join(modelDir, files[0].name), { threads, optimisation: optimisedFor ? 'disabled' : 'all' });
}

/** Models are data from outside: a file is opened only when it is the one that was prepared. */
async function verify(modelDir: string, { name, sizeBytes, sha256 }: PreparedFile): Promise<void> {
  const hash = createHash('sha256');
  let readBytes = 0;
  try {
    for await (const chunk of createReadStream(join(modelDir, name), { highWaterMark: 1 << 20 })) {
      hash.update(chunk);
      readBytes += chunk.length;
    }
  } catch (cause) {
    throw new Fault('model-missing', `the model file ${name} is not there; run \`npm run model\``, { cause });
  }
  const actual = hash.digest('hex');
  if (actual !== sha256) {
    throw new Fault(
      'model-corrupt',
      `${name}: expected ${sizeBytes} bytes, sha256 ${sha256}; found ${readBytes} bytes, sha256 ${actual}`,
    );
  }
}
