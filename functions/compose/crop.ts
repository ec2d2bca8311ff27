/**
 * Chooses the size and the place of the head: the map from cutout to photo that meets the rules of the standard, or
 * misses them by the least. Runs after head.ts and before resample.ts.
 *
 * The rules have this order: head height, head width, eye line, chin, top margin. (In GA 461, the only text found that
 * ranks them, the eye line comes before the top margin.) Among the crops that meet the rules, three wishes decide: the
 * hair is not cut, the edge of the picture leaves nothing empty, and the head stands at a usual place.
 */
import type { Adjust } from '../../core/adjust/adjusted-map.ts';
import { missingDepth } from '../../core/adjust/picture-edges.ts';
import { aimedHeights, usualEyes } from '../../core/adjust/usual-limits.ts';
import type { Frame } from '../../core/frame.ts';
import { type Affine, type Band, outside, turnAndScale } from '../../core/measure.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { crownPx, headWidthPx, type LevelHead } from './head.ts';
import type { Size } from './resample.ts';

/** Defines the ends between which a standard measures a head. */
export type Measures = Pick<PhotoStandard['rules'], 'crown' | 'width'>;

export interface Crop {
  /** Maps px of the cutout to px of the photo. */
  readonly map: Affine;
  /** Px of the photo per px of the cutout; above 1 the picture is enlarged. */
  readonly scale: number;
  /** Height of the eye line above the photo's lower edge. */
  readonly eyeLinePx: number;
  /** Depth of the part of the frame that is empty because the edge of the picture cuts the person, px. */
  readonly emptyPx: number;
  /** The correction by hand that is in it; absent in an automatic crop. */
  readonly adjust?: Adjust;
}

/** Wishes stay away from the ends of a band by this share of its width, so that the rules keep a margin of safety. */
const inset = 0.1;
/**
 * When tall hair and the skull cannot both be inside the band of the head height, this share of the band stays allowed.
 */
const leastRoom = 0.4;
/**
 * Space above the hair when no rule states it: a third of the height that the head leaves free, and at most a tenth of
 * the photo's height.
 */
const airShareOfFree = 1 / 3;
const airShareOfHeight = 0.1;
/**
 * The space above the head may grow by this factor to hide the edge of the picture. Tuned by eye: with more, the head
 * looks too low.
 */
const mostAir = 1.6;
/** Error of matting's crown, px of the source. The measured height of a head may be wrong by this, enlarged. */
const crownDoubtPx = 0.5;
/** The least distance of the chin from the lower edge, as a share of the photo's height, when no rule states one. Our choice. */
const leastNeck = 0.03;
/** Number of scales that are tried in the allowed band. The steps are below 0.1 mm for every standard of the table. */
const scaleSteps = 100;
/** Costs of two plans that differ by less than this count as equal. */
const negligiblePx = 0.05;

/** Share of the width by which the head may stand beside the middle, to keep the frame inside the picture (Finland: 4 %). */
const mostAside = 0.04;

/**
 * Returns the best crop of a head for this frame.
 * @param picture the size of a picture that the frame should not exceed; null when a backdrop fills the rest.
 */
export function planCrop(head: LevelHead, frame: Frame, measures: Measures, picture: Size | null = null): Crop {
  const scales = scaleBand(head, frame, measures);
  const heightPx = head.chinPx + crownPx(head, measures.crown);
  const aimed = isOpen(frame) ? clamp(frame.aim.headHeightPx / heightPx, shrink(scales)) : middle(scales);
  const plans = Array.from(
    { length: scaleSteps + 1 },
    (_, i) => scales.min + ((scales.max - scales.min) * i) / scaleSteps,
  )
    .concat(aimed)
    .map((scale) => place(head, frame, measures, scale, picture));
  const { scale, eyeLinePx, emptyPx, map } = best(plans, shrink(scales), aimed, heightPx);
  return { map, scale, eyeLinePx, emptyPx };
}

