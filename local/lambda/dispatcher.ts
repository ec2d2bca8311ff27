/**
 * Gives waiting work to instances, and shares the instances fairly between the functions. Work waits in one
 * function-queue.ts for each function; pool.ts owns the instances.
 */
import { type AsyncEvent, EventQueue } from './event-queue.ts';
import { FunctionQueue, type FunctionQueueOptions } from './function-queue.ts';
import { HostError } from './host-error.ts';
import type { Instance, Work } from './instance.ts';
import type { InstancePool } from './pool.ts';
import { type InvocationOutcome, type InvocationReport, reportInvocation } from './report.ts';
import type { FunctionSpec } from './spec.ts';

export interface DispatcherOptions
  extends Pick<FunctionQueueOptions, 'deadLetters' | 'retryDelaysMs' | 'maxEventAgeMs' | 'onDeadLetter'> {
  readonly functions: readonly FunctionSpec[];
  /** Returns the folder of a function's queued events. */
  readonly queueDir: (functionName: string) => string;
  readonly onReport: (report: InvocationReport) => void;
  /** Called with errors of the host itself (a full disk, a damaged file), not with errors of a function. */
  readonly onError: (error: unknown) => void;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #queues = new Map<string, FunctionQueue>();
  /** Tasks in the background that have not ended: runs, and the file operations that follow them. */
  readonly #tasks = new Set<Promise<void>>();
  readonly #idleWaiters: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  #pool: InstancePool | undefined;
  #closed = false;

  private constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Opens the queues with the events of an earlier run. No event runs before {@link start}. */
  static async open(options: DispatcherOptions): Promise<Dispatcher> {
    const dispatcher = new Dispatcher(options);
    for (const spec of options.functions) {
      const events = await EventQueue.open(options.queueDir(spec.name), () => dispatcher.dispatch());
      const run = (instance: Instance, work: Work, attempt: number) => dispatcher.#run(instance, work, attempt);
      const track = (task: Promise<void>) => dispatcher.#track(task);
      dispatcher.#queues.set(spec.name, new FunctionQueue({ ...options, spec, events, run, track }));
    }
    return dispatcher;
  }

  start(pool: InstancePool): void {
    this.#pool = pool;
    this.dispatch();
  }

  /** Queues an event; resolves when it is durable on disk. @throws HostError `unavailable` while the host closes. */
  async enqueue(functionName: string, event: AsyncEvent): Promise<void> {
    if (this.#closed) throw closingError();
    await this.#queue(functionName).events.push(event);
  }

  /**
   * Runs a synchronous call and returns its outcome.
   * @throws HostError `unavailable` when every instance that the function may have is in use.
   */
  call(functionName: string, work: Work): Promise<InvocationOutcome> {
    const { calls, spec } = this.#queue(functionName);
    const inUse = this.#pool?.live(functionName).filter(({ state }) => state !== 'idle').length ?? 0;
    if (this.#closed) return Promise.reject(closingError());
    if (inUse + calls.length >= spec.maxConcurrency) {
      return Promise.reject(new HostError('unavailable', `every instance of ${functionName} is in use`));
    }
    return new Promise((resolve, reject) => {
      calls.push({ work, sinceUs: Date.now() * 1000, resolve, reject });
      this.dispatch();
    });
  }

  /** Returns the number of unfinished events of one function, or of all. */
  queueDepth(functionName?: string): number {
    const queues = functionName === undefined ? [...this.#queues.values()] : [this.#queue(functionName)];
    return queues.reduce((sum, { events }) => sum + events.depth, 0);
  }

  /** Discards the events of a function whose payload matches. @returns their number; 0 for an unknown function. */
  async discard(functionName: string, matches: (payload: unknown) => boolean): Promise<number> {
    const discarded = (await this.#queues.get(functionName)?.discard(matches)) ?? 0;
    this.dispatch();
    return discarded;
  }

  /** Returns since when the oldest work of a function waits, epoch us; undefined when no work waits. */
  waitingSinceUs(functionName: string): number | undefined {
    return this.#queue(functionName).waitingSinceUs();
  }

  /** Resolves when no work waits or runs; a dead letter counts as finished. Rejects when the host closes before. */
  idle(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#idleWaiters.push({ resolve, reject });
      this.#resolveIdle();
    });
  }

  /** Stops giving out work; queued events stay on disk. Call it before the instances are killed. */
  close(): void {
    this.#closed = true;
    for (const queue of this.#queues.values()) queue.close(closingError());
    for (const { reject } of this.#idleWaiters.splice(0)) reject(closingError());
  }

  /** Resolves when all background tasks have ended. */
  async drained(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /** Gives waiting work to every instance that is free or can be started. Call it when there may be more work or memory. */
  dispatch(): void {
    const pool = this.#pool;
    if (!pool || this.#closed) return;
    // While a function without any instance waits for memory, no function after it may start an instance.
    let mayStart = true;
    for (const queue of this.#queuesInOrder(pool)) {
      const isFirst = pool.live(queue.spec.name).length === 0;
      if (!this.#runWaiting(queue, pool, mayStart) && isFirst) mayStart = false;
    }
    this.#resolveIdle();
  }

  /** Returns the queues with waiting work: functions without any instance first, then by waiting time, longest first. */
  #queuesInOrder(pool: InstancePool): FunctionQueue[] {
    return [...this.#queues.values()]
      .flatMap((queue) => {
        const sinceUs = queue.waitingSinceUs();
        return sinceUs === undefined ? [] : { queue, sinceUs, hasAny: Number(pool.live(queue.spec.name).length > 0) };
      })
      .sort((one, other) => one.hasAny - other.hasAny || one.sinceUs - other.sinceUs)
      .map(({ queue }) => queue);
  }

  /** Runs waiting work of one function on all instances that it can get. @returns whether it got any. */
  #runWaiting(queue: FunctionQueue, pool: InstancePool, mayStart: boolean): boolean {
    let gotAny = false;
    while (queue.waitingSinceUs() !== undefined) {
      const instance = pool.acquire(queue.spec, mayStart);
      if (!instance) break;
      gotAny = true;
      this.#track(queue.runNext(instance));
    }
    return gotAny;
  }

  async #run(instance: Instance, work: Work, attempt: number): Promise<InvocationOutcome> {
    const { id: instanceId, spec } = instance;
    const startedAtMs = Date.now();
    const outcome = await instance.run(work);
    const { requestId } = work;
    const details = { requestId, functionName: spec.name, instanceId, memoryMb: spec.memoryMb, attempt, startedAtMs };
    if (!this.#closed) this.#options.onReport(reportInvocation(details, outcome));
    return outcome;
  }

  #track(task: Promise<void>): void {
    const tracked = task.catch(this.#options.onError).finally(() => {
      this.#tasks.delete(tracked);
      this.#resolveIdle();
    });
    this.#tasks.add(tracked);
  }

  #resolveIdle(): void {
    const isWaiting = [...this.#queues.values()].some(({ events, calls }) => events.depth + calls.length > 0);
    if (isWaiting || this.#tasks.size > 0 || this.#pool?.isBusy()) return;
    for (const { resolve } of this.#idleWaiters.splice(0)) resolve();
  }

  #queue(functionName: string): FunctionQueue {
    const queue = this.#queues.get(functionName);
    if (!queue) throw new Error(`there is no function ${functionName}`);
    return queue;
  }
}

function closingError(): HostError {
  return new HostError('unavailable', 'the function host is closing');
}
