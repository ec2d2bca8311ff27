/** Opens prepared ONNX files and runs them on the CPU. The only module that loads onnxruntime. */
import { createRequire } from 'node:module';
import type { InferenceSession } from 'onnxruntime-node';
import { Fault } from '../../core/errors.ts';
import { silenceOnnxRuntime } from '../runtime/telemetry.ts';

export type OnnxRuntime = typeof import('onnxruntime-node');

/** An input or output of a model. The dimensions are in the layout of the manifest (NCHW). */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface OpenOptions {
  /** Threads inside one operator; 0: chosen by onnxruntime. */
  readonly threads: number;
  /** `disabled` for files that were saved after onnxruntime's own optimisation; `all` for other files, the default. */
  readonly optimisation?: 'disabled' | 'all';
}

/** An opened network. It runs one request at a time, and `run` blocks the event loop (onnxruntime-node is synchronous inside). */
export interface Model {
  /** @param feeds one tensor per input, by name. @returns every output by name. @throws Fault `model-failed`. */
  run(feeds: Record<string, FloatTensor>): Promise<Record<string, FloatTensor>>;
  close(): Promise<void>;
}

let library: OnnxRuntime | undefined;

/**
 * Loads onnxruntime with its telemetry off. Since 1.29 the library sends telemetry by default, and it reads the switch only
 * when it is loaded. So no other module may load it.
 */
export function loadOnnxRuntime(): OnnxRuntime {
  if (!library) {
    silenceOnnxRuntime();
    library = createRequire(import.meta.url)('onnxruntime-node') as OnnxRuntime;
  }
  return library;
}

/** @returns the library's version, for example `1.30.0`. Graphs saved after its optimisation run with this version only. */
export function onnxRuntimeVersion(): string {
  return loadOnnxRuntime().env.versions.node ?? '';
}

/**
 * Opens a model file by its path (a buffer would be held in memory twice).
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
    // The arena never frees its peak. Without it the resident set halves, at 10 to 40 % more time (docs/decisions).
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
    // A spinning thread uses CPU time that the function pays for, and does not make the run shorter.
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
