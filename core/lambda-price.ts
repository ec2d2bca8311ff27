/**
 * Turns run time on Lambda into US dollars, without the free tier. The page shows these prices, and the benchmarks derive
 * docs/cost.md from them. Prices: prices.ts. How Lambda counts GB-seconds: local/lambda/billing.ts.
 */
import { type FunctionArchitecture, lambdaPrices } from './prices.ts';

/** Returns the price of run time alone, USD. @param gbSeconds of one run or the sum of several. */
export function runTimeUsd(gbSeconds: number, architecture: FunctionArchitecture): number {
  return gbSeconds * lambdaPrices.perGbSecond[architecture];
}

/** Returns the price of a number of requests, USD, without their run time. */
export function requestsUsd(requests: number): number {
  return (requests / 1_000_000) * lambdaPrices.perMillionRequests;
}

/** Returns the sum of the runs in GB-seconds, and their price in USD; each run counts as one request. */
export function priceRuns(
  runs: readonly { readonly gbSeconds: number }[],
  architecture: FunctionArchitecture,
): { readonly gbSeconds: number; readonly priceUsd: number } {
  const gbSeconds = runs.reduce((sum, run) => sum + run.gbSeconds, 0);
  return { gbSeconds, priceUsd: runTimeUsd(gbSeconds, architecture) + requestsUsd(runs.length) };
}
