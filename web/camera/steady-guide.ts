/** Makes a calm guide of the judgements of single frames: a hint stays for a while, and good frames count down. */
import type { Hint } from './hints.ts';

/** A hint stays at least this long. ms */
const leastShownMs = 700;
/** The picture is taken after so long without a bad frame. ms */
export const goodMs = 3000;
/** A screen reader gets a hint that has stayed for so long. ms */
const announcedAfterMs = 1500;

/** What the page shows. */
export interface Guide {
  /** Null while all is good. */
  readonly hint: Hint | null;
  /** When it was first shown, ms. */
  readonly sinceMs: number;
  /** When all became good, ms; null while there is a hint. */
  readonly goodSinceMs: number | null;
  /** What a screen reader gets: a hint, `good`, or null for nothing yet. */
  readonly announced: Hint | 'good' | null;
}

/** The guide before the first frame. */
export const noGuide: Guide = {
  hint: 'no-face',
  sinceMs: Number.NEGATIVE_INFINITY,
  goodSinceMs: null,
  announced: null,
};

/** Returns the guide after one more frame. @param judged the hint of the frame; null when it is good. @param nowMs its time. */
export function nextGuide(guide: Guide, judged: Hint | null, nowMs: number): Guide {
  const shown = nextShown(guide, judged, nowMs);
  const isLong = nowMs - shown.sinceMs >= announcedAfterMs;
  // That all is good is said at once, because the countdown begins.
  if (shown.hint === null) return { ...shown, announced: 'good' };
  return isLong ? { ...shown, announced: shown.hint } : shown;
}

function nextShown(guide: Guide, judged: Hint | null, nowMs: number): Guide {
  if (judged === guide.hint) return guide;
  const mayChange = guide.hint === null || nowMs - guide.sinceMs >= leastShownMs;
  if (!mayChange) return guide;
  return { ...guide, hint: judged, sinceMs: nowMs, goodSinceMs: judged === null ? nowMs : null };
}

/** Returns the part of the countdown that is over, 0..1. */
export function countdownShare({ goodSinceMs }: Guide, nowMs: number): number {
  return goodSinceMs === null ? 0 : Math.min(1, (nowMs - goodSinceMs) / goodMs);
}
