/**
 * The access code of this studio: made once, at first need, as a private object that the operator can read, replace or
 * delete. Why an object: docs/decisions/0007-api.md.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fault } from '../../core/errors.ts';
import { accessCodeKey } from '../../core/keys.ts';
import type { ObjectStore } from '../runtime/object-store.ts';

/** 32 signs without those that look alike (i l o u): 5 bits each. */
const signs = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = 5;
const groupLength = 4;
/** Shorter ones, put there by hand, could be guessed. */
const leastLength = 12;
/** How long a code is taken as read; after that a replaced one holds in every instance. */
const keptMs = 60_000;

export class AccessCode {
  readonly #results: ObjectStore;
  readonly #now: () => number;
  #known: { readonly digest: Buffer; readonly untilMs: number } | undefined;

  constructor(results: ObjectStore, now: () => number = Date.now) {
    this.#results = results;
    this.#now = now;
  }

  /** Whether this is the code; takes the same time wherever the two differ. @throws Fault `bad-config` for a weak one. */
  async matches(given: string): Promise<boolean> {
    return timingSafeEqual(digestOf(given), await this.#digest());
  }

  async #digest(): Promise<Buffer> {
    if (this.#known && this.#known.untilMs > this.#now()) return this.#known.digest;
    const code = (await this.#read()) ?? (await this.#make());
    if (code.length < leastLength) {
      throw new Fault('bad-config', `the access code has less than ${leastLength} characters`);
    }
    this.#known = { digest: digestOf(code), untilMs: this.#now() + keptMs };
    return this.#known.digest;
  }

  async #read(): Promise<string | null> {
    const stored = await this.#results.get(accessCodeKey);
    return stored && new TextDecoder().decode(stored.bytes).trim();
  }

  /** Of two instances that make one at the same moment, the second reads the first's. */
  async #make(): Promise<string> {
    const code = newAccessCode();
    const made = await this.#results.putIf(accessCodeKey, new TextEncoder().encode(`${code}\n`), 'text/plain', null);
    return made === null ? ((await this.#read()) ?? '') : code;
  }
}

/** `x4kd-...`: 100 random bits. */
export function newAccessCode(): string {
  const text = [...randomBytes(groups * groupLength)].map((byte) => signs[byte % signs.length]).join('');
  return Array.from({ length: groups }, (_, at) => text.slice(at * groupLength, (at + 1) * groupLength)).join('-');
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
