/** Quantiles of the few values that a check samples. Larger sets use histograms (backdrop-colour.ts, blur.ts). */

/** Returns the value below which the share of the values lies; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** Returns the middle value, the upper one of an even number; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
