/** The table of the quota bench: quota.ts fills it, measured-times.ts reads it back out of its JSON. */

/** The figures of one memory size and CPU share. */
export interface CellResult {
  readonly memoryMb: number;
  readonly cpuShare: number;
  readonly done: number;
  readonly kills: number;
  readonly otherFailures: number;
  readonly refused: number;
  readonly initMs: number;
  readonly secondsPerPhoto: number;
  readonly slowestMs: number;
  readonly peakMb: number;
  /** Mean of warm compose invocations, and its longest start. */
  readonly composeMs: number;
  readonly composeInitMs: number;
  readonly composePeakMb: number;
  readonly composeKills: number;
  /** GB-seconds of both functions for a thousand photos, starts included. */
  readonly gbSecondsPerThousand: number;
}

/** Headings by figure, in the table's order. */
export const quotaColumns = {
  ...{ memoryMb: 'memory MB', cpuShare: 'CPU', done: 'done', kills: 'kills', otherFailures: 'other failures' },
  ...{ refused: 'refused', secondsPerPhoto: 'matting s/photo', slowestMs: 'slowest ms', initMs: 'init ms' },
  ...{ peakMb: 'matting peak MB', composePeakMb: 'compose peak MB', composeKills: 'compose kills' },
  gbSecondsPerThousand: 'GB-s per 1,000 photos',
  ...{ composeMs: 'compose ms', composeInitMs: 'compose init ms' },
} as const satisfies Readonly<Record<keyof CellResult, string>>;
