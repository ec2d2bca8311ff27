/**
 * A crop that a person has corrected: moved, enlarged or turned beside the automatic one. Compose makes the photo with it,
 * and the page draws it while the person drags.
 */
import { type Affine, chain, type Point, turnAndScale } from '../measure.ts';

/** The correction, relative to the automatic crop. */
export interface Adjust {
  /** The head moves to the right by this share of the photo's width. */
  readonly right: number;
  /** The head moves down by this share of the photo's height. */
  readonly down: number;
  /** The head becomes this many times as large. */
  readonly scale: number;
  /** The picture turns by this angle around the middle of the eyes; positive: clockwise. */
  readonly turnDeg: number;
}

/** The correction that changes nothing. */
export const noAdjust: Adjust = { right: 0, down: 0, scale: 1, turnDeg: 0 };

/** The least and the greatest value of each part. Beyond them nothing of a head is left that an office could take. */
export const adjustLimits = {
  right: { min: -0.5, max: 0.5 },
  down: { min: -0.5, max: 0.5 },
  scale: { min: 0.5, max: 2 },
  turnDeg: { min: -20, max: 20 },
} as const satisfies { readonly [K in keyof Adjust]: { readonly min: number; readonly max: number } };

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Returns whether the correction changes anything. */
export function isAdjusted({ right, down, scale, turnDeg }: Adjust): boolean {
  return right !== 0 || down !== 0 || scale !== 1 || turnDeg !== 0;
}

/** Returns where a point of the automatic photo is after the correction. @param eyes the middle of the eyes, px of the automatic photo. */
export function adjustment({ right, down, scale, turnDeg }: Adjust, eyes: Point, { widthPx, heightPx }: Size): Affine {
  return turnAndScale(turnDeg, scale, eyes, { x: eyes.x + right * widthPx, y: eyes.y + down * heightPx });
}

/**
 * Returns the map of the corrected crop.
 * @param map the automatic one, from px of the cutout to px of the photo.
 * @param eyes the middle of the eyes, px of the automatic photo.
 */
export function adjustedMap(map: Affine, adjust: Adjust, eyes: Point, size: Size): Affine {
  return chain(adjustment(adjust, eyes, size), map);
}
