/** The one clock of a function: stages name their steps through `mark`, the handler owns the time. */

export interface Stopwatch {
  /** Ends the current step under this name; a name used twice adds up. */
  readonly mark: (step: string) => void;
  /** ms by step, to a tenth. */
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
