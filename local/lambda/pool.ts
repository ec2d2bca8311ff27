/**
 * Owns the instances of the host. It starts them up to the limit of each function and the memory budget, and stops those
 * that are idle for too long or whose memory another function needs. The dispatcher (dispatcher.ts) takes instances from it.
 */
import { Instance, type InstanceSettings, type InstanceView } from './instance.ts';
import { defaultIdleMs, type FunctionSpec } from './spec.ts';

export interface PoolOptions {
  readonly settings: InstanceSettings;
  /** Limit of the memory sizes of all instances together, MB. A function with a larger size runs alone. */
  readonly budgetMb: number;
  /** Called when an instance has become idle or has ended, so that waiting work can try again. */
  readonly onChange: () => void;
  /** Returns since when the oldest work of a function waits, epoch us; undefined when no work waits. */
  readonly waitingSinceUs: (functionName: string) => number | undefined;
}

export class InstancePool {
  readonly #options: PoolOptions;
  readonly #instances = new Set<Instance>();
  readonly #idleTimers = new Map<Instance, NodeJS.Timeout>();
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  views(): InstanceView[] {
    return [...this.#instances].map((instance) => instance.view());
  }

  /** Returns the instances of a function that are not ending. */
  live(functionName: string): Instance[] {
    return [...this.#instances].filter(({ spec, state }) => spec.name === functionName && state !== 'ending');
  }

  isBusy(): boolean {
    return [...this.#instances].some(({ state }) => state === 'busy' || state === 'starting');
  }

  /**
   * Returns an instance for one request: the idle one that was used last, so that surplus instances reach their idle limit,
   * else a new one. Returns undefined when the function is at its limit or memory is missing. If stopping idle instances
   * gives enough memory, they are being stopped, and `onChange` is called after it.
   * @param mayStart false allows idle instances only, because the free memory is reserved for another function.
   */
  acquire(spec: FunctionSpec, mayStart = true): Instance | undefined {
    if (this.#closed) return undefined;
    const live = this.live(spec.name);
    const warm = live
      .filter(({ state }) => state === 'idle')
      .sort((one, other) => other.lastUsedAt - one.lastUsedAt)[0];
    if (warm) {
      this.#stopIdleTimer(warm);
      return warm;
    }
    if (!mayStart || live.length >= spec.maxConcurrency) return undefined;
    return this.#freeMemory(spec, live.length === 0) ? this.#start(spec) : undefined;
  }

  /** Stops every idle instance; resolves when they have ended. */
  async reclaimIdle(): Promise<void> {
    await Promise.all([...this.#instances].filter(({ state }) => state === 'idle').map((one) => this.#reclaim(one)));
  }

  /** Kills all instances, busy or not; resolves when they have ended. No new instance is started. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#instances].map((instance) => this.#reclaim(instance)));
  }

  #start(spec: FunctionSpec): Instance {
    const instance = new Instance(spec, this.#options.settings);
    this.#instances.add(instance);
    instance.onIdle = () => {
      const timer = setTimeout(() => void this.#reclaim(instance), spec.idleMs ?? defaultIdleMs);
      this.#stopIdleTimer(instance);
      this.#idleTimers.set(instance, timer.unref());
      this.#options.onChange();
    };
    void instance.ended.then(() => {
      this.#stopIdleTimer(instance);
      this.#instances.delete(instance);
      this.#options.onChange();
    });
    return instance;
  }

  async #reclaim(instance: Instance): Promise<void> {
    this.#stopIdleTimer(instance);
    await instance.stop();
  }

  #stopIdleTimer(instance: Instance): void {
    clearTimeout(this.#idleTimers.get(instance));
    this.#idleTimers.delete(instance);
  }

  /** Stops idle instances if `spec` needs their memory. @returns whether an instance of `spec` may start now. */
  #freeMemory(spec: FunctionSpec, isFirst: boolean): boolean {
    const sizes = (instances: Iterable<Instance>) => [...instances].reduce((sum, one) => sum + one.spec.memoryMb, 0);
    const { budgetMb } = this.#options;
    let missingMb = sizes(this.#instances) + spec.memoryMb - budgetMb;
    if (missingMb <= 0 || this.#instances.size === 0) return true;
    missingMb -= sizes([...this.#instances].filter(({ state }) => state === 'ending'));
    const spare = this.#spareFor(spec, isFirst);
    // A first instance collects its memory step by step, as others become idle. For a further instance none is stopped
    // unless all idle ones together free enough.
    if (missingMb > sizes(spare) && !isFirst) return false;
    for (const instance of spare) {
      if (missingMb <= 0) break;
      missingMb -= instance.spec.memoryMb;
      void this.#reclaim(instance);
    }
    return false;
  }

  /**
   * Returns the idle instances that may be stopped for `spec`, longest idle first. For the first instance of a function
   * these are all, except the only instance of a function whose work has waited longer. For a further instance every
   * function keeps its last one. So no function starves, and two functions that alternate do not restart for every event.
   */
  #spareFor(spec: FunctionSpec, isFirst: boolean): Instance[] {
    const { waitingSinceUs } = this.#options;
    const since = waitingSinceUs(spec.name) ?? Number.POSITIVE_INFINITY;
    const remaining = new Map<string, number>();
    const idle = [...this.#instances].filter(({ state, spec: { name } }) => state === 'idle' && name !== spec.name);
    return idle
      .sort((one, other) => one.lastUsedAt - other.lastUsedAt)
      .filter(({ spec: { name } }) => {
        const others = (remaining.get(name) ?? this.live(name).length) - 1;
        const isSpare = others > 0 || (isFirst && (waitingSinceUs(name) ?? Number.POSITIVE_INFINITY) >= since);
        if (isSpare) remaining.set(name, others);
        return isSpare;
      });
  }
}
