/**
 * Slows down callers that guess access codes: after a few wrong codes an address must wait, and its next code is not
 * checked. Each instance counts alone. The 100 bits of the code give the security; this only limits the noise.
 */

/** Wrong codes that an address may send without a wait: a few typing errors of one person. */
const freeTries = 5;
/** The wait for each further try, ms. Our choice. */
const msPerTry = 20_000;
/** Addresses with a count of their own. All further addresses share one count, so that memory is bounded. */
const mostAddresses = 1000;
const everyoneElse = 'others';

export class WrongTries {
  /** For each address the time at which its wrong tries expire, ms since 1970. */
  readonly #clearAtMs = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Returns how many seconds the address must wait; 0: it may try now. */
  waitSeconds(address: string): number {
    const owedMs = this.#owedMs(this.#countOf(address));
    const waitMs = owedMs - (freeTries - 1) * msPerTry;
    return waitMs > 0 ? Math.ceil(waitMs / 1000) : 0;
  }

  /** Counts a wrong code. */
  add(address: string): void {
    this.#forgetCleared();
    const count = this.#countOf(address);
    this.#clearAtMs.set(count, this.#now() + this.#owedMs(count) + msPerTry);
  }

  #owedMs(count: string): number {
    return Math.max(0, (this.#clearAtMs.get(count) ?? 0) - this.#now());
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
