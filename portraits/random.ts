/** Seeded chance for the drawn portraits: the same seed always draws the same hairs, on every machine. */

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * A repeatable source of uniform numbers (mulberry32, public domain, by Tommy Ettinger): 32 bits of state, good enough
 * to scatter hairs and sensor noise.
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

/** A number in (-reach, reach), more often near 0 (triangular). */
export function scatter(random: Random, reach: number): number {
  return (random() + random() - 1) * reach;
}

/** A number in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + random() * (to - from);
}
