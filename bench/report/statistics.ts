/** The few numbers that stand for many runs, and the order in which the runs are taken. Used by every bench. */

/** Middle value; the mean of the two middle ones for an even count. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Takes each contestant once a round, one after the other, so that a machine that slows down slows them all; every
 * second round goes backwards, so that no contestant always follows the same one.
 * @returns the values of each contestant, in the contestants' order.
 */
export async function interleave(
  rounds: number,
  contestants: readonly ((round: number) => Promise<number>)[],
): Promise<number[][]> {
  const values: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = contestants.map((_, at) => at);
    if (round % 2 === 1) order.reverse();
    for (const at of order) values[at].push(await contestants[at](round));
  }
  return values;
}

/**
 * Standard deviation of the logarithm of a log-normal quantity of which the greatest of `count` draws was `ratio` times the
 * mean, taking that draw for the quantile of its rank.
 */
export function spreadOf(ratio: number, count: number): number {
  const z = normalQuantile(1 - 1 / (count + 1));
  // mean * exp(z s - s^2/2) = greatest, solved for s; beyond z no log-normal is that skewed.
  return z - Math.sqrt(Math.max(0, z ** 2 - 2 * Math.log(Math.max(1, ratio))));
}

/** Returns a quantile of the standard normal by bisection of its distribution function (Abramowitz and Stegun, 7.1.26, error below 1.5e-7). */
function normalQuantile(share: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - series * Math.exp(-x * x);
  return (1 + Math.sign(z) * erf) / 2;
}
