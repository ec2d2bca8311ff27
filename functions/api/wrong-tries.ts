/**
 * Slows down whoever tries access codes: after a few wrong ones an address must wait, and its next code is not even
 * looked at. Counted in this instance alone; the code's 100 bits are what keeps it, this keeps it quiet.
 */

/** A few slips of a person at a keyboard ... */
const freeTries = 5;
/** ... and then one try in this time. Our choice. */
const msPerTry = 20_000;
/** Addresses that are told apart; further ones share one count, so that nobody fills the memory. */
const mostAddresses = 1000;
const everyoneElse = 'others';

export class WrongTries {
  /** When an address will have no wrong try on its account, ms of the clock. */
  readonly #clearAtMs = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Seconds that the address must wait; 0: it may try. */
  waitSeconds(address: string): number {
    const owedMs = this.#owedMs(this.#countOf(address));
    const waitMs = owedMs - (freeTries - 1) * msPerTry;
    return waitMs > 0 ? Math.ceil(waitMs / 1000) : 0;
  }

  /** Notes a wrong code. */
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

/** An IPv6 household has 2^64 addresses: its first four groups count as one. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
