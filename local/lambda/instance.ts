/**
 * One instance of a function: a child process within its quota, with a Runtime API of its own. It takes one request at a
 * time until it is stopped, killed, or ends by itself. The pool (pool.ts) owns the instances.
 */
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { Admission, Isolation } from '../sandbox/isolation.ts';
import type { Confinement, Quota } from '../sandbox/limits.ts';
import { type InstanceProcess, startProcess } from './process.ts';
import { errorPayload, errorTypeOf, exitReason, type InvocationOutcome, type InvocationStatus } from './report.ts';
import { type Invocation, maxResponseBytes, openRuntimeApi, type RuntimeApi } from './runtime-api.ts';
import { cpuShareOf, type FunctionSpec, instanceEnv } from './spec.ts';

/** The state of an instance at one moment. */
export interface InstanceView {
  readonly id: string;
  readonly functionName: string;
  /** Undefined before the process starts, and when it cannot start. */
  readonly pid: number | undefined;
  readonly state: 'starting' | 'busy' | 'idle' | 'ending';
  /** Epoch ms. */
  readonly startedAt: number;
  /** When it last became idle, epoch ms. */
  readonly lastUsedAt: number;
  /** Number of requests that it has taken. */
  readonly invocations: number;
  /** Memory size of the function. */
  readonly memoryMb: number;
  /** The most resident memory that the instance has used so far. */
  readonly peakMemoryMb: number;
}

/** The settings that all instances of a host share. */
export interface InstanceSettings {
  readonly quota: Quota;
  readonly isolation: Isolation;
  /** Path of the runtime client. */
  readonly runtimeClient: string;
  /** URL of the Invoke API, for functions that invoke others. */
  readonly lambdaEndpoint: string;
  /** Time that an init may take before the function's own time limit begins to run, ms. */
  readonly initLimitMs: number;
  readonly onLog: (functionName: string, line: string) => void;
}

/** One request for an instance. Its deadline is set when the instance takes it. */
export type Work = Omit<Invocation, 'deadlineMs'>;

interface CurrentWork extends Work {
  readonly resolve: (outcome: InvocationOutcome) => void;
  /** Time of performance.now(). */
  deliveredAt?: number;
  initMs?: number;
  /** Set by the first response, or by the failure that came instead. The caller gets it when the instance is idle or ended. */
  outcome?: InvocationOutcome;
}

export class Instance {
  readonly id = randomUUID();
  readonly spec: FunctionSpec;
  readonly startedAt = Date.now();
  /** When it last became idle, epoch ms. */
  lastUsedAt = Date.now();
  state: InstanceView['state'] = 'starting';
  /** Called when the instance has become idle: after a response, or after a start without work. */
  onIdle: () => void = () => undefined;
  /** Resolves when the process, its quota and its temporary folder are removed. */
  readonly ended: Promise<void>;

  readonly #settings: InstanceSettings;
  readonly #begun = performance.now();
  #process: InstanceProcess | undefined;
  #api: RuntimeApi | undefined;
  #confinement: Confinement | undefined;
  #admission: Admission | undefined;
  #work: CurrentWork | undefined;
  #timer: NodeJS.Timeout | undefined;
  #invocations = 0;
  #initError: Buffer | undefined;
  #resolveEnded: () => void = () => undefined;

  constructor(spec: FunctionSpec, settings: InstanceSettings) {
    this.spec = spec;
    this.#settings = settings;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#start().catch((error: Error) => this.#end(null, null, error));
  }

