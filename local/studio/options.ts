/** The options of a local studio. */
import type { FunctionName } from '../../build/functions.ts';
import type { Config } from '../../functions/runtime/config.ts';
import type { DeadLetter, InvocationReport } from '../lambda/host.ts';

export interface StudioOptions {
  /** Objects, queue and dead letters live here. */
  readonly dataDir: string;
  /** Folder of prepared models (layers/model). */
  readonly modelDir: string;
  /** 0 (default): any free port. */
  readonly objectPort?: number;
  /** Where the functions find the object server; left out: at its own address. For whoever puts something in between. */
  readonly storageEndpoint?: string;
  /** Port of the front door, 0 for any free one. Left out: there is none, and the API is never asked. */
  readonly pagePort?: number;
  /** Matting instances at once; compose gets one more. Default: one for each two CPUs. */
  readonly concurrency?: number;
  readonly idleMs?: number;
  /** Settings of the functions beside buckets and models. */
  readonly settings?: Partial<Config>;
  readonly sizes?: Readonly<Partial<Record<FunctionName, { readonly memoryMb: number; readonly cpuShare?: number }>>>;
  readonly retryDelaysMs?: readonly number[];
  readonly onReport?: (report: InvocationReport) => void;
  readonly onLog?: (functionName: string, line: string) => void;
  readonly onDeadLetter?: (deadLetter: DeadLetter) => void;
}
