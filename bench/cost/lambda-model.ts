/**
 * The rules of Lambda for asynchronous events on which the queue depends, and the times of an instance of a function. The
 * input of queue-simulation.ts. Sources: AWS Lambda developer guide, read 2026-11-25: "How Lambda handles errors
 * and retries with asynchronous invocation", "Lambda scaling behavior", "Lambda quotas".
 */

export interface CloudModel {
  /** Executions at once in the whole account: 1,000, in new accounts 10. */
  readonly accountConcurrency: number;
  /** A function may start so many instances at once, and gets the allowance back at this rate. */
  readonly startsAtOnce: number;
  readonly startsPerSecond: number;
  /** The time for which an idle instance is kept, ms. Lambda does not document it; people observe minutes. */
  readonly keepWarmMs: number;
  /** Before the second and the third try of an event that failed. */
  readonly retryDelaysMs: readonly number[];
  /** The wait of an event that found no instance, ms: doubled each time, from the first to the longest. */
  readonly firstBackoffMs: number;
  readonly mostBackoffMs: number;
  /** Older events are given up. */
  readonly maxEventAgeMs: number;
}

export const lambda: Omit<CloudModel, 'accountConcurrency'> = {
  ...{ startsAtOnce: 1000, startsPerSecond: 100, keepWarmMs: 5 * 60_000 },
  ...{ retryDelaysMs: [60_000, 120_000], firstBackoffMs: 1000, mostBackoffMs: 300_000 },
  maxEventAgeMs: 6 * 3600_000,
};

/** One function. Times are drawn log-normal: never negative, with a long tail to the right. */
export interface StageModel {
  readonly memoryMb: number;
  /** Mean of a warm run, ms. */
  readonly runMs: number;
  /** Standard deviation of the run's logarithm. */
  readonly runSpread: number;
  /** A cold start takes something between these, ms; it is billed like the run. */
  readonly coldStartMs: readonly [least: number, most: number];
}

/** The rates of errors. */
export interface TroubleModel {
  /** The share of runs that fail for a reason such as storage that does not answer. The next try may succeed. */
  readonly failingRuns: number;
  /** The share of photos that fail at every try. */
  readonly failingPhotos: number;
}
