/**
 * The only door to onnxruntime: opens prepared ONNX files and runs them on the CPU. Before it: tensors from tensor.ts;
 * after it: plain Float32Arrays.
 */
import { createRequire } from 'node:module';
import type { InferenceSession } from 'onnxruntime-node';
import { Fault } from '../../../core/errors.ts';
import { silenceOnnxRuntime } from '../../runtime/config.ts';

export type OnnxRuntime = typeof import('onnxruntime-node');

/** A named float tensor in or out of a model; `dims` in the layout that the manifest states (NCHW). */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface OpenOptions {
  /** Threads inside one operator: the function's CPU share, rounded up. */
  readonly threads: number;
  /** `disabled` for files that were saved after onnxruntime's own optimisation, else `all`. */
  readonly optimisation?: 'disabled' | 'all';
}

/** One opened network. Runs one request at a time; `run` blocks the event loop (onnxruntime-node is synchronous inside). */
export interface Model {
  /** @param feeds one tensor per input, by name. @returns every output by name. @throws Fault `model-failed`. */
  run(feeds: Record<string, FloatTensor>): Promise<Record<string, FloatTensor>>;
  close(): Promise<void>;
}

let library: OnnxRuntime | undefined;

/**
 * Loads onnxruntime with its telemetry off. Since 1.29 the library reports home by default and reads the switch once,
 * at load; nothing else in the project may load it.
 */
export function loadOnnxRuntime(): OnnxRuntime {
  if (!library) {
    silenceOnnxRuntime();
    library = createRequire(import.meta.url)('onnxruntime-node') as OnnxRuntime;
  }
  return library;
}

/** The library's version, `1.30.0`: graphs saved after its optimisation fit this version only. */
export function onnxRuntimeVersion(): string {
  return loadOnnxRuntime().env.versions.node ?? '';
}

/**
 * Opens a model file by path (a buffer would be held twice).
 * @throws Fault `model-corrupt` when onnxruntime cannot read it.
 */
export async function openModel(path: string, { threads, optimisation = 'all' }: OpenOptions): Promise<Model> {
  const ort = loadOnnxRuntime();
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // The arena keeps every peak it ever saw; without it the resident set halves at 10-40 % more time (docs/decisions).
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
    // A spinning thread burns the CPU share that the function pays for and shortens nothing.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  const session = await ort.InferenceSession.create(path, options).catch((cause: unknown) => {
    throw new Fault('model-corrupt', 'the model file cannot be opened', { cause });
  });
  return { run: (feeds) => runSession(ort, session, feeds), close: () => session.release() };
}

async function runSession(ort: OnnxRuntime, session: InferenceSession, feeds: Record<string, FloatTensor>) {
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)]),
  );
  const outputs = await session.run(inputs).catch((cause: unknown) => {
    throw new Fault('model-failed', 'the network did not run', { cause });
  });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => [name, { data: tensor.data as Float32Array, dims: tensor.dims }]),
  );
}
