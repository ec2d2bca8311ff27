/**
 * Decides how large the head becomes and where it stands: the one map from cutout to photo that meets the standard's
 * rules, or misses them least. After head.ts, before resample.ts.
 *
 * Rules come first, in this order: head height, head width, eye line, chin, top margin (the eye line outranks the top
 * margin in GA 461, the only text found that ranks them). Inside them three wishes: hair not cut, no empty band where
 * the picture ends, a customary place.
 */
import type { Frame } from '../../core/frame.ts';
import { type Affine, type Band, turnAndScale } from '../../core/measure.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { crownPx, headWidthPx, type LevelHead } from './head.ts';

/** How a standard measures a head. */
export type Measures = Pick<PhotoStandard['rules'], 'crown' | 'width'>;

export interface Crop {
  /** From px of the cutout to px of the photo. */
  readonly map: Affine;
  /** Photo px for one px of the cutout; above 1 the photo is enlarged. */
  readonly scale: number;
  /** Eye line above the photo's lower edge. */
  readonly eyeLinePx: number;
  /** Depth of the emptiness inside the frame where the picture ended but the person did not. */
  readonly emptyPx: number;
}

/** A head without a stated height may come out this much smaller or larger than aimed at. Our choice: hardly seen. */
const aimTolerance = 0.15;
/** Wishes keep this share of a band's width away from its ends, so that they never spend the rules' safety. */
const inset = 0.1;
/** Of a head's band, so much is left to choose from when tall hair and the skull under it cannot both be inside. */
const leastRoom = 0.4;
/** Air above the hair where nothing is stated: a third of what the head leaves free, at most a tenth of the height. */
const airShareOfFree = 1 / 3;
const airShareOfHeight = 0.1;
/** To hide where the picture ends, this many times the air may stand above the head. Seen by eye: more looks sunken. */
const mostAir = 1.6;
/** How well matting knows the crown, px of the source: enlarged, that is what a head may seem taller or shorter by. */
const crownDoubtPx = 0.5;
/** Scales tried across the allowed band: steps of less than 0.1 mm for every standard in the table. */
const scaleSteps = 100;
/** Differences below this do not decide between two crops. */
const negligiblePx = 0.05;

export function planCrop(head: LevelHead, frame: Frame, measures: Measures): Crop {
  const scales = scaleBand(head, frame, measures);
  const heightPx = head.chinPx + crownPx(head, measures.crown);
  const aimed = frame.rules.headHeight ? middle(scales) : clamp(frame.aim.headHeightPx / heightPx, shrink(scales));
  const plans = Array.from(
    { length: scaleSteps + 1 },
    (_, i) => scales.min + ((scales.max - scales.min) * i) / scaleSteps,
  )
    .concat(aimed)
    .map((scale) => place(head, frame, measures, scale));
  const { scale, eyeLinePx, emptyPx } = best(plans, shrink(scales), aimed, heightPx);
  const eyes = { x: frame.widthPx / 2, y: frame.heightPx - eyeLinePx };
  return { map: turnAndScale(-head.rollDeg, scale, head.eyeMiddle, eyes), scale, eyeLinePx, emptyPx };
}

/** One scale and the best place for it; the costs in px of the photo. */
interface Plan {
  readonly scale: number;
  readonly eyeLinePx: number;
  /** How far all vertical rules together are missed. */
  readonly missedPx: number;
  readonly hairCutPx: number;
  readonly emptyPx: number;
}

/**
 * The plan that misses the rules least; among those, what stays off the band's ends, spares the hair, leaves nothing
 * empty, and is nearest the aim.
 */
function best(plans: readonly Plan[], safe: Band, aimed: number, heightPx: number): Plan {
  const costs: ((plan: Plan) => number)[] = [
    ({ missedPx }) => missedPx,
    ({ scale }) => outside(scale, safe) * heightPx,
    ({ hairCutPx }) => hairCutPx,
    ({ emptyPx }) => emptyPx,
    ({ scale }) => Math.abs(scale - aimed) * heightPx,
  ];
  const left = costs.reduce((rest, cost) => {
    const least = Math.min(...rest.map(cost));
    return rest.filter((plan) => cost(plan) <= least + negligiblePx);
  }, plans);
  return left[0];
}

