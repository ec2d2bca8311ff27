/**
 * Limits how many tasks run at the same time; further tasks wait for a limited time. The function URL server uses it,
 * because each instance of the API takes one request at a time.
 */
import { Transient } from '../../core/errors.ts';

/** The limits of a {@link Limiter}. */
export interface LimiterOptions {
  /** The highest number of running tasks. */
  readonly concurrency: number;
  /** The highest number of waiting tasks; further ones are refused. */
  readonly maxWaiting: number;
  /** A task that has waited for this time is refused. */
  readonly maxWaitMs: number;
}

/** Runs tasks in the order of their arrival, a limited number at the same time. */
export class Limiter {
  readonly #options: LimiterOptions;
  /** Each entry starts one waiting task; the oldest is first. */
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: LimiterOptions) {
    this.#options = options;
  }

  /**
   * Runs a task as soon as the limits allow it. @returns its result.
   * @throws Transient `invoke-unavailable` when too many tasks wait or this one waited too long; every error of the
   *   task.
   */
  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await task();
    } finally {
      // A waiting task starts in place of this one, so the number of running tasks stays the same.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Resolves when the task may start; it is counted as running then. */
  #enter(): Promise<void> {
    const { concurrency, maxWaiting, maxWaitMs } = this.#options;
    if (this.#running < concurrency) {
      this.#running += 1;
      return Promise.resolve();
    }
    if (this.#waiting.length >= maxWaiting) return Promise.reject(tooMany());
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(tooMany());
      }, maxWaitMs);
      this.#waiting.push(enter);
    });
  }
}

const tooMany = () => new Transient('invoke-unavailable', 'too many requests are waiting');
