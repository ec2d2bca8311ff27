/**
 * Lets only so many pieces of work run at once and the others wait in line, for a while. The front door has one before the
 * API, whose instances take one request at a time.
 */
import { Transient } from '../../core/errors.ts';

export interface LimiterOptions {
  readonly atOnce: number;
  /** Longer lines are sent away. */
  readonly mostWaiting: number;
  /** Longer waits too. */
  readonly waitMs: number;
}

export class Limiter {
  readonly #options: LimiterOptions;
  /** First come, first served. */
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: LimiterOptions) {
    this.#options = options;
  }

  /** @throws Transient `invoke-unavailable` when the line or the wait is too long; whatever `work` throws. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      // Whoever waits takes this place: the number that runs stays as it is.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  #enter(): Promise<void> {
    const { atOnce, mostWaiting, waitMs } = this.#options;
    if (this.#running < atOnce) {
      this.#running += 1;
      return Promise.resolve();
    }
    if (this.#waiting.length >= mostWaiting) return Promise.reject(tooMany());
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(tooMany());
      }, waitMs);
      this.#waiting.push(enter);
    });
  }
}

const tooMany = () => new Transient('invoke-unavailable', 'too many requests wait already');
