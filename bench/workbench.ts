/** The input of every bench: options, models, our bundle, the peer if requested, and a folder for its pictures. */
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
  /** Prints the progress on stderr. */
  readonly say: (line: string) => void;
}