/** Returns whether the rule of the head's height leaves an end open, so that the aim decides. */
function isOpen({ rules: { headHeight }, heightPx }: Frame): boolean {
  return !headHeight || headHeight.min <= 0 || headHeight.max >= heightPx;
}

/** One scale with the best place for it; the costs are in px of the photo. */
interface Plan {
  readonly map: Affine;
  readonly scale: number;
  readonly eyeLinePx: number;
  /** Depth by which the frame exceeds the picture; 0 when it may. */
  readonly outsidePx: number;
  /** The sum of the distances by which the vertical rules are missed. */
  readonly missedPx: number;
  readonly hairCutPx: number;
  readonly emptyPx: number;
}

/**
 * Returns the plan that misses the rules by the least. Among equal plans decide, in this order: the part of the frame
 * beyond the picture, the distance from the ends of the band, the hair that is cut, the empty part of the frame, the distance from the aim.
 */
function best(plans: readonly Plan[], safe: Band, aimed: number, heightPx: number): Plan {
  const costs: ((plan: Plan) => number)[] = [
    ({ missedPx }) => missedPx,
    ({ outsidePx }) => outsidePx,
    ({ scale }) => outside(scale, safe) * heightPx,
    ({ hairCutPx }) => hairCutPx,
    ({ emptyPx }) => emptyPx,
    ({ scale }) => Math.abs(scale - aimed) * heightPx,
  ];
  const [chosen] = costs.reduce((rest, cost) => {
    const least = Math.min(...rest.map(cost));
    return rest.filter((plan) => cost(plan) <= least + negligiblePx);
  }, plans);
  return chosen;
}

/**
 * Returns the scales that the rules on head height and head width allow. When they exclude each other, the height
 * decides.
 */
function scaleBand(head: LevelHead, frame: Frame, { crown, width }: Measures): Band {
  const { rules, aim } = frame;
  const { headHeight, headWidth } = rules;
  const heightPx = head.chinPx + crownPx(head, crown);
  const skullPx = head.chinPx + head.crownSkullPx;
  const { min: stated, max } = headHeight
    ? certain(divide(headHeight, heightPx), heightPx)
    : { min: 0, max: Number.POSITIVE_INFINITY };
  // When the office does not define the crown, the skull too should reach the band, as far as the hair allows it.
  const room = stated + (max - stated) * (1 - leastRoom);
  const min = crown === 'unclear' && headHeight ? Math.min((stated * heightPx) / skullPx, room) : stated;
  return [
    { min, max },
    headWidth && divide(headWidth, headWidthPx(head, width)),
    isOpen(frame) ? divide(aimedHeights(aim), heightPx) : null,
  ]
    .filter((band) => band !== null)
    .reduce(narrow);
}

/** Narrows a band of scales by the error of the crown, so that the head is inside the band for certain. */
function certain(band: Band, heightPx: number): Band {
  const doubt = Math.min((band.max - band.min) / 2, (middle(band) * crownDoubtPx) / heightPx);
  return { min: band.min + doubt, max: band.max - doubt };
}

