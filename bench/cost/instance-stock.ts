/** The instances of one function on Lambda: warm ones first, new ones as fast as Lambda starts them. For queue-simulation.ts. */
import type { CloudModel } from './lambda-model.ts';

type Terms = Pick<CloudModel, 'startsAtOnce' | 'startsPerSecond' | 'keepWarmMs'>;

export class InstanceStock {
  readonly #terms: Terms;
  /** The last use of each idle instance, ascending. The one used last is used next, so that surplus instances expire. */
  readonly #idleSinceMs: number[] = [];
  #mayStart: number;
  #countedMs = 0;

  constructor(terms: Terms) {
    this.#terms = terms;
    this.#mayStart = terms.startsAtOnce;
  }

  /** @param nowMs never before an earlier call's. */
  take(nowMs: number): 'warm' | 'cold' | 'none' {
    const lastUsedMs = this.#idleSinceMs.pop();
    if (lastUsedMs !== undefined) {
      if (nowMs - lastUsedMs <= this.#terms.keepWarmMs) return 'warm';
      // The youngest is too old, so all are.
      this.#idleSinceMs.length = 0;
    }
    const regained = ((nowMs - this.#countedMs) / 1000) * this.#terms.startsPerSecond;
    this.#mayStart = Math.min(this.#terms.startsAtOnce, this.#mayStart + regained);
    this.#countedMs = nowMs;
    if (this.#mayStart < 1) return 'none';
    this.#mayStart -= 1;
    return 'cold';
  }

  giveBack(nowMs: number): void {
    this.#idleSinceMs.push(nowMs);
  }
}
