/** Corrects the automatic crop as a person ordered it. Runs between crop.ts and resample.ts. */
import { middleOf } from '../../core/adjust/adjusted-head.ts';
import { type Adjust, adjustedMap } from '../../core/adjust/adjusted-map.ts';
import type { Frame } from '../../core/frame.ts';
import { type Affine, apply, chain, turnAndScale } from '../../core/measure.ts';
import { type Crop, uncovered } from './crop.ts';
import type { LevelHead } from './head.ts';

/**
 * Returns the corrected crop.
 * @param heads as {@link LevelHead} describes them in the picture: one, or the two of a couple.
 */
export function adjustCrop(crop: Crop, heads: readonly LevelHead[], frame: Frame, adjust: Adjust): Crop {
  const middle = middleOf(heads.map(({ eyeMiddle }) => eyeMiddle));
  const map = adjustedMap(crop.map, adjust, apply(crop.map, middle), frame);
  return {
    map,
    scale: crop.scale * adjust.scale,
    eyeLinePx: frame.heightPx - apply(map, middle).y,
    emptyPx: emptyDepth(heads[0], map, frame),
    adjust,
  };
}

const zero = { x: 0, y: 0 };

/** Returns the depth of the part of the frame that is empty because the edge of the picture cuts the person, px. */
function emptyDepth({ floor, sides, rollDeg, eyeMiddle }: LevelHead, map: Affine, frame: Frame): number {
  const { widthPx, heightPx } = uncovered(frame);
  const toPhoto = chain(map, turnAndScale(rollDeg, 1, zero, eyeMiddle));
  const depths = [...floor, ...sides].map(({ right, below }) => {
    const { x, y } = apply(toPhoto, { x: right, y: below });
    return Math.min(x, widthPx - x, heightPx - y);
  });
  return Math.max(0, ...depths);
}
