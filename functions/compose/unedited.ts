/**
 * Photos for offices that forbid a replaced background. They are cropped and scaled, and turned by no more than the lean
 * that the office would take in a head anyway. The frame stays inside the picture where the rules allow it.
 */
import { leanLimits } from '../../core/adjust/measure-head.ts';
import { missingDepth } from '../../core/adjust/picture-edges.ts';
import type { Backdrop } from '../../core/backdrop.ts';
import type { Frame } from '../../core/frame.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { type Crop, planCrop, uncovered } from './crop.ts';
import { type LevelHead, unturned } from './head.ts';
import type { Size } from './resample.ts';

/** Returns whether a photo has to stay unedited: it keeps its own background, and the office forbids to replace it. */
export function isUnedited({ editing }: Pick<PhotoStandard, 'editing'>, { kind }: Backdrop): boolean {
  return kind === 'original' && editing.replaceBackdrop === 'forbidden';
}

/** No office states another lean. */
const mostTurnDeg = leanLimits.requiredDeg;
/** A smaller length is only the rounding of an edge, px. */
const roundingPx = 1;

/** A crop with the head that it was planned for. */
interface PlannedCrop {
  readonly crop: Crop;
  /** The head as the crop leaves it: level, or leaning as in the picture. */
  readonly head: LevelHead;
}

/**
 * Returns the crop of a photo. The head is levelled, except where the office forbids turning. In an unedited photo it is
 * only levelled within {@link mostTurnDeg}, and only when the turned frame is as far inside the picture as the other one.
 * @param picture the size of the working photo.
 */
export function cropFor(
  head: LevelHead,
  standard: PhotoStandard,
  frame: Frame,
  picture: Size,
  unedited: boolean,
): PlannedCrop {
  const plan = (planned: LevelHead): PlannedCrop => {
    return { head: planned, crop: planCrop(planned, frame, standard.rules, unedited ? picture : null) };
  };
  if (standard.editing.rotate === 'forbidden') return plan(unturned(head));
  if (!unedited) return plan(head);
  const [level, leaning] = [plan(head), plan(unturned(head))];
  if (Math.abs(head.rollDeg) > mostTurnDeg) return leaning;
  const missing = ({ crop }: PlannedCrop) => Math.max(roundingPx, missingDepth(picture, crop.map, uncovered(frame)));
  return missing(level) <= missing(leaning) ? level : leaning;
}
