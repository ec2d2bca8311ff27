/**
 * The local stand-in for AWS Lambda: an Invoke API for SDK clients in front, child processes that are started on demand,
 * kept warm and reclaimed behind, and durable queues with retries and dead letters between them. local/studio/studio.ts wires
 * it to the object server.
 */
import { join } from 'node:path';
import { buildRuntimeClient } from '../../build/functions.ts';
import { type Isolation, type IsolationView, openIsolation } from '../sandbox/isolation.ts';
import type { Enforcement } from '../sandbox/limits.ts';
import { defaultMemoryBudgetMb, openQuota } from '../sandbox/quota.ts';
import { type DeadLetter, DeadLetters } from './dead-letters.ts';
import { Dispatcher } from './dispatcher.ts';
import type { InstanceView } from './instance.ts';
import { type InvokeResult, openInvokeApi } from './invoke-api.ts';
import { parseFunctionReference } from './invoke-request.ts';
import { HostTarget, redrive } from './invoke-target.ts';
import { lockFolder } from './lock.ts';
import { InstancePool } from './pool.ts';
import type { InvocationReport } from './report.ts';
import { checkSpec, type FunctionSpec } from './spec.ts';

export type { DeadLetter, Enforcement, FunctionSpec, InstanceView, InvocationReport, InvokeResult, IsolationView };

export interface FunctionHostOptions {
  /** Queue, dead letters and temporary folders of instances; one host at a time works in it. */
  readonly stateDir: string;
  readonly functions: readonly FunctionSpec[];
  /** Of the Lambda API, on 127.0.0.1. Default: any free one. */
  readonly port?: number;
  /** Only callers that sign with this key are served; signatures themselves are not checked (invoke-api.ts says why). */
  readonly credentials?: { readonly accessKeyId: string };
  /** Waits before each further try of a failed event. Default 1 s and 5 s; Lambda itself waits one and two minutes. */
  readonly retryDelaysMs?: readonly number[];
  /** Events that have waited longer are given up. Default 6 h, as on Lambda. */
  readonly maxEventAgeMs?: number;
  /** Sizes of all instances together. Default: 80 % of the memory that this process may use. */
  readonly memoryBudgetMb?: number;
  /** `watched` leaves control groups alone even where they work. */
  readonly quota?: 'auto' | 'watched';
  /** `none` lets instances run as the host itself, wherever they like to write. */
  readonly isolation?: 'auto' | 'none';
  /** Time that an init may take before the function's time limit begins to run. Default 10 s, as on Lambda. */
  readonly initLimitMs?: number;
  /** One per invocation; formatReport() words it as Lambda does. */
  readonly onReport?: (report: InvocationReport) => void;
  /** Each line that a function writes to stdout or stderr. */
  readonly onLog?: (functionName: string, line: string) => void;
  readonly onDeadLetter?: (deadLetter: DeadLetter) => void;
  /** The host's own trouble, such as a full disk. Default: a line on stderr. */
  readonly onTrouble?: (error: unknown) => void;
}

export interface FunctionHost {
  /** `http://127.0.0.1:port` of the Lambda API: Invoke with Event, RequestResponse or DryRun. */
  readonly endpoint: string;
  /** What holds instances to their memory and CPU here, and why. */
  readonly enforcement: Enforcement;
  /** Whose rights instances have, and what they can write to. */
  readonly isolation: IsolationView;
  /**
   * Queues an event; resolves when it is safe on the disk. The same path as Invoke with type Event.
   * @param payload JSON text as bytes, or a value to serialise. @throws InvokeRefused; Transient when closing.
   */
  enqueue(functionName: string, payload: unknown): Promise<{ requestId: string }>;
  /**
   * Runs a function and waits. A failing function is a result with `functionError`.
   * @throws InvokeRefused; Transient `invoke-unavailable` when every instance it may have is taken.
   */
  invoke(functionName: string, payload: unknown): Promise<InvokeResult>;
  instances(): readonly InstanceView[];
  /** Events not finished, of one function or of all. */
  queueDepth(functionName?: string): number;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Queues one dead letter, or all, once more under their old request ids; resolves with their number. */
  redrive(requestId?: string): Promise<number>;
  /**
   * Drops what waits for one function and concerns somebody who is gone: queued events, those between two tries, and dead
   * letters. What is in the works ends as it likes, but is not tried again and leaves no letter. @returns how many.
   */
  forget(functionName: string, concerns: (payload: unknown) => boolean): Promise<number>;
  /** Removes dead letters that were written before then. @returns how many. */
  forgetDeadLettersBefore(time: Date): Promise<number>;
  /** Resolves when the queues are empty and nothing is busy; an event that was given up counts as finished. */
  idle(): Promise<void>;
  /** Reclaims every idle instance now. */
  reclaimAll(): Promise<void>;
  /** Kills the instances; what is queued or in the works stays queued for the next start. */
  close(): Promise<void>;
}

/** The folder of the dead letters within a state folder. */
export const deadLettersIn = (stateDir: string): string => join(stateDir, 'dead-letters');

/** Starts a host and goes on with what an earlier one left queued. @throws Fault for bad specs or a taken folder. */
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
  const runtimeClient = join(isolation.sharedDir, 'runtime-client.mjs');
  await buildRuntimeClient(runtimeClient);
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
    onChange: () => dispatcher.pump(),
    waitingSinceUs: (name) => dispatcher.waitingSinceUs(name),
  });
  dispatcher.begin(pool);
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
    deadLetters: () => deadLetters.list(),
    redrive: (requestId) => redrive(target, deadLetters, requestId),
    forget: async (name, concerns) => {
      const events = await dispatcher.forget(name, concerns);
      const dropped = await deadLetters.forget(
        ({ requestContext, requestPayload }) =>
          parseFunctionReference(requestContext.functionArn).name === name && concerns(requestPayload),
      );
      return events + dropped;
    },
    forgetDeadLettersBefore: (time) => deadLetters.forget(({ timestamp }) => Date.parse(timestamp) < time.getTime()),
    idle: () => dispatcher.idle(),
    reclaimAll: () => pool.reclaimIdle(),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** What every instance needs to start; models are named by the specs. */
function readPathsOf({ functions }: FunctionHostOptions): string[] {
  const paths = functions.flatMap(({ entry, command, readPaths = [] }) => [
    ...[entry, command ? '' : process.execPath],
    ...readPaths,
  ]);
  return [...new Set(paths)].filter(Boolean);
}

const viewOf = ({ user, files, reason }: Isolation): IsolationView => ({ user, files, reason });

function openDispatcher(options: FunctionHostOptions, deadLetters: DeadLetters): Promise<Dispatcher> {
  const onTrouble = options.onTrouble ?? ((error) => process.stderr.write(`function host: ${error}\n`));
  /** A listener's own mistake must not change what becomes of the event. */
  const safely =
    <T>(listener: ((value: T) => void) | undefined) =>
    (value: T) => {
      try {
        listener?.(value);
      } catch (error) {
        onTrouble(error);
      }
    };
  return Dispatcher.open({
    functions: options.functions,
    queueDir: (name) => join(options.stateDir, 'queue', name),
    deadLetters,
    retryDelaysMs: options.retryDelaysMs ?? [1000, 5000],
    maxEventAgeMs: options.maxEventAgeMs ?? 6 * 3600 * 1000,
    onReport: safely(options.onReport),
    onDeadLetter: safely(options.onDeadLetter),
    onTrouble,
  });
}
