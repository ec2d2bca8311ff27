/**
 * AWS list prices that the function host and the stack use: us-east-1, US dollars, first tier, without tax and without
 * the monthly free tier. Prices that only the cost tables need are in bench/cost/prices.ts.
 */

export type FunctionArchitecture = 'x86_64' | 'arm64';

/** The day on which all prices were read. When you change one price, read the others again. */
export const pricesReadOn = '2026-11-25';
export const pricesRegion = 'us-east-1';

/**
 * Prices of Lambda. Source: aws.amazon.com/lambda/pricing. A script fills in its tables, so the figures were read in two
 * copies that agree: cloudchipr.com/blog/aws-lambda-pricing and artillery 2.0.28 (`platform/aws-lambda/prices.js`).
 */
export const lambdaPrices = {
  /** USD for one GB-second, 1 GB = 1,024 MB; valid for the first 6 billion (x86) or 7.5 billion (arm64) a month. */
  perGbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 } satisfies Record<FunctionArchitecture, number>,
  perMillionRequests: 0.2,
  /** Free tier of every account, per month. */
  freeGbSeconds: 400_000,
  freeRequests: 1_000_000,
} as const;

/**
 * Prices of a container that always runs: Fargate, Linux on x86_64, us-east-1, read on 2026-11-30. Sources: vantage.sh/blog/fargate-pricing and
 * factualminds.com/blog/amazon-fargate-ecs-task-pricing-2026 (June 2026), which agree. A public address and a load balancer cost extra.
 */
export const containerPrices = { perVcpuHour: 0.04048, perGbHour: 0.004445, readOn: '2026-11-30' } as const;