/** The scales that the rules on head height and width allow. Where the two exclude each other, the height decides. */
function scaleBand(head: LevelHead, { rules, aim }: Frame, { crown, width }: Measures): Band {
  const { headHeight, headWidth } = rules;
  const heightPx = head.chinPx + crownPx(head, crown);
  const skullPx = head.chinPx + head.crownSkullPx;
  const { min: stated, max } = headHeight
    ? certain(divide(headHeight, heightPx), heightPx)
    : { min: 0, max: Number.POSITIVE_INFINITY };
  // Where the crown is not defined, the skull too shall fill the band, as far as the hair leaves room.
  const room = stated + (max - stated) * (1 - leastRoom);
  const min = crown === 'unclear' && headHeight ? Math.min((stated * heightPx) / skullPx, room) : stated;
  const open = min === 0 || max === Number.POSITIVE_INFINITY;
  const least = aim.headHeightPx * (1 - aimTolerance);
  const most = aim.mostHeadHeightPx ?? aim.headHeightPx * (1 + aimTolerance);
  return [
    { min, max },
    headWidth && divide(headWidth, headWidthPx(head, width)),
    open ? divide({ min: least, max: most }, heightPx) : null,
  ]
    .filter((band) => band !== null)
    .reduce(narrow);
}

/** What is left of a band of scales when the head may be taller or shorter by what its crown is not known. */
function certain(band: Band, heightPx: number): Band {
  const doubt = Math.min((band.max - band.min) / 2, (middle(band) * crownDoubtPx) / heightPx);
  return { min: band.min + doubt, max: band.max - doubt };
}

/** The best place of the eye line at one scale. */
function place(head: LevelHead, frame: Frame, { crown }: Measures, scale: number): Plan {
  const { heightPx, rules, aim } = frame;
  const hairTopPx = heightPx - scale * head.crownHairPx;
  const ruled = [
    rules.eyeLine,
    rules.chinToBottom && shift(rules.chinToBottom, scale * head.chinPx),
    rules.topMargin && flip(rules.topMargin, heightPx - scale * crownPx(head, crown)),
  ].filter((band) => band !== null);
  const allowed = ruled.reduce(narrow, { min: scale * head.chinPx, max: heightPx });
  // The picture's edge has already cut the hair: then the frame's edge had better lie on that line than above it.
  const hair = head.hairCut ? { min: hairTopPx, max: Number.POSITIVE_INFINITY } : { min: 0, max: hairTopPx };
  const freePx = Math.max(0, hairTopPx - scale * head.chinPx);
  const airPx = aim.topMarginPx ?? Math.min(freePx * airShareOfFree, heightPx * airShareOfHeight);
  const afloat = { min: hairTopPx - airPx * mostAir, max: Number.POSITIVE_INFINITY };
  const floor = { min: 0, max: floorPx(head, frame, scale) };
  const eyeLinePx = clamp(hairTopPx - airPx, [hair, afloat, floor].reduce(narrow, shrink(allowed)));
  return {
    scale,
    eyeLinePx,
    missedPx: ruled.reduce((sum, band) => sum + outside(eyeLinePx, band), 0),
    hairCutPx: Math.max(0, head.hairCut ? 0 : eyeLinePx - hairTopPx),
    emptyPx: emptyDepth(head, frame, scale, eyeLinePx),
  };
}

/** The eye line at which the person's lower end just leaves the frame. */
function floorPx({ floor }: LevelHead, frame: Frame, scale: number): number {
  const inside = floor.filter(({ right }) => Math.abs(right) * scale < frame.widthPx / 2);
  return Math.min(...inside.map(({ below }) => below * scale));
}

function emptyDepth({ floor, sides }: LevelHead, frame: Frame, scale: number, eyeLinePx: number): number {
  const depths = [...floor, ...sides].map(({ right, below }) =>
    Math.min(frame.widthPx / 2 - Math.abs(right) * scale, eyeLinePx - below * scale),
  );
  return Math.max(0, ...depths);
}

/** How far `value` lies outside `band`. */
export function outside(value: number, { min, max }: Band): number {
  return Math.max(min - value, value - max, 0);
}

/** What two bands share; where they share nothing, the end of the first that is nearest the second. */
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
