/** The progress of making models ready, which the CLI prints. */

export interface ModelProgress {
  readonly id: string;
  /** `wait`: another process works on the same store. */
  readonly step: 'wait' | 'licence' | 'fetch' | 'unpack' | 'verify' | 'prepare' | 'optimise' | 'ready';
  /** Only for the step `licence`, before a model is fetched for the first time. */
  readonly licence?: string;
  /** Only while a URL is fetched; npm reports no progress. */
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

export type ReportProgress = (progress: ModelProgress) => void;
