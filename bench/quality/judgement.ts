/** The result of the quality benchmark: errors of each photo, ours and the peer's. */
import type { ColourError } from './colour-error.ts';
import type { MatteError } from './matte-error.ts';
import type { SoftError } from './soft-error.ts';

export interface Measured extends MatteError {
  /** Null where the true colours are not known. */
  readonly colour: ColourError | null;
  /** Null where the truth has no soft pixel. */
  readonly soft: SoftError | null;
}

/** The colour step judged by itself: with the exact alpha, so that no error of the matte is in it. */
export interface ColourStep {
  readonly estimated: ColourError | null;
  /** The error of the photo's own colours, without an estimate. */
  readonly untouched: ColourError | null;
}

export interface JudgedPhoto {
  readonly name: string;
  readonly set: 'people' | 'objects';
  readonly ours: Measured;
  readonly peer: Measured | null;
  readonly colourStep: ColourStep | null;
}

/** Refused by the studio, and why: there is no matte, so it is in no mean. */
export interface Refusal {
  readonly name: string;
  readonly code: string;
}

export interface Judgement {
  readonly photos: readonly JudgedPhoto[];
  readonly refused: readonly Refusal[];
}
