/**
 * The rules by which AWS Lambda counts CPU, billed time and GB-seconds. The host uses them for its quotas and reports, the
 * benchmarks for their cost tables. Prices are not part of it.
 */

/**
 * Memory size in MB at which a function gets one vCPU of time; the share grows in proportion to memory.
 * Source: AWS Lambda developer guide, «Configure Lambda function memory», read 2026-11-25.
 */
export const memoryMbPerCpu = 1769;

/** One run of a function, as far as billing needs it. */
export interface BilledRun {
  /** From {@link billedMsOf}. */
  readonly billedMs: number;
  readonly memoryMb: number;
}

/**
 * Returns the billed time in ms: init and run together, rounded up to a whole ms, at least 1. Lambda bills the init of
 * container images.
 * @param initMs duration of the init of a cold start; 0 for a warm run.
 */
export function billedMsOf(durationMs: number, initMs = 0): number {
  return Math.max(1, Math.ceil(durationMs + initMs));
}

/** Returns billed time in seconds times memory size in GB, where 1 GB is 1,024 MB. */
export function gbSecondsOf({ billedMs, memoryMb }: BilledRun): number {
  return (billedMs / 1000) * (memoryMb / 1024);
}
