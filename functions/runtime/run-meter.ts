/**
 * Measures the run time that an invocation is billed for, in GB-seconds, for the log lines from which the spend alarm and
 * the brake are fed. The start of the process is billed too; it is part of the first measure.
 */

/** Time from the start of the process to its first invocation, ms; 0 after it was counted. Undefined before. */
let startMs: number | undefined;

/**
 * Starts measuring an invocation.
 * @param memoryLimitMb the memory size of the function, as Lambda's context gives it.
 * @returns a function that returns the GB-seconds since its last call, or since the start.
 */
export function startMeter(memoryLimitMb: string | undefined): () => number {
  let lastMs = performance.now();
  startMs ??= lastMs;
  const memoryGb = Number(memoryLimitMb ?? 0) / 1024;
  return () => {
    const nowMs = performance.now();
    const seconds = (nowMs - lastMs + (startMs ?? 0)) / 1000;
    [lastMs, startMs] = [nowMs, 0];
    return Math.round(seconds * memoryGb * 10_000) / 10_000;
  };
}
