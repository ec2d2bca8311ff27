/** What every bench is handed: options, models, our bundle, the peer when asked for, and a folder for its pictures. */
import type { BenchOptions } from './options.ts';
import type { Peer } from './performance/peer.ts';

export interface Workbench {
  readonly options: BenchOptions;
  readonly modelDir: string;
  /** Path of our-cutter.ts in one file. */
  readonly ourCutter: string;
  readonly peer: Peer | null;
  /** Temporary; removed after the bench. */
  readonly workDir: string;
  /** Says how far the bench is, on stderr. */
  readonly say: (line: string) => void;
}