/** Returns the plan with the best eye line for this scale. */
function place(head: LevelHead, frame: Frame, { crown }: Measures, scale: number, picture: Size | null): Plan {
  const { widthPx, heightPx, rules, aim } = frame;
  const footPx = heightPx - uncovered(frame).heightPx;
  const hairTopPx = heightPx - scale * head.crownHairPx;
  const ruled = [
    rules.eyeLine,
    rules.chinToBottom && shift(rules.chinToBottom, scale * head.chinPx),
    rules.topMargin && flip(rules.topMargin, heightPx - scale * crownPx(head, crown)),
  ].filter((band) => band !== null);
  const allowed = ruled.reduce(narrow, { min: scale * head.chinPx + footPx, max: heightPx });
  // When the edge of the picture already cuts the hair, the edge of the frame should be on that line, not above it.
  const hair = head.hairCut ? { min: hairTopPx, max: Number.POSITIVE_INFINITY } : { min: 0, max: hairTopPx };
  const freePx = Math.max(0, hairTopPx - scale * head.chinPx - footPx);
  const airPx = aim.topMarginPx ?? Math.min(freePx * airShareOfFree, heightPx * airShareOfHeight);
  const afloat = { min: hairTopPx - airPx * mostAir, max: Number.POSITIVE_INFINITY };
  const floor = { min: 0, max: floorPx(head, frame, scale) + footPx };
  const { x, y } = head.eyeMiddle;
  const inside = picture ? [{ min: heightPx - scale * y, max: scale * (picture.heightPx - y) + footPx }] : [];
  const usual = rules.eyeLine ? [] : [{ min: heightPx * usualEyes.min, max: heightPx * usualEyes.max }];
  const safe = safeEyeLines(allowed, hairTopPx, scale * head.chinPx + footPx + heightPx * leastNeck);
  const eyeLinePx = clamp(hairTopPx - airPx, [...inside, hair, ...usual, afloat, floor].reduce(narrow, safe));
  const acrossPx = picture ? { min: widthPx - scale * (picture.widthPx - x), max: scale * x } : null;
  const aside = { min: widthPx * (0.5 - mostAside), max: widthPx * (0.5 + mostAside) };
  const eyesX = acrossPx ? clamp(clamp(widthPx / 2, acrossPx), aside) : widthPx / 2;
  const map = turnAndScale(-head.rollDeg, scale, head.eyeMiddle, { x: eyesX, y: heightPx - eyeLinePx });
  return {
    map,
    scale,
    eyeLinePx,
    outsidePx: picture ? Math.max(0, missingDepth(picture, map, uncovered(frame))) : 0,
    missedPx: ruled.reduce((sum, band) => sum + outside(eyeLinePx, band), 0),
    hairCutPx: Math.max(0, head.hairCut ? 0 : eyeLinePx - hairTopPx),
    emptyPx: emptyDepth(head, frame, scale, eyeLinePx - footPx),
  };
}

/**
 * Returns the eye lines away from the ends of the allowed ones. Tall hair and head covers may go nearer to the lower end.
 * @param lowest the eye line below which the chin comes too near to the lower edge.
 */
function safeEyeLines(allowed: Band, hairTopPx: number, lowest: number): Band {
  const { min, max } = shrink(allowed);
  return { min: Math.min(min, Math.max(hairTopPx, lowest, allowed.min)), max };
}

/** Returns the part of the frame above the caption. */
export function uncovered({ widthPx, heightPx, caption }: Frame): Size {
  return { widthPx, heightPx: heightPx - (caption?.heightPx ?? 0) };
}

/** Returns the eye line at which the lower end of the person reaches the lower edge of the frame. */
function floorPx({ floor }: LevelHead, frame: Frame, scale: number): number {
  const inside = floor.filter(({ right }) => Math.abs(right) * scale < frame.widthPx / 2);
  return Math.min(...inside.map(({ below }) => below * scale));
}

/** @param eyeLinePx height of the eye line above the lower end of the visible part. */
function emptyDepth({ floor, sides }: LevelHead, frame: Frame, scale: number, eyeLinePx: number): number {
  const depths = [...floor, ...sides].map(({ right, below }) =>
    Math.min(frame.widthPx / 2 - Math.abs(right) * scale, eyeLinePx - below * scale),
  );
  return Math.max(0, ...depths);
}

/** Returns the intersection of two bands; when it is empty, the end of the first band that is nearest to the second. */
function narrow(first: Band, second: Band): Band {
  const min = clamp(second.min, first);
  const max = clamp(second.max, first);
  return { min, max };
}

const clamp = (value: number, { min, max }: Band) => Math.min(max, Math.max(min, value));
const middle = ({ min, max }: Band) => (min + max) / 2;
const shift = ({ min, max }: Band, by: number): Band => ({ min: min + by, max: max + by });
const divide = ({ min, max }: Band, by: number): Band => ({ min: min / by, max: max / by });
const flip = ({ min, max }: Band, from: number): Band => ({ min: from - max, max: from - min });
const shrink = ({ min, max }: Band): Band => ({ min: min + (max - min) * inset, max: max - (max - min) * inset });
