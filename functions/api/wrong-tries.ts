/**
 * Slows down callers that guess access codes: after a few wrong codes an address must wait, and its next code is not
 * checked. An instance counts in memory and, at each wrong code, together with all other instances (shared-tries.ts). The
 * 100 bits of the code give the security; this only limits the noise.
 */
import { log } from '../runtime/log.ts';

/** Wrong codes that an address may send without a wait: a few typing errors of one person. */
const freeTries = 5;
/** The wait for each further try, ms. Our choice. */
const msPerTry = 20_000;
/** Addresses with a count of their own. All further addresses share one count, so that memory is bounded. */
const mostAddresses = 1000;
const everyoneElse = 'others';

/**
 * Adds a wrong try of a network for all instances. `add` returns the new time at which its tries expire from the present
 * one. Resolves to the time before the try, epoch ms, or 0.
 */
export type SharedTries = (network: string, now: number, add: (clearAtMs: number) => number) => Promise<number>;

export class WrongTries {
  /** For each address the time at which its wrong tries expire, epoch ms. */
  readonly #clearAtMs = new Map<string, number>();
  readonly #share: SharedTries;
  readonly #now: () => number;

  constructor(share: SharedTries, now: () => number = Date.now) {
    this.#share = share;
    this.#now = now;
  }

  /** Returns how many seconds the address must wait, as far as this instance has counted; 0: it may try now. */
  waitSeconds(address: string): number {
    return this.#waitSeconds(this.#clearAtMs.get(this.#countOf(address)) ?? 0);
  }

  /**
   * Counts a wrong code.
   * @returns how many seconds the address had to wait before this try, as all instances have counted; 0: none.
   */
  async add(address: string): Promise<number> {
    this.#forgetCleared();
    const count = this.#countOf(address);
    const own = this.#clearAtMs.get(count) ?? 0;
    const added = (clearAtMs: number) => Math.max(this.#now(), own, clearAtMs) + msPerTry;
    // It is counted here before the answer of the storage, because further tries may come in the meantime.
    this.#clearAtMs.set(count, added(0));
    const shared = await this.#share(networkOf(address), this.#now(), added).catch(() => {
      log('warn', 'wrong code not counted for all instances');
      return 0;
    });
    this.#clearAtMs.set(count, Math.max(added(shared), this.#clearAtMs.get(count) ?? 0));
    return this.#waitSeconds(Math.max(own, shared));
  }

  #waitSeconds(clearAtMs: number): number {
    const waitMs = clearAtMs - this.#now() - (freeTries - 1) * msPerTry;
    return waitMs > 0 ? Math.ceil(waitMs / 1000) : 0;
  }

  #countOf(address: string): string {
    const network = networkOf(address);
    return this.#clearAtMs.has(network) || this.#clearAtMs.size < mostAddresses ? network : everyoneElse;
  }

  #forgetCleared(): void {
    if (this.#clearAtMs.size < mostAddresses) return;
    for (const [count, atMs] of this.#clearAtMs) if (atMs <= this.#now()) this.#clearAtMs.delete(count);
  }
}

/** Returns the network of an address. One IPv6 connection has 2^64 addresses, so its first four groups count as one. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
