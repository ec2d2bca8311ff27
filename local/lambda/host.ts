/**
 * A Lambda host on one machine: an Invoke API for SDK clients, durable queues with retries and dead letters, and child
 * processes that are started on demand, kept warm and reclaimed. This file is the entry of the folder; see README.md.
 */
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceGeneratedFile } from '../../files/atomic-file.ts';
import { isCompiled, packageDir } from '../../files/package-dir.ts';
import { type Isolation, type IsolationView, openIsolation } from '../sandbox/isolation.ts';
import type { Enforcement } from '../sandbox/limits.ts';
import { defaultMemoryBudgetMb, openQuota } from '../sandbox/quota.ts';
import { type DeadLetter, DeadLetters } from './dead-letters.ts';
import { Dispatcher } from './dispatcher.ts';
import { HostError } from './host-error.ts';
import type { InstanceView } from './instance.ts';
import { type InvokeResult, openInvokeApi } from './invoke-api.ts';
import { InvokeRefused, parseFunctionReference } from './invoke-request.ts';
import { HostTarget, redrive } from './invoke-target.ts';
import { lockFolder } from './lock.ts';
import { InstancePool } from './pool.ts';
import { formatReport, type InvocationReport } from './report.ts';
import { checkSpec, type FunctionSpec } from './spec.ts';

export type { DeadLetter, Enforcement, FunctionSpec, InstanceView, InvocationReport, InvokeResult, IsolationView };
export { formatReport, HostError, InvokeRefused };

export interface FunctionHostOptions {
  /** Folder of the queues, the dead letters and the lock. Only one host at a time can use it. */
  readonly stateDir: string;
  readonly functions: readonly FunctionSpec[];
  /** Port of the Invoke API on 127.0.0.1. Default: any free port. */
  readonly port?: number;
  /** If set, callers must sign with this key. Signatures themselves are not checked; invoke-api.ts gives the reason. */
  readonly credentials?: { readonly accessKeyId: string };
  /** Waiting times before each further try of a failed event, ms. Default 1 s and 5 s; Lambda waits one and two minutes. */
  readonly retryDelaysMs?: readonly number[];
  /** An event that has waited longer becomes a dead letter. Default 6 h, as on Lambda. */
  readonly maxEventAgeMs?: number;
  /** Limit of the memory sizes of all instances together, MB. Default: 80 % of the memory that this process may use. */
  readonly memoryBudgetMb?: number;
  /** `watched` does not use control groups, even where they work. Default `auto`. */
  readonly quota?: 'auto' | 'watched';
  /** `none` runs instances with the rights of the host. Default `auto`. */
  readonly isolation?: 'auto' | 'none';
  /** Time for the init of an instance, ms, before the function's time limit begins. Default 10 s, as on Lambda. */
  readonly initLimitMs?: number;
  /** Called after each invocation. {@link formatReport} gives the line that Lambda logs. */
  readonly onReport?: (report: InvocationReport) => void;
  /** Called with each line that a function writes to stdout or stderr. */
  readonly onLog?: (functionName: string, line: string) => void;
  readonly onDeadLetter?: (deadLetter: DeadLetter) => void;
  /** Called with errors of the host itself, such as a full disk. Default: writes a line to stderr. */
  readonly onError?: (error: unknown) => void;
}

export interface FunctionHost {
  /** `http://127.0.0.1:port` of the Invoke API, for types Event, RequestResponse and DryRun. */
  readonly endpoint: string;
  /** The enforcement of memory and CPU limits on this machine, and the reason why it is not stronger. */
  readonly enforcement: Enforcement;
  /** The user that instances run as, the files that they can write, and the reason why it is not stronger. */
  readonly isolation: IsolationView;
  /**
   * Queues an event, as Invoke with type Event does. Resolves when the event is durable on disk.
   * @param payload JSON text as bytes, or a value to serialise.
   * @throws InvokeRefused for a request that Lambda refuses; HostError `unavailable` while the host closes.
   */
  enqueue(functionName: string, payload: unknown): Promise<{ requestId: string }>;
  /**
   * Runs a function and returns its result. A function that fails gives a result with `functionError`.
   * @throws InvokeRefused for a request that Lambda refuses; HostError `unavailable` when every instance that the function
   * may have is in use.
   */
  invoke(functionName: string, payload: unknown): Promise<InvokeResult>;
  instances(): readonly InstanceView[];
  /** Returns the number of unfinished events of one function, or of all. */
  queueDepth(functionName?: string): number;
  /** Returns since when the oldest work of a function waits for an instance, epoch ms; null when none waits. */
  waitingSince(functionName: string): number | null;
  /** Returns all dead letters, oldest first. */
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Queues one dead letter again, or all, under the same request ids. @returns their number. */
  redrive(requestId?: string): Promise<number>;
  /**
   * Discards what waits for a function and whose payload matches: queued events, events between two tries, dead letters.
   * An event that is running is not interrupted, and leaves no dead letter. @returns the number of discarded items.
   */
  discard(functionName: string, matches: (payload: unknown) => boolean): Promise<number>;
  /** Removes the dead letters of before that time. @returns their number. */
  discardDeadLettersBefore(time: Date): Promise<number>;
  /** Resolves when the queues are empty and no instance is busy; a dead letter counts as finished. */
  idle(): Promise<void>;
  /** Stops every idle instance now. */
  reclaimAll(): Promise<void>;
  /** Kills the instances. Queued and running events stay queued for the next start. */
  close(): Promise<void>;
}

