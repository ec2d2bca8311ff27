/**
 * Brings waiting work and instances together, fairly between functions. Between the Lambda API (invoke-api.ts), which
 * brings work, and the pool (function-pool.ts), which has the instances; what waits is kept by function-lane.ts.
 */
import { Transient } from '../../core/errors.ts';
import { type AsyncEvent, EventQueue } from './event-queue.ts';
import { FunctionQueue, type FunctionQueueOptions } from './function-queue.ts';
import type { Instance, Work } from './instance.ts';
import type { InstancePool } from './pool.ts';
import { type InvocationOutcome, type InvocationReport, reportInvocation } from './report.ts';
import type { FunctionSpec } from './spec.ts';

export interface DispatchOptions
  extends Pick<FunctionQueueOptions, 'deadLetters' | 'retryDelaysMs' | 'maxEventAgeMs' | 'onDeadLetter'> {
  readonly functions: readonly FunctionSpec[];
  readonly queueDir: (functionName: string) => string;
  readonly onReport: (report: InvocationReport) => void;
  /** The host's own trouble (a full disk, a damaged file), as opposed to a function's. */
  readonly onTrouble: (error: unknown) => void;
}

export class Dispatcher {
  readonly #options: DispatchOptions;
  readonly #functionQueues = new Map<string, FunctionQueue>();
  /** Work whose outcome has not been dealt with to the end. */
  readonly #tasks = new Set<Promise<void>>();
  readonly #idleWaiters: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  #pool: InstancePool | undefined;
  #closed = false;

  private constructor(options: DispatchOptions) {
    this.#options = options;
  }

  /** Opens the queues; nothing runs before {@link begin}. */
  static async open(options: DispatchOptions): Promise<Dispatcher> {
    const dispatcher = new Dispatcher(options);
    for (const spec of options.functions) {
      const queue = await EventQueue.open(options.queueDir(spec.name), () => dispatcher.pump());
      const run = (instance: Instance, work: Work, attempt: number) => dispatcher.#run(instance, work, attempt);
      dispatcher.#functionQueues.set(
        spec.name,
        new FunctionQueue({ ...options, spec, queue, run, follow: (task) => dispatcher.#follow(task) }),
      );
    }
    return dispatcher;
  }

  begin(pool: InstancePool): void {
    this.#pool = pool;
    this.pump();
  }

  /** Queues an event; resolves when it is safe on the disk. @throws Transient `invoke-unavailable` while closing. */
  async enqueue(functionName: string, event: AsyncEvent): Promise<void> {
    if (this.#closed) throw closing();
    await this.#functionQueue(functionName).queue.push(event);
  }

  /**
   * Runs a request and waits for its outcome.
   * @throws Transient `invoke-unavailable` when every instance that the function may have is taken.
   */
  call(functionName: string, work: Work): Promise<InvocationOutcome> {
    const { calls, spec } = this.#functionQueue(functionName);
    const taken = this.#pool?.live(functionName).filter(({ state }) => state !== 'idle').length ?? 0;
    if (this.#closed) return Promise.reject(closing());
    if (taken + calls.length >= spec.maxConcurrency) {
      return Promise.reject(new Transient('invoke-unavailable', `every instance of ${functionName} is taken`));
    }
    return new Promise((resolve, reject) => {
      calls.push({ work, sinceUs: Date.now() * 1000, resolve, reject });
      this.pump();
    });
  }

  /** Events not finished, of one function or of all. */
  queueDepth(functionName?: string): number {
    const functionQueues =
      functionName === undefined ? [...this.#functionQueues.values()] : [this.#functionQueue(functionName)];
    return functionQueues.reduce((sum, { queue }) => sum + queue.depth, 0);
  }

  /** Drops a function's events whose payload `concerns` it. @returns how many. */
  async forget(functionName: string, concerns: (payload: unknown) => boolean): Promise<number> {
    const forgotten = await this.#functionQueue(functionName).forget(concerns);
    this.pump();
    return forgotten;
  }

  /** Epoch us of a function's oldest waiting work. */
  waitingSinceUs(functionName: string): number | undefined {
    return this.#functionQueue(functionName).waitingSinceUs();
  }

  /** Resolves when nothing waits and nothing runs; an event that was given up counts as finished. Rejects on close. */
  idle(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#idleWaiters.push({ resolve, reject });
      this.#settle();
    });
  }

  /** Stops handing out work; what is queued stays queued. To be called before the instances are killed. */
  close(): void {
    this.#closed = true;
    for (const functionQueue of this.#functionQueues.values()) functionQueue.close(closing());
    for (const { reject } of this.#idleWaiters.splice(0)) reject(closing());
  }

  /** Resolves when every outcome has been dealt with. */
  async drained(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /** Gives waiting work to every instance that can be had. Called whenever there may be more of either. */
  pump(): void {
    const pool = this.#pool;
    if (!pool || this.#closed) return;
    // While a function without any instance waits for room, nobody else may take more of it.
    let mayStart = true;
    for (const functionQueue of this.#queuesInOrder(pool)) {
      const isFirst = pool.live(functionQueue.spec.name).length === 0;
      if (!this.#serve(functionQueue, pool, mayStart) && isFirst) mayStart = false;
    }
    this.#settle();
  }

  /** Functions with waiting work: those without any instance first, then by how long they have waited. */
  #queuesInOrder(pool: InstancePool): FunctionQueue[] {
    return [...this.#functionQueues.values()]
      .flatMap((functionQueue) => {
        const sinceUs = functionQueue.waitingSinceUs();
        return sinceUs === undefined
          ? []
          : { functionQueue, sinceUs, hasSome: Number(pool.live(functionQueue.spec.name).length > 0) };
      })
      .sort((one, other) => one.hasSome - other.hasSome || one.sinceUs - other.sinceUs)
      .map(({ functionQueue }) => functionQueue);
  }

  /** @returns whether it got any instance. */
  #serve(functionQueue: FunctionQueue, pool: InstancePool, mayStart: boolean): boolean {
    let served = false;
    while (functionQueue.waitingSinceUs() !== undefined) {
      const instance = pool.acquire(functionQueue.spec, mayStart);
      if (!instance) break;
      served = true;
      this.#follow(functionQueue.runNext(instance));
    }
    return served;
  }

  async #run(instance: Instance, work: Work, attempt: number): Promise<InvocationOutcome> {
    const { id: instanceId, spec } = instance;
    const startedAtMs = Date.now();
    const outcome = await instance.run(work);
    const { requestId } = work;
    const frame = { requestId, functionName: spec.name, instanceId, memoryMb: spec.memoryMb, attempt, startedAtMs };
    if (!this.#closed) this.#options.onReport(reportInvocation(frame, outcome));
    return outcome;
  }

  #follow(task: Promise<void>): void {
    const followed = task.catch(this.#options.onTrouble).finally(() => {
      this.#tasks.delete(followed);
      this.#settle();
    });
    this.#tasks.add(followed);
  }

  #settle(): void {
    const isWaiting = [...this.#functionQueues.values()].some(({ queue, calls }) => queue.depth + calls.length > 0);
    if (isWaiting || this.#tasks.size > 0 || this.#pool?.isBusy()) return;
    for (const { resolve } of this.#idleWaiters.splice(0)) resolve();
  }

  #functionQueue(functionName: string): FunctionQueue {
    const functionQueue = this.#functionQueues.get(functionName);
    if (!functionQueue) throw new Error(`no function ${functionName}`);
    return functionQueue;
  }
}

function closing(): Transient {
  return new Transient('invoke-unavailable', 'the function host is closing');
}
