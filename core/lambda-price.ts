/**
 * What run time on Lambda comes to: GB-seconds and US dollars, without what an account gets for nothing each month. The
 * function host reports by it, the API's page shows it, the bench derives docs/cost.md from it. Prices: prices.ts.
 */
import { type FunctionArchitecture, lambdaPrices } from './prices.ts';

/** With so much memory a function gets one CPU: AWS Lambda developer guide, «Configure Lambda function memory», read 2026-11-25. */
export const memoryMbPerCpu = 1769;

/** One run of a function, as its report says it. */
export interface FunctionRun {
  /** From {@link billedMsOf}. */
  readonly billedMs: number;
  readonly memoryMb: number;
}

/** Run and start together, rounded up to 1 ms: the start of container images is billed. @param initMs of a cold start. */
export function billedMsOf(durationMs: number, initMs = 0): number {
  return Math.max(1, Math.ceil(durationMs + initMs));
}

/** Billed time x memory size, 1 GB = 1,024 MB. */
export function gbSecondsOf({ billedMs, memoryMb }: FunctionRun): number {
  return (billedMs / 1000) * (memoryMb / 1024);
}

/** USD for run time alone. @param gbSeconds from {@link gbSecondsOf}, summed or not. */
export function runTimeUsd(gbSeconds: number, architecture: FunctionArchitecture): number {
  return gbSeconds * lambdaPrices.perGbSecond[architecture];
}

/** USD for being called so often. */
export function requestsUsd(requests: number): number {
  return (requests / 1_000_000) * lambdaPrices.perMillionRequests;
}

/** What a number of runs cost together, each of them one request. */
export function priceRuns(
  runs: readonly FunctionRun[],
  architecture: FunctionArchitecture,
): { readonly gbSeconds: number; readonly priceUsd: number } {
  const gbSeconds = runs.reduce((sum, run) => sum + gbSecondsOf(run), 0);
  return { gbSeconds, priceUsd: runTimeUsd(gbSeconds, architecture) + requestsUsd(runs.length) };
}