  view(): InstanceView {
    const { id, spec, state, startedAt, lastUsedAt } = this;
    return {
      ...{ id, functionName: spec.name, pid: this.#process?.pid, state, startedAt, lastUsedAt },
      ...{ invocations: this.#invocations, memoryMb: spec.memoryMb, peakMemoryMb: this.#confinement?.peakMb() ?? 0 },
    };
  }

  /** Runs a request. Call it only while the instance is starting or idle. Never rejects: every failure is an outcome. */
  run(work: Work): Promise<InvocationOutcome> {
    return new Promise((resolve) => {
      this.#work = { ...work, resolve };
      if (this.state === 'idle') this.#deliver();
    });
  }

  /** Kills the instance, idle or busy; resolves when it has ended. */
  stop(): Promise<void> {
    if (this.state !== 'ending') this.state = 'ending';
    this.#process?.kill();
    return this.ended;
  }

  async #start(): Promise<void> {
    const { spec, id } = this;
    this.#admission = await this.#settings.isolation.admit(id);
    const { tmpDir, wrap } = this.#admission;
    const { memoryMb, cpuWeight } = spec;
    this.#confinement = await this.#settings.quota.confine(id, { memoryMb, cpuShare: cpuShareOf(spec), cpuWeight });
    this.#api = await openRuntimeApi({
      onNext: () => this.#onNext(),
      onResponse: (requestId, body) => this.#complete(requestId, 'success', body),
      onError: (requestId, body) => this.#complete(requestId, 'error', body),
      onOversized: (requestId) => this.#refuseOversized(requestId),
      onInitError: (body) => {
        this.#initError = body;
      },
    });
    if (this.state === 'ending') return this.#end(null, 'SIGKILL');
    // A spec with a command starts a container image, whose task folder is inside the image.
    const cwd = spec.command ? '/' : dirname(spec.entry);
    this.#process = startProcess({
      argv: wrap(spec.command ?? [process.execPath, this.#settings.runtimeClient], cwd),
      env: instanceEnv(spec, {
        ...{ runtimeApi: this.#api.address, lambdaEndpoint: this.#settings.lambdaEndpoint, tmpDir, instanceId: id },
      }),
      cwd,
      joinPaths: this.#confinement.joinPaths,
      onLine: (line) => this.#settings.onLog(spec.name, line),
      onEnd: (code, signal, failure) => this.#end(code, signal, failure),
    });
    if (this.#process.pid !== undefined) this.#confinement.attach(this.#process.pid);
    // Lambda stops an init at 10 s and repeats it inside the first invocation, within the function's time limit. Here the
    // one init may go on for that time: the limit is the same, and no work is done twice.
    this.#timer = setTimeout(() => this.#timeOut(), this.#settings.initLimitMs + spec.timeoutMs);
  }

  #onNext(): void {
    if (this.state === 'ending') return;
    const initMs = performance.now() - this.#begun;
    clearTimeout(this.#timer);
    // The peak is read now as well, because it cannot be read after a crash.
    this.#confinement?.peakMb();
    if (this.state === 'starting' && this.#work) {
      this.#work.initMs = initMs;
      this.#deliver();
      return;
    }
    if (this.#work && !this.#work.outcome) {
      const reason = 'Runtime requested the next event without a response to the last';
      this.#finish('crash', errorPayload(this.#work.requestId, 'Runtime.ExitError', reason), 'Runtime.ExitError');
    }
    this.state = 'idle';
    this.lastUsedAt = Date.now();
    this.#resolveWork();
    this.onIdle();
  }

  #deliver(): void {
    if (!this.#work) return;
    const { resolve: _resolve, ...work } = this.#work;
    this.state = 'busy';
    this.#invocations += 1;
    this.#work.deliveredAt = performance.now();
    this.#timer = setTimeout(() => this.#timeOut(), this.spec.timeoutMs);
    this.#api?.deliver({ ...work, deadlineMs: Date.now() + this.spec.timeoutMs });
  }

  #complete(requestId: string, status: 'success' | 'error', body: Buffer): boolean {
    if (this.#work?.requestId !== requestId || this.#work.outcome || this.state !== 'busy') return false;
    this.#finish(status, body, status === 'error' ? errorTypeOf(body) : undefined);
    return true;
  }

  #refuseOversized(requestId: string): void {
    if (this.#work?.requestId !== requestId || this.#work.outcome) return;
    const errorType = 'Function.ResponseSizeTooLarge';
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
    this.#finish('error', Buffer.from(JSON.stringify({ errorType, errorMessage })), errorType);
  }

  #timeOut(): void {
    const work = this.#work;
    if (work && !work.outcome) {
      const reason = `Task timed out after ${(this.spec.timeoutMs / 1000).toFixed(2)} seconds`;
      this.#finish('timeout', errorPayload(work.requestId, 'Sandbox.Timedout', reason), 'Sandbox.Timedout');
    }
    void this.stop();
  }

  #finish(status: InvocationStatus, payload: Buffer, errorType?: string): void {
    const work = this.#work;
    if (!work || work.outcome) return;
    const initMs = work.initMs ?? (work.deliveredAt === undefined ? performance.now() - this.#begun : undefined);
    work.outcome = {
      ...{ status, payload, maxMemoryUsedMb: this.#confinement?.peakMb() ?? 0 },
      ...(errorType !== undefined && { errorType }),
      durationMs: work.deliveredAt === undefined ? 0 : performance.now() - work.deliveredAt,
      ...(initMs !== undefined && { initMs }),
    };
  }

  /**
   * Gives the outcome to the caller. This happens when the instance can take the next request or has ended, so that the
   * second of two calls in a row finds a warm instance.
   */
  #resolveWork(): void {
    if (this.#work?.outcome) this.#work.resolve(this.#work.outcome);
    this.#work = undefined;
  }

  #end(code: number | null, signal: NodeJS.Signals | null, failure?: Error): void {
    this.state = 'ending';
    clearTimeout(this.#timer);
    this.#api?.close();
    this.#explainEnd(failure?.message ?? exitReason(code, signal), failure !== undefined);
    this.#resolveWork();
    void Promise.allSettled([this.#confinement?.release(), this.#admission?.release()]).then(this.#resolveEnded);
  }

  /**
   * Sets the outcome of a request whose process has ended: the init error that the process reported, or the way in which
   * the process ended.
   */
  #explainEnd(reason: string, neverStarted: boolean): void {
    if (!this.#work || this.#work.outcome) return;
    const { requestId } = this.#work;
    if (this.#confinement?.wasOutOfMemory()) {
      this.#finish('out-of-memory', errorPayload(requestId, 'Runtime.OutOfMemory', reason), 'Runtime.OutOfMemory');
    } else if (this.#initError) {
      this.#finish('init-error', this.#initError, errorTypeOf(this.#initError));
    } else {
      const errorType = neverStarted ? 'Runtime.InvalidEntrypoint' : 'Runtime.ExitError';
      this.#finish('crash', errorPayload(requestId, errorType, reason), errorType);
    }
  }
}
