/** The options of a local studio. */
import type { FunctionName, PictureFunction } from '../../core/functions.ts';
import type { ModelVersion } from '../../core/model-versions.ts';
import type { Config } from '../../functions/runtime/config.ts';
import type { NetworkOptions } from '../function-url/network.ts';
import type { DeadLetter, InvocationReport } from '../lambda/host.ts';
import type { OtlpTarget } from '../monitoring/otlp.ts';

export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

/** A function that is not part of the project, with the absolute path of its bundle. */
export type AddedFunction = PictureFunction & { readonly entry: string };

export interface StudioOptions {
  /** The folder for objects, queues, dead letters and logs. */
  readonly dataDir: string;
  /** Folder of prepared models (layers/model). */
  readonly modelDir: string;
  /** Port of the object server; 0 (default): any free port. */
  readonly objectPort?: number;
  /** The endpoint of the object server for the functions. Default: its own; tests put a faulty proxy in between. */
  readonly storageEndpoint?: string;
  /** Port of the function URL server; 0: any free port. Left out: the studio has no page and no API. */
  readonly pagePort?: number;
  /** Opens page, API and buckets to a network, on the port of the page. An access code is then required. */
  readonly network?: NetworkOptions | undefined;
  /** The highest number of matting instances; compose may have one more. Default: by CPUs and memory (sizes.ts). */
  readonly concurrency?: number;
  /** Idle instances end after this time. Default: that of the function host. */
  readonly idleMs?: number;
  /** Settings of the functions other than buckets and models. */
  readonly settings?: Partial<Config>;
  /** Memory and CPU share by function. Default: those of sizes.ts. */
  readonly sizes?: Readonly<Partial<Record<FunctionName, { readonly memoryMb: number; readonly cpuShare?: number }>>>;
  /** Functions beside those of core/functions.ts, with the paths of their bundles. Default: none. */
  readonly functions?: readonly AddedFunction[];
  /** Versions of functions side by side. A function with versions gives all its work to them. Default: none. */
  readonly versions?: readonly ModelVersion[];
  /** The address that gets an event for every settled photo, and the key of its signatures. Default: none. */
  readonly webhook?: Webhook;
  /** Where traces of photos are sent. Default: nowhere. */
  readonly traces?: OtlpTarget | null;
  /** The waits before the retries of an event. Default: those of the function host. */
  readonly retryDelaysMs?: readonly number[];
  readonly onReport?: (report: InvocationReport) => void;
  readonly onLog?: (functionName: string, line: string) => void;
  readonly onDeadLetter?: (deadLetter: DeadLetter) => void;
}
