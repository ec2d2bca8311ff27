/** Measures the steps of a stage. The stage names its steps through `mark`; the handler owns the clock. */

export interface Stopwatch {
  /** Ends the current step and adds its time to this name. */
  readonly mark: (step: string) => void;
  /** Returns the time of each step, ms, rounded to a tenth. */
  readonly timings: () => Record<string, number>;
}

export function startStopwatch(now: () => number = () => performance.now()): Stopwatch {
  const timings: Record<string, number> = {};
  let last = now();
  return {
    mark: (step) => {
      const time = now();
      timings[step] = Math.round(((timings[step] ?? 0) + time - last) * 10) / 10;
      last = time;
    },
    timings: () => ({ ...timings }),
  };
}