/** Returns the folder of a function's queued events in a state folder. */
export const queueIn = (stateDir: string, functionName: string): string => join(stateDir, 'queue', functionName);

/** Returns the folder of the dead letters in a state folder. */
export const deadLettersIn = (stateDir: string): string => join(stateDir, 'dead-letters');

/**
 * Starts a host. It first runs the events that an earlier host did not finish in `stateDir`.
 * @throws HostError `bad-config` for an invalid spec, `not-allowed` when another host uses the folder.
 */
export async function startFunctionHost(options: FunctionHostOptions): Promise<FunctionHost> {
  for (const spec of options.functions) checkSpec(spec);
  const release = await lockFolder(options.stateDir);
  try {
    return await startLocked(options, release);
  } catch (error) {
    await release();
    throw error;
  }
}

async function startLocked(options: FunctionHostOptions, release: () => Promise<void>): Promise<FunctionHost> {
  const { stateDir } = options;
  const mode = options.isolation ?? 'auto';
  const [isolation, quota] = await Promise.all([
    openIsolation({ stateDir, mode, readPaths: readPathsOf(options) }),
    openQuota(options.quota),
  ]);
  const runtimeClient = await copyRuntimeClient(isolation.sharedDir);
  const deadLetters = new DeadLetters(deadLettersIn(stateDir));
  const dispatcher = await openDispatcher(options, deadLetters);
  const target = new HostTarget(options.functions, dispatcher);
  const api = await openInvokeApi(target, options.port, options.credentials?.accessKeyId);
  const pool = new InstancePool({
    settings: {
      ...{ quota, isolation, runtimeClient, lambdaEndpoint: api.endpoint, initLimitMs: options.initLimitMs ?? 10_000 },
      onLog: options.onLog ?? (() => undefined),
    },
    budgetMb: options.memoryBudgetMb ?? defaultMemoryBudgetMb(),
    onChange: () => dispatcher.dispatch(),
    waitingSinceUs: (name) => dispatcher.waitingSinceUs(name),
  });
  dispatcher.start(pool);
  const close = async () => {
    dispatcher.close();
    await Promise.all([api.close(), pool.close()]);
    await dispatcher.drained();
    await quota.close();
    await isolation.close();
    await release();
  };
  let closed: Promise<void> | undefined;
  return {
    endpoint: api.endpoint,
    enforcement: quota.enforcement,
    isolation: viewOf(isolation),
    enqueue: (name, payload) => target.enqueue(parseFunctionReference(name), payload),
    invoke: (name, payload) => target.invoke(parseFunctionReference(name), payload),
    instances: () => pool.views(),
    queueDepth: (name) => dispatcher.queueDepth(name),
    waitingSince: (name) => {
      const sinceUs = dispatcher.waitingSinceUs(name);
      return sinceUs === undefined ? null : sinceUs / 1000;
    },
    deadLetters: () => deadLetters.list(),
    redrive: (requestId) => redrive(target, deadLetters, requestId),
    discard: async (name, matches) => {
      const events = await dispatcher.discard(name, matches);
      const removed = await deadLetters.remove(
        ({ requestContext, requestPayload }) =>
          parseFunctionReference(requestContext.functionArn).name === name && matches(requestPayload),
      );
      return events + removed;
    },
    discardDeadLettersBefore: (time) => deadLetters.remove(({ timestamp }) => Date.parse(timestamp) < time.getTime()),
    idle: () => dispatcher.idle(),
    reclaimAll: () => pool.reclaimIdle(),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** Copies the runtime client to a folder that instances can read. @returns the path of the copy. */
async function copyRuntimeClient(sharedDir: string): Promise<string> {
  const path = join(sharedDir, 'runtime-client.mjs');
  const folder = isCompiled() ? join(packageDir(), 'local', 'lambda') : import.meta.dirname;
  await replaceGeneratedFile(path, await readFile(join(folder, 'runtime-client.mjs')));
  // Instances may be other users, and the mode must not depend on the umask.
  await chmod(path, 0o644);
  return path;
}

/** Returns the files that instances must be able to read to start: handlers, Node, and the read paths of the specs. */
function readPathsOf({ functions }: FunctionHostOptions): string[] {
  const paths = functions.flatMap(({ entry, command, readPaths = [] }) => [
    ...[entry, command ? '' : process.execPath],
    ...readPaths,
  ]);
  return [...new Set(paths)].filter(Boolean);
}

const viewOf = ({ user, files, reason }: Isolation): IsolationView => ({ user, files, reason });

function openDispatcher(options: FunctionHostOptions, deadLetters: DeadLetters): Promise<Dispatcher> {
  const onError = options.onError ?? ((error) => process.stderr.write(`function host: ${error}\n`));
  /** Wraps a listener: an error in it is reported and does not change what happens to the event. */
  const safely =
    <T>(listener: ((value: T) => void) | undefined) =>
    (value: T) => {
      try {
        listener?.(value);
      } catch (error) {
        onError(error);
      }
    };
  return Dispatcher.open({
    functions: options.functions,
    queueDir: (name) => queueIn(options.stateDir, name),
    deadLetters,
    retryDelaysMs: options.retryDelaysMs ?? [1000, 5000],
    maxEventAgeMs: options.maxEventAgeMs ?? 6 * 3600 * 1000,
    onReport: safely(options.onReport),
    onDeadLetter: safely(options.onDeadLetter),
    onError,
  });
}
