/**
 * AWS list prices that the functions' host and the stack use: us-east-1, US dollars, first tier, without tax and without
 * the monthly free tier. Prices that only the cost tables need are in bench/cost/prices.ts.
 */

export type FunctionArchitecture = 'x86_64' | 'arm64';

/** When all of them were last read; whoever changes a figure reads the others again. */
export const pricesReadOn = '2026-11-25';
export const pricesRegion = 'us-east-1';

/**
 * Lambda. Source: aws.amazon.com/lambda/pricing, whose rate tables are filled in by a script, so the figures were read in
 * copies of it that agree: cloudchipr.com/blog/aws-lambda-pricing, artillery 2.0.28 (`platform/aws-lambda/prices.js`).
 */
export const lambdaPrices = {
  /** USD for one GB-second, 1 GB = 1,024 MB; the first 6 (x86) or 7.5 (arm64) billion a month. */
  perGbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 } satisfies Record<FunctionArchitecture, number>,
  perMillionRequests: 0.2,
  /** Each month, in every account. */
  freeGbSeconds: 400_000,
  freeRequests: 1_000_000,
} as const;
