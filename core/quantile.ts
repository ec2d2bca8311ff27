/** Quantiles of measured values, for reports and benches. Checks of pictures have their own (functions/compose/checks/quantile.ts). */

/** Returns the smallest value that this share of the sorted values does not exceed (nearest rank). NaN of nothing. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted.length === 0
    ? Number.NaN
    : sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}
