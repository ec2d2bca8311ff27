/** Lets one change of a key run at a time, in the order of asking; changes of other keys go on beside it. */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `work` when all earlier work on `key` has ended. @returns what it returns, or its error. */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(key) === mine) this.#tails.delete(key);
    }
  }
}
