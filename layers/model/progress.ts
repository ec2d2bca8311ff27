/** The progress of making models ready, which the CLI prints. */

export interface ModelProgress {
  readonly id: string;
  /** `wait`: another process works on the same store. */
  readonly step: 'wait' | 'fetch' | 'unpack' | 'verify' | 'prepare' | 'optimise' | 'ready';
  /** Only while a URL is fetched; npm reports no progress. */
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

export type ReportProgress = (progress: ModelProgress) => void;
