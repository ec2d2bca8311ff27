/**
 * What AWS asks for, in one place: list prices of us-east-1 in US dollars, first tier, without tax and without what is free
 * each month. lambda-price.ts turns run time into money; infra/ sets the spend alarm by it, bench/ derives docs/cost.md.
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

/** S3 Standard. Source: usage.ai/blogs/aws/storage-cost/s3 (June 2026, after aws.amazon.com/s3/pricing), devnotes.tech; both agree. */
export const s3Prices = {
  /** PUT, COPY, POST, LIST. */
  perThousandWrites: 0.005,
  /** GET, HEAD. */
  perThousandReads: 0.0004,
  perGbMonth: 0.023,
} as const;

/** CloudWatch Logs, taking in. Source: factualminds.com/blog/amazon-cloudwatch-pricing (June 2026). 5 GB a month are free. */
export const logPrices = { perGb: 0.5 } as const;

/** Private image repositories. Source: cloudburn.io/blog/amazon-ecr-pricing (March 2026). */
export const imagePrices = { perGbMonth: 0.1 } as const;
