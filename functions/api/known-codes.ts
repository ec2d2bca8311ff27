/**
 * Holds the access codes of the studio in an instance: the first code and the named ones. When there is no first code,
 * the first request that needs one creates it. The reasons for objects: docs/decisions/0007-api.md.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Fault } from '../../core/errors.ts';
import {
  createFirstCode,
  digestOfCode,
  firstCodeName,
  readFirstCode,
  readNamedCodes,
} from '../runtime/access-codes.ts';
import type { ObjectStore } from '../runtime/object-store.ts';

/** A shorter code, stored by hand, could be guessed. */
const leastLength = 12;
/** An instance reads the codes again after this time, so that a new or revoked code is known in every instance. */
const keptMs = 60_000;

/** A code that a request may use. */
export interface KnownCode {
  readonly name: string;
  readonly digest: Buffer;
  /** The most photos of one day (UTC); null: no limit. */
  readonly photosPerDay: number | null;
}

export class KnownCodes {
  readonly #results: ObjectStore;
  readonly #now: () => number;
  #kept: { readonly codes: readonly KnownCode[]; readonly untilMs: number } | undefined;

  constructor(results: ObjectStore, now: () => number = Date.now) {
    this.#results = results;
    this.#now = now;
  }

  /**
   * Returns the code that equals `given`, or null. The time does not depend on where the two differ.
   * @throws Fault `bad-config` when the stored first code is too short.
   */
  async find(given: string): Promise<KnownCode | null> {
    const digest = digestOfCode(given);
    const codes = await this.#codes();
    return codes.filter((code) => timingSafeEqual(code.digest, digest))[0] ?? null;
  }

  /** Returns a word for `text` from which the text cannot be found without the first code: 32 hexadecimal digits. */
  async disguise(text: string): Promise<string> {
    const [{ digest }] = await this.#codes();
    return createHmac('sha256', digest).update(text).digest('hex').slice(0, 32);
  }

  /** Returns the first code, then the named ones. */
  async #codes(): Promise<readonly KnownCode[]> {
    if (this.#kept && this.#kept.untilMs > this.#now()) return this.#kept.codes;
    const [first, named] = await Promise.all([this.#firstCode(), readNamedCodes(this.#results)]);
    const codes = [
      { name: firstCodeName, digest: digestOfCode(first), photosPerDay: null },
      ...named.map(({ name, sha256, photosPerDay }) => ({ name, digest: Buffer.from(sha256, 'hex'), photosPerDay })),
    ];
    this.#kept = { codes, untilMs: this.#now() + keptMs };
    return codes;
  }

  /** Returns the first code. When two instances create one at the same time, the second one reads the code of the first. */
  async #firstCode(): Promise<string> {
    const code =
      (await readFirstCode(this.#results)) ??
      (await createFirstCode(this.#results)) ??
      (await readFirstCode(this.#results)) ??
      '';
    if (code.length >= leastLength) return code;
    throw new Fault('bad-config', `the access code has fewer than ${leastLength} characters`);
  }
}
