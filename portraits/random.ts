/** Repeatable random numbers: the same seed gives the same numbers on every machine. */

/** Returns the next uniform number in [0, 1). */
export type Random = () => number;

/**
 * Returns a repeatable source of uniform numbers (mulberry32, public domain, by Tommy Ettinger). It has 32 bits of state,
 * enough for hairs, sensor noise and queues.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Returns a number in (-reach, reach) with a triangular distribution around 0. */
export function scatter(random: Random, reach: number): number {
  return (random() + random() - 1) * reach;
}

/** Returns a number in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + random() * (to - from);
}
