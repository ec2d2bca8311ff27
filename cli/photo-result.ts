/** The result for one photo, as `--json` and the journal hold it. */
import type { Check } from '../core/checks.ts';
import type { Degraded } from '../core/degraded.ts';
import type { RejectionFacts } from '../core/errors.ts';
import type { Output, PhotoRecord } from '../core/photo-record.ts';
import type { Verdict } from '../core/verdict.ts';

/** The result for one source file, in the shape that `--json` prints. */
export interface PhotoResult {
  readonly source: string;
  /** The name of the person in the roster; null without a roster. */
  readonly name: string | null;
  readonly photoId: string;
  readonly status: 'done' | 'rejected' | 'failed';
  readonly code: string | null;
  readonly message: string | null;
  /** Figures and names of a rejection, such as the height of a small face; empty otherwise. */
  readonly facts: RejectionFacts;
  /** The verdict of the worst output; null unless the status is `done`. */
  readonly verdict: Verdict | null;
  /** Checks of the uploaded photo. */
  readonly checks: readonly OpenCheck[];
  readonly outputs: readonly FetchedOutput[];
  /** What the functions made smaller because their memory is short. Absent in the journals of 0.1 and 0.2. */
  readonly degraded?: readonly Degraded[];
  /** In ms: the time from upload to record, and the steps of the functions. */
  readonly timings: { readonly totalMs: number } & Partial<PhotoRecord['timings']>;
  /** True when an earlier run into the same folder made the photo. */
  readonly earlier: boolean;
}

type ShownField =
  | 'kind'
  | 'standard'
  | 'profile'
  | 'backdrop'
  | 'widthPx'
  | 'heightPx'
  | 'densityDpi'
  | 'sizeBytes'
  | 'edits'
  | 'verdict'
  | 'reasons'
  | 'notChecked';

/** A finished file that was downloaded, with the fields of its entry in the record. */
export interface FetchedOutput extends Pick<Output, ShownField> {
  readonly path: string;
  /** Codes of the notes. */
  readonly notes: readonly string[];
  readonly checks: readonly OpenCheck[];
}

/** A check that did not pass. */
export type OpenCheck = Pick<Check, 'code' | 'result' | 'message'>;
