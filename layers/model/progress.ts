/** What is told while models are made ready; the CLI draws it. */

export interface ModelProgress {
  readonly id: string;
  /** `wait`: another process is at work on the same store. */
  readonly step: 'wait' | 'fetch' | 'unpack' | 'verify' | 'prepare' | 'optimise' | 'ready';
  /** While a URL is fetched; npm does not tell how far it is. */
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

export type ReportProgress = (progress: ModelProgress) => void;
