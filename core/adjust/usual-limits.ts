/** Limits for the place of a head where the standard states none: those of ICAO, or the aim of the crop. */
import type { Aim, Frame } from '../frame.ts';
import type { Band } from '../measure.ts';
import type { PhotoStandard } from '../standards.ts';

/** The height of a head that ICAO TR Portrait Quality (table 9) wants, as a share of the photo's height. */
const usualHeads = { min: 0.6, max: 0.9 } as const;
/** The eye line that ICAO TR Portrait Quality (table 9) wants, as a share of the photo's height; for a standard without one. */
export const usualEyes = { min: 0.5, max: 0.7 } as const;
/** Tolerance as a share of the photo's height. Landmarks and crown have an error of 1.5 % of the head. */
export const usualSlack = 0.015;

/**
 * A head without a stated height may differ from the aim by this share. Our choice; the difference is hardly visible.
 */
const aimTolerance = 0.15;
/** The least height of a head in a photo of two people, as a share of the least aimed one. Our choice: far apart in depth below it. */
const leastOfCouple = 0.7;

/** Returns the head heights that are near enough to the aim where the office leaves the height open, px. */
export function aimedHeights({ headHeightPx, mostHeadHeightPx }: Aim): Band {
  return { min: headHeightPx * (1 - aimTolerance), max: mostHeadHeightPx ?? headHeightPx * (1 + aimTolerance) };
}

/** A limit as shares of the photo's height. */
export interface UsualLimit extends Band {
  /** True for a limit of ICAO, false for one of the aim. */
  readonly isIcao: boolean;
}

/**
 * Returns the limit of the head's height; null where the standard states one. ICAO's limits hold where nothing else places
 * the head. Some frames have an aim outside of them: for two people, for a child, or for an office that crops by itself.
 * Then the limits are those of the aim.
 */
export function usualHeadHeight({ people }: PhotoStandard, { aim, heightPx, rules }: Frame): UsualLimit | null {
  if (rules.headHeight) return null;
  const { min, max } = usualHeads;
  const aimed = aimedHeights(aim);
  // The larger of two heads gets the aimed height. The other one is as large as it is beside it.
  const least = people === 2 ? leastOfCouple * aimed.min : aimed.min;
  const near = { min: least / heightPx, max: aimed.max / heightPx };
  const share = aim.headHeightPx / heightPx;
  const isIcao = share >= min && share <= max;
  return { isIcao, ...(isIcao ? { min: Math.min(min, near.min), max: Math.max(max, near.max) } : near) };
}

/**
 * Returns the limit of the eyes above the lower edge; null for two people, where the standard states one, and where its rules
 * on the head's height and on a margin decide where the eyes are.
 */
export function usualEyeLine({ people }: PhotoStandard, { rules }: Frame): UsualLimit | null {
  const isPlaced = rules.headHeight && (rules.topMargin || rules.chinToBottom);
  return people === 2 || rules.eyeLine || isPlaced ? null : { isIcao: true, ...usualEyes };
}

/** Returns whether a length is outside a usual limit by more than our measuring errs. */
export function isUnusual(px: number, limit: UsualLimit | null, heightPx: number): boolean {
  if (!limit) return false;
  const share = px / heightPx;
  return share < limit.min - usualSlack || share > limit.max + usualSlack;
}
