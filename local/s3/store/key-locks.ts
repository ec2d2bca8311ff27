/**
 * Runs the changes of one key one after the other, in the order of the calls. Changes of different keys run at once.
 */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `work` after all earlier work on `key`. @returns the result of `work`. @throws the error of `work`. */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const previous = this.#tails.get(key);
    const result = previous === undefined ? work() : previous.then(work, work);
    this.#tails.set(key, result);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === result) this.#tails.delete(key);
    }
  }
}
