/**
 * Brings waiting work and instances together, fairly between functions. Between the Lambda API (invoke-api.ts), which
 * brings work, and the pool (function-pool.ts), which has the instances; what waits is kept by function-lane.ts.
 */
import { Transient } from '../core/errors.ts';
import { type AsyncEvent, EventQueue } from './event-queue.ts';
import { Lane, type LaneOptions } from './function-lane.ts';
import type { InstancePool } from './function-pool.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { Instance, Work } from './instance.ts';
import { type InvocationReport, type Outcome, reportInvocation } from './invocation-report.ts';

export interface DispatchOptions
  extends Pick<LaneOptions, 'deadLetters' | 'retryDelaysMs' | 'maxEventAgeMs' | 'onDeadLetter'> {
  readonly functions: readonly FunctionSpec[];
  readonly queueDir: (functionName: string) => string;
  readonly onReport: (report: InvocationReport) => void;
  /** The host's own trouble (a full disk, a damaged file), as opposed to a function's. */
  readonly onTrouble: (error: unknown) => void;
}

export class Dispatcher {
  readonly #options: DispatchOptions;
  readonly #lanes = new Map<string, Lane>();
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
      dispatcher.#lanes.set(
        spec.name,
        new Lane({ ...options, spec, queue, run, follow: (task) => dispatcher.#follow(task) }),
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
    await this.#lane(functionName).queue.push(event);
  }

  /**
   * Runs a request and waits for its outcome.
   * @throws Transient `invoke-unavailable` when every instance that the function may have is taken.
   */
  call(functionName: string, work: Work): Promise<Outcome> {
    const { calls, spec } = this.#lane(functionName);
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
    const lanes = functionName === undefined ? [...this.#lanes.values()] : [this.#lane(functionName)];
    return lanes.reduce((sum, { queue }) => sum + queue.depth, 0);
  }

  /** Drops a function's events whose payload `concerns` it. @returns how many. */
  async forget(functionName: string, concerns: (payload: unknown) => boolean): Promise<number> {
    const forgotten = await this.#lane(functionName).forget(concerns);
    this.pump();
    return forgotten;
  }

  /** Epoch us of a function's oldest waiting work. */
  waitingSinceUs(functionName: string): number | undefined {
    return this.#lane(functionName).waitingSinceUs();
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
    for (const lane of this.#lanes.values()) lane.close(closing());
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
    for (const lane of this.#lanesInOrder(pool)) {
      const isFirst = pool.live(lane.spec.name).length === 0;
      if (!this.#serve(lane, pool, mayStart) && isFirst) mayStart = false;
    }
    this.#settle();
  }

  /** Functions with waiting work: those without any instance first, then by how long they have waited. */
  #lanesInOrder(pool: InstancePool): Lane[] {
    return [...this.#lanes.values()]
      .flatMap((lane) => {
        const sinceUs = lane.waitingSinceUs();
        return sinceUs === undefined ? [] : { lane, sinceUs, hasSome: Number(pool.live(lane.spec.name).length > 0) };
      })
      .sort((one, other) => one.hasSome - other.hasSome || one.sinceUs - other.sinceUs)
      .map(({ lane }) => lane);
  }

  /** @returns whether it got any instance. */
  #serve(lane: Lane, pool: InstancePool, mayStart: boolean): boolean {
    let served = false;
    while (lane.waitingSinceUs() !== undefined) {
      const instance = pool.acquire(lane.spec, mayStart);
      if (!instance) break;
      served = true;
      this.#follow(lane.runNext(instance));
    }
    return served;
  }

  async #run(instance: Instance, work: Work, attempt: number): Promise<Outcome> {
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
    const isWaiting = [...this.#lanes.values()].some(({ queue, calls }) => queue.depth + calls.length > 0);
    if (isWaiting || this.#tasks.size > 0 || this.#pool?.isBusy()) return;
    for (const { resolve } of this.#idleWaiters.splice(0)) resolve();
  }

  #lane(functionName: string): Lane {
    const lane = this.#lanes.get(functionName);
    if (!lane) throw new Error(`no function ${functionName}`);
    return lane;
  }
}

function closing(): Transient {
  return new Transient('invoke-unavailable', 'the function host is closing');
}
