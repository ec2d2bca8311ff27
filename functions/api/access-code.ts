/**
 * Holds the access code of the studio. The first request that needs the code creates it as a private object, which the
 * operator can read, replace or delete. The reasons for an object: docs/decisions/0007-api.md.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fault } from '../../core/errors.ts';
import { accessCodeKey } from '../../core/keys.ts';
import type { ObjectStore } from '../runtime/object-store.ts';

/** 32 characters, 5 bits each. Characters that look alike (i l o u) are left out. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = 5;
const groupLength = 4;
/** A shorter code, stored by hand, could be guessed. */
const leastLength = 12;
/** An instance reads the code again after this time, so that a replaced code is valid in every instance. */
const keptMs = 60_000;

export class AccessCode {
  readonly #results: ObjectStore;
  readonly #now: () => number;
  #known: { readonly digest: Buffer; readonly untilMs: number } | undefined;

  constructor(results: ObjectStore, now: () => number = Date.now) {
    this.#results = results;
    this.#now = now;
  }

  /**
   * Returns whether `given` is the code, in a time that does not depend on where the two differ.
   * @throws Fault `bad-config` when the stored code is too short.
   */
  async matches(given: string): Promise<boolean> {
    return timingSafeEqual(digestOf(given), await this.#digest());
  }

  async #digest(): Promise<Buffer> {
    if (this.#known && this.#known.untilMs > this.#now()) return this.#known.digest;
    const code = (await this.#read()) ?? (await this.#make());
    if (code.length < leastLength) {
      throw new Fault('bad-config', `the access code has fewer than ${leastLength} characters`);
    }
    this.#known = { digest: digestOf(code), untilMs: this.#now() + keptMs };
    return this.#known.digest;
  }

  async #read(): Promise<string | null> {
    const stored = await this.#results.get(accessCodeKey);
    return stored && new TextDecoder().decode(stored.bytes).trim();
  }

  /** Creates the code. When two instances create one at the same time, the second one reads the code of the first. */
  async #make(): Promise<string> {
    const code = newAccessCode();
    const made = await this.#results.putIf(accessCodeKey, new TextEncoder().encode(`${code}\n`), 'text/plain', null);
    return made === null ? ((await this.#read()) ?? '') : code;
  }
}

/** Returns a new code of 100 random bits, such as `x4kd-...`. */
export function newAccessCode(): string {
  const text = [...randomBytes(groups * groupLength)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return Array.from({ length: groups }, (_, at) => text.slice(at * groupLength, (at + 1) * groupLength)).join('-');
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
