/**
 * Checks a finished photo for the middle of the face, the crown and the shoulders. place.ts checks size and place of the head.
 */
import { centredBand } from '../../../core/adjust/measure-head.ts';
import { type Check, judge } from '../../../core/checks.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { apply, midpoint, turnOf } from '../../../core/measure.ts';
import type { Cutout } from '../../../core/raster.ts';
import type { CheckedOutput } from './checked-output.ts';
import { type Face, rollRule } from './face.ts';
import { checkEyeDistance, checkPlace } from './place.ts';

type Head = NonNullable<HeadMeasurements['head']>;

/** Returns the checks of the head. @param cutout the person at working size, from which the photo was rendered. */
export function checkHead(face: Face, head: Head, cutout: Cutout, output: CheckedOutput): Check[] {
  return [
    ...checkPlace(head, output),
    ...checkEyeDistance(face, head, output),
    ...checkLean(face, output),
    ...(output.standard.people === 1 ? [centring([face], output)] : []),
    crownInside(face, head, output),
    shouldersCut(output),
    shouldersVisible(head, face.rollDeg, cutout, output),
  ];
}

/** The lean of a head in a photo that was turned by hand. The automatic crop is judged by the lean in the picture (face.ts). */
function checkLean({ rollDeg }: Face, { crop }: CheckedOutput): Check[] {
  if (!crop.adjust || crop.adjust.turnDeg === 0) return [];
  const leanDeg = rollDeg + turnOf(crop.map);
  const found = `The head leans by ${Math.abs(leanDeg).toFixed(1)} degrees in the photo.`;
  return [judge({ code: 'output-roll', value: leanDeg, unit: 'deg', ...rollRule, cause: 'by-hand', found })];
}

/** Returns the check of the middle of the eyes across the photo. */
export function centring(faces: readonly Face[], { crop, widthPx }: CheckedOutput): Check {
  const middles = faces.map(({ leftEye, rightEye }) => apply(crop.map, midpoint(leftEye, rightEye)).x);
  const share = middles.reduce((sum, x) => sum + x, 0) / faces.length / widthPx;
  return judge({
    code: 'centring',
    value: share,
    unit: 'share',
    limit: centredBand,
    beyond: 'fail',
    cause: crop.adjust && 'by-hand',
    source: 'ICAO TR Portrait Quality table 9',
    found: `The middle of ${faces.length > 1 ? 'the two faces' : 'the eyes'} is at ${(share * 100).toFixed(0)} % of the width.`,
  });
}

/** A smaller length is only the rounding of an edge. */
const roundingPx = 0.5;
/** Place of hair that the edge of the picture cuts: its height is unknown, but it is at least this far outside. */
const unknownPx = -1;

/** Hair at the edge warns. When the skull under it is outside, the photo fails. */
function crownInside({ rollDeg }: Face, head: Head, { crop }: CheckedOutput): Check {
  const turn = (rollDeg * Math.PI) / 180;
  const { x, y } = head.eyeMiddle;
  const crownAt = (px: number) => ({ x: x + px * Math.sin(turn), y: y - px * Math.cos(turn) });
  const inPhoto = (px: number) => apply(crop.map, crownAt(px)).y;
  const hairPx = head.hairCut ? Math.min(unknownPx, inPhoto(head.crownHairPx)) : inPhoto(head.crownHairPx);
  const skullInPicture = crownAt(head.crownSkullPx).y * crop.scale;
  const skullPx = Math.min(inPhoto(head.crownSkullPx), head.hairCut ? skullInPicture : Number.POSITIVE_INFINITY);
  return judge({
    code: 'crown-inside',
    value: hairPx,
    unit: 'px',
    limit: { min: 0, max: null },
    slack: roundingPx,
    beyond: skullPx < -roundingPx ? 'fail' : 'warn',
    // A crop of ours cuts hair only when the rules leave no room for it.
    cause: crop.adjust ? 'by-hand' : head.hairCut ? undefined : 'no-room',
    source: 'every office: the whole head is shown; hair alone warns, since many measure to the skull',
    found:
      hairPx < -roundingPx
        ? 'The crown or the hair is cut off.'
        : `The hair ends ${hairPx.toFixed(0)} px below the upper edge.`,
  });
}

const mostEmptyPx = 1;

function shouldersCut({ crop, backdrop }: CheckedOutput): Check {
  const px = crop.emptyPx;
  const consequence = backdrop.kind === 'original' ? '' : ', so that the backdrop is visible below or beside the body';
  return judge({
    code: 'shoulders-cut',
    value: px,
    unit: 'px',
    limit: { min: null, max: mostEmptyPx },
    beyond: 'warn',
    cause: crop.adjust && 'by-hand',
    source: 'TONO and offices ask for shoulders in words; no figure stated, ours: no more than the rounding of an edge',
    found:
      px > mostEmptyPx
        ? `The picture ends ${px.toFixed(0)} px inside the photo${consequence}.`
        : 'The body fills the photo to its edges.',
  });
}

/**
 * In half widths of the face. A neck reaches about 0.7, shoulders reach 1 and more. Below this limit, the body was not
 * cut out completely.
 */
const leastReach = 0.5;
const opaque = 128;

/**
 * Measures the reach of the body to its narrower side, at the photo's lower edge or at the end of the picture,
 * whichever comes first.
 */
function shouldersVisible(head: Head, rollDeg: number, cutout: Cutout, { crop, measured }: CheckedOutput): Check {
  const turn = (rollDeg * Math.PI) / 180;
  const below = Math.max(head.chinPx, measured.eyeLineFromBottom.px / crop.scale);
  const endOfPicture = (cutout.heightPx - head.eyeMiddle.y) / Math.max(0.1, Math.cos(turn));
  const down = Math.min(below, endOfPicture) - Math.max(2, 1 / crop.scale);
  const isBody = (right: number) => {
    const x = Math.floor(head.eyeMiddle.x + right * Math.cos(turn) - down * Math.sin(turn));
    const y = Math.min(
      cutout.heightPx - 1,
      Math.floor(head.eyeMiddle.y + right * Math.sin(turn) + down * Math.cos(turn)),
    );
    if (x < 0 || x >= cutout.widthPx || y < 0) return false;
    return cutout.data[(y * cutout.widthPx + x) * 4 + 3] >= opaque;
  };
  const half = head.widthPx / 2;
  const step = half / 64;
  const reach = (side: -1 | 1) => {
    let count = 0;
    while (count < 64 && isBody(side * count * step)) count++;
    return count / 64;
  };
  const value = Math.min(reach(-1), reach(1));
  return judge({
    code: 'shoulders-visible',
    value,
    unit: 'half-face',
    limit: { min: leastReach, max: null },
    beyond: 'warn',
    source: 'offices ask for neck and shoulders in words; no figure stated, ours: as wide as a neck on both sides',
    found:
      value < leastReach
        ? 'A side of the neck or shoulders is missing.'
        : 'Neck and shoulders are complete on both sides.',
  });
}
