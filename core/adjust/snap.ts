/** Pulls an adjustment to the places that a person most likely wants, while the head stays inside the bands. */
import type { Frame } from '../frame.ts';
import type { Measured } from '../photo-record.ts';
import type { PhotoStandard } from '../standards.ts';
import { type AutomaticCrop, adjustedHeads, brokenRules } from './adjusted-head.ts';
import { type Adjust, noAdjust } from './adjusted-map.ts';

/** An adjustment this near to a wanted place gets it. Tuned by hand: noticeable, and easily left again. */
const near: { readonly [K in keyof Adjust]: number } = { right: 0.012, down: 0.012, scale: 0.018, turnDeg: 0.8 };
/** A head this near to a band, as a share of the photo's height, is moved into it. */
const nearBand = 0.015;
/** A head that is moved into a band stands this far inside, px of the photo. */
const insidePx = 0.6;

/**
 * Returns the adjustment, pulled to the automatic place, to the middle and to a level head where it is near to them and
 * that breaks no further rule; and into a band that it only just misses.
 */
export function snapped(crop: AutomaticCrop, adjust: Adjust, standard: PhotoStandard, frame: Frame): Adjust {
  const broken = (tried: Adjust) => brokenRules(adjustedHeads(crop, tried, frame), tried, standard, frame).length;
  const wanted: readonly (readonly [keyof Adjust, number])[] = [
    ['turnDeg', noAdjust.turnDeg],
    ['turnDeg', crop.heads.length === 1 ? 0 - crop.heads[0].leanDeg : 0],
    ['scale', noAdjust.scale],
    ['right', noAdjust.right],
    ['right', 0.5 - crop.eyes.x / frame.widthPx],
    ['down', noAdjust.down],
  ];
  let pulled = adjust;
  for (const [part, value] of wanted) {
    if (Math.abs(pulled[part] - value) > near[part]) continue;
    const tried = { ...pulled, [part]: value };
    if (broken(tried) <= broken(pulled)) pulled = tried;
  }
  const moved = { ...pulled, down: pulled.down + depthToBand(crop, pulled, frame) / frame.heightPx };
  return broken(moved) < broken(pulled) ? moved : pulled;
}

/** Returns the way down to the bands of eye line, crown and chin that the head only just misses, px; 0 for none. */
function depthToBand(crop: AutomaticCrop, adjust: Adjust, frame: Frame): number {
  const ways = adjustedHeads(crop, adjust, frame).flatMap(({ measured }) => [
    -wayInto(measured.eyeLineFromBottom),
    wayInto(measured.topMargin),
    -wayInto(measured.chinToBottom),
  ]);
  const [farthest] = ways.toSorted((one, other) => Math.abs(other) - Math.abs(one));
  return Math.abs(farthest) <= nearBand * frame.heightPx ? farthest : 0;
}

/** Returns by how much a length has to grow to lie in its band, px; negative: to shrink. */
function wayInto({ px, bandPx, offByPx }: Measured): number {
  if (!bandPx || offByPx === 0) return 0;
  return px < bandPx.min ? bandPx.min + insidePx - px : bandPx.max - insidePx - px;
}
