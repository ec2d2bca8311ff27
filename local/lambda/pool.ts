/**
 * Owns every instance of the host: starts them up to each function's limit and the memory budget, hands out the one
 * that was used last, and reclaims those that idle or whose memory another function needs. The dispatcher
 * (function-dispatch.ts) asks it for instances.
 */

import { Instance, type InstanceSettings, type InstanceView } from './instance.ts';
import { defaultIdleMs, type FunctionSpec } from './spec.ts';

export interface PoolOptions {
  readonly settings: InstanceSettings;
  /** Memory that all instances may be sized to together, MB. A function larger than it runs alone. */
  readonly budgetMb: number;
  /** An instance has become idle or has gone: whoever waits may ask again. */
  readonly onChange: () => void;
  /** Epoch us of the oldest work that waits for the function; undefined when none does. */
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

  /** Instances of a function that are there and not on their way out. */
  live(functionName: string): Instance[] {
    return [...this.#instances].filter(({ spec, state }) => spec.name === functionName && state !== 'ending');
  }

  isBusy(): boolean {
    return [...this.#instances].some(({ state }) => state === 'busy' || state === 'starting');
  }

  /**
   * An instance to run one request on now: the idle one that was used last, so that the surplus ages out, else a new
   * one. Undefined: the function is at its limit, or there is no room; where idle ones could make room they are being
   * reclaimed, and `onChange` follows.
   * @param mayStart false: only a warm one will do, because the room belongs to another function.
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
    return this.#makeRoom(spec, live.length === 0) ? this.#start(spec) : undefined;
  }

  /** Stops every idle instance and resolves when they are gone. */
  async reclaimIdle(): Promise<void> {
    await Promise.all([...this.#instances].filter(({ state }) => state === 'idle').map((one) => this.#reclaim(one)));
  }

  /** Kills all instances, busy or not, and resolves when they are gone. No new one is started. */
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

  /** @returns whether `spec` may start now; if not, idle instances whose memory would do are on their way out. */
  #makeRoom(spec: FunctionSpec, isFirst: boolean): boolean {
    const sizes = (instances: Iterable<Instance>) => [...instances].reduce((sum, one) => sum + one.spec.memoryMb, 0);
    const { budgetMb } = this.#options;
    let missingMb = sizes(this.#instances) + spec.memoryMb - budgetMb;
    if (missingMb <= 0 || this.#instances.size === 0) return true;
    missingMb -= sizes([...this.#instances].filter(({ state }) => state === 'ending'));
    const spare = this.#spareFor(spec, isFirst);
    // A first instance gathers its room bit by bit as others fall idle; a further one does not stop any in vain.
    if (missingMb > sizes(spare) && !isFirst) return false;
    for (const instance of spare) {
      if (missingMb <= 0) break;
      missingMb -= instance.spec.memoryMb;
      void this.#reclaim(instance);
    }
    return false;
  }

  /**
   * Idle instances that may make room for `spec`, longest idle first. A function's first instance may take any but the
   * only one of a function whose work has waited longer; a further one leaves every function its last. So no function
   * starves, and two that take turns do not restart each other for every event.
   */
  #spareFor(spec: FunctionSpec, isFirst: boolean): Instance[] {
    const { waitingSinceUs } = this.#options;
    const since = waitingSinceUs(spec.name) ?? Number.POSITIVE_INFINITY;
    const left = new Map<string, number>();
    const idle = [...this.#instances].filter(({ state, spec: { name } }) => state === 'idle' && name !== spec.name);
    return idle
      .sort((one, other) => one.lastUsedAt - other.lastUsedAt)
      .filter(({ spec: { name } }) => {
        const others = (left.get(name) ?? this.live(name).length) - 1;
        const isSpare = others > 0 || (isFirst && (waitingSinceUs(name) ?? Number.POSITIVE_INFINITY) >= since);
        if (isSpare) left.set(name, others);
        return isSpare;
      });
  }
}
