/**
 * AWS list prices that only docs/cost.md needs: us-east-1, US dollars, first tier, without tax and without the monthly free
 * tier. core/prices.ts has the others and the day on which all of them were read.
 */

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

/**
 * EventBridge, custom events of at most 64 KB; deliveries in the account are free. Sources: cloudburn.io/blog/amazon-eventbridge-pricing
 * (March 2026), factualminds.com/blog/amazon-eventbridge-pricing-events-pipes-schema-archive (June 2026); both agree.
 */
export const eventPrices = { perMillion: 1 } as const;
