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
 * second round goes backwards, so that nobody always follows the same neighbour.
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
