/**
 * Computes where a head is in a photo while a person adjusts its crop, by the measurements of the finished photo. Compose
 * then measures the same lengths on the new one.
 */
import type { Frame } from '../frame.ts';
import { type Affine, apply, chain, invert, type Point } from '../measure.ts';
import type { Measurements, Output } from '../photo-record.ts';
import type { PhotoStandard } from '../standards.ts';
import { type Adjust, adjustment } from './adjusted-map.ts';
import { axisShare, centredBand, leanLimits, measureHead } from './measure-head.ts';
import { isUnusual, usualEyeLine, usualHeadHeight } from './usual-limits.ts';

/** A head in the automatic photo; px of that photo. Lengths are along its axis. */
interface AutomaticHead {
  readonly eyes: Point;
  readonly crownPx: number;
  readonly chinPx: number;
  readonly widthPx: number;
  readonly leanDeg: number;
}

/** The automatic crop of a photo, from which adjustments count. */
export interface AutomaticCrop {
  /** Maps px of the working photo to px of the photo. */
  readonly map: Affine;
  /** The middle of the eyes; of two people, the middle of both. */
  readonly eyes: Point;
  /** One, or the two of a couple. */
  readonly heads: readonly AutomaticHead[];
}

/** The parts of a finished photo that the automatic crop follows from. */
type CroppedPhoto = Pick<Output, 'crop' | 'measured' | 'measuredSecond' | 'widthPx' | 'heightPx'>;

/**
 * Returns the automatic crop of a finished photo; null when the record has none, as in records of 0.1 and 0.2.
 * @param adjust the correction that the photo was made with.
 */
export function automaticCrop(photo: CroppedPhoto, adjust: Adjust): AutomaticCrop | null {
  const { crop, widthPx, heightPx } = photo;
  const measured = [photo.measured, photo.measuredSecond].filter((one) => one !== null);
  if (!crop || crop.heads.length === 0 || measured.length !== crop.heads.length) return null;
  const middle = middleOf(crop.heads.map(({ eyeMiddle }) => eyeMiddle));
  const eyes = { x: middle.x - adjust.right * widthPx, y: middle.y - adjust.down * heightPx };
  const back = invert(adjustment(adjust, eyes, photo));
  const heads = crop.heads.map(({ eyeMiddle, leanDeg }, at) => {
    const { topMargin, chinToBottom, headWidth } = measured[at];
    const length = adjust.scale * axisShare(adjust, leanDeg);
    return {
      eyes: apply(back, eyeMiddle),
      crownPx: (eyeMiddle.y - topMargin.px) / length,
      chinPx: (heightPx - chinToBottom.px - eyeMiddle.y) / length,
      widthPx: headWidth.px / adjust.scale,
      leanDeg: leanDeg - adjust.turnDeg,
    };
  });
  return { map: chain(back, crop.map), eyes, heads };
}

/** A head in the adjusted photo; px of that photo. */
export interface AdjustedHead {
  readonly eyes: Point;
  readonly leanDeg: number;
  readonly crownY: number;
  readonly chinY: number;
  readonly measured: Measurements;
}

/** Returns the heads in the adjusted photo. */
export function adjustedHeads({ eyes, heads }: AutomaticCrop, adjust: Adjust, frame: Frame): AdjustedHead[] {
  const move = adjustment(adjust, eyes, frame);
  return heads.map((head) => {
    const { x, y } = apply(move, head.eyes);
    const leanDeg = head.leanDeg + adjust.turnDeg;
    const length = adjust.scale * axisShare(adjust, leanDeg);
    const places = { crownY: y - length * head.crownPx, eyesY: y, chinY: y + length * head.chinPx };
    const measured = measureHead({ ...places, headWidthPx: head.widthPx * adjust.scale }, frame);
    return { eyes: { x, y }, leanDeg, crownY: places.crownY, chinY: places.chinY, measured };
  });
}

/** The checks that an adjustment can break. */
export type BrokenRule =
  | 'head-height'
  | 'eye-line'
  | 'top-margin'
  | 'chin-margin'
  | 'head-width'
  | 'centring'
  | 'output-roll'
  | 'crown-inside';

const ruleOf = {
  headHeight: 'head-height',
  eyeLineFromBottom: 'eye-line',
  topMargin: 'top-margin',
  chinToBottom: 'chin-margin',
  headWidth: 'head-width',
} as const satisfies Record<keyof Measurements, BrokenRule>;

/**
 * Returns the rules that the heads break, without duplicates.
 * @param adjust the lean counts only where the picture was turned by hand.
 */
export function brokenRules(
  heads: readonly AdjustedHead[],
  adjust: Adjust,
  standard: PhotoStandard,
  frame: Frame,
): BrokenRule[] {
  const { widthPx, heightPx } = frame;
  const [usualHeight, usualEyes] = [usualHeadHeight(standard, frame), usualEyeLine(standard, frame)];
  const ofHead = ({ measured, leanDeg, crownY }: AdjustedHead) => [
    ...(Object.keys(ruleOf) as (keyof Measurements)[]).flatMap((name) =>
      measured[name].offByPx > 0 ? [ruleOf[name]] : [],
    ),
    ...(isUnusual(measured.headHeight.px, usualHeight, heightPx) ? ['head-height' as const] : []),
    ...(isUnusual(measured.eyeLineFromBottom.px, usualEyes, heightPx) ? ['eye-line' as const] : []),
    ...(adjust.turnDeg !== 0 && Math.abs(leanDeg) > leanLimits.advisedDeg ? ['output-roll' as const] : []),
    ...(crownY < 0 ? ['crown-inside' as const] : []),
  ];
  const share = middleOf(heads.map(({ eyes }) => eyes)).x / widthPx;
  const isAside = share < centredBand.min || share > centredBand.max;
  return [...new Set([...heads.flatMap(ofHead), ...(isAside ? ['centring' as const] : [])])];
}

/** Returns the middle of the eyes of one or two people. */
export function middleOf(points: readonly Point[]): Point {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
}
