/** Checks the expression: eyes open, eyes into the camera, mouth closed. Lids, irises and lips are those of face-details.ts. */
import { type Check, judge } from '../../../core/checks.ts';
import type { FaceDetails, FaceMeasurements } from '../../../core/head.ts';
import { distance, type Point } from '../../../core/measure.ts';

/**
 * Returns the checks. In files of versions before 0.3 nothing could be measured. Shut eyes have no gaze, so that check is
 * then left out.
 */
export function checkExpression({ details, yawDeg }: FaceMeasurements): Check[] {
  const opening = details ? Math.min(openingOf(details.leftEye), openingOf(details.rightEye)) : Number.NaN;
  const isShut = opening < leastOpening;
  return [eyesOpen(opening), ...(isShut ? [] : [gaze(details, yawDeg)]), mouthClosed(details)];
}

/**
 * Shut eyes of 21 drawn and 5 real people measure 0.02 to 0.092. Open eyes of 59 real people measure 0.12 and more, the
 * least when they laugh; all but one 0.14 and more. So between the lines the photo only warns.
 */
const leastOpening = 0.115;
const surelyShut = 0.06;

function eyesOpen(opening: number): Check {
  return judge({
    code: 'eyes-open',
    value: opening,
    unit: 'width',
    limit: { min: leastOpening, max: null },
    failLimit: { min: surelyShut, max: null },
    beyond: 'warn',
    source:
      'every office, in words; ISO/IEC 29794-5 measures the opening of the lids, too; our line for our landmarks, over the width of the eye',
    found: opening < leastOpening ? 'An eye is shut or nearly shut.' : 'Both eyes are open.',
  });
}

type Eye = FaceDetails['leftEye'];

/** The place of the first point of the upper lid, and the number of points between the corners. */
const upperLid = 9;
const pairs = 7;
/** The pairs of points over the middle of the eye, where the lids are farthest apart. */
const middlePairs = { from: 2, to: 5 } as const;

/** Returns the distance of the lids in the middle of the eye, in widths of the eye. */
function openingOf({ outline }: Eye): number {
  const gaps = Array.from({ length: pairs }, (_, i) =>
    distance(pointAt(outline, i + 1), pointAt(outline, i + upperLid)),
  );
  const middle = gaps.slice(middlePairs.from, middlePairs.to);
  const width = Math.max(0.1, distance(pointAt(outline, outerCorner), pointAt(outline, innerCorner)));
  return middle.reduce((sum, gap) => sum + gap, 0) / middle.length / width;
}

const outerCorner = 0;
const innerCorner = 8;

function pointAt(points: readonly number[], index: number): Point {
  return { x: points[2 * index], y: points[2 * index + 1] };
}

/**
 * People who look into the camera measure up to 8 degrees, also with a turned face. People who look aside measure 12 and
 * more.
 */
const mostGazeDeg = 12;
/** Width between the corners of an eye over the radius of the eyeball: 28 mm and 12 mm in adults. */
const eyeWidths = 28 / 12;

/** The eyes are at zero when they look into the camera: the turn of the eyeballs and that of the head cancel out. */
function gaze(details: FaceDetails | null, yawDeg: number): Check {
  const shift = details ? (irisShare(details.leftEye) - irisShare(details.rightEye)) / 2 : Number.NaN;
  const eyeballDeg = (Math.asin(Math.max(-1, Math.min(1, shift * eyeWidths))) * 180) / Math.PI;
  const deg = eyeballDeg + yawDeg;
  return judge({
    code: 'gaze',
    value: deg,
    unit: 'deg',
    limit: { min: -mostGazeDeg, max: mostGazeDeg },
    beyond: 'warn',
    source:
      'every office, in words: the eyes look into the camera; measured by the place of the irises between the corners of the eyes, our line',
    found:
      Math.abs(deg) > mostGazeDeg
        ? `The eyes look ${Math.abs(deg).toFixed(0)} degrees to the ${deg < 0 ? 'left' : 'right'}, by estimate.`
        : 'The eyes look into the camera.',
  });
}

/** Returns the place of the iris between the outer corner, 0, and the inner corner, 1. */
function irisShare({ outline, iris }: Eye): number {
  const [outer, inner] = [pointAt(outline, outerCorner), pointAt(outline, innerCorner)];
  const [x, y] = [inner.x - outer.x, inner.y - outer.y];
  return ((iris.x - outer.x) * x + (iris.y - outer.y) * y) / Math.max(0.01, x * x + y * y);
}

/** Closed lips, also smiling ones and those under a beard, measure up to 0.07. Parted lips measure 0.117 and more. */
export const mostLipGap = 0.1;
/** The middle points of the lower lip and of the upper lip, and the corners, in the order of the inner edge. */
const [lowerLip, upperLip] = [5, 15];
const [leftCorner, rightCorner] = [0, 10];

function mouthClosed(details: FaceDetails | null): Check {
  const gap = details ? lipGap(details.innerLips) : Number.NaN;
  return judge({
    code: 'mouth-closed',
    value: gap,
    unit: 'width',
    limit: { min: null, max: mostLipGap },
    beyond: 'warn',
    source:
      'nearly every office, in words; ISO/IEC 29794-5 measures the gap of the lips, too, without a pass line; ours lies between closed and parted lips',
    found: gap > mostLipGap ? 'The lips are apart.' : 'The mouth is closed.',
  });
}

/** Returns the mean gap of the lips in the middle of the mouth, in widths of the mouth. */
export function lipGap(lips: readonly number[]): number {
  const gaps = [-1, 0, 1].map((i) => distance(pointAt(lips, lowerLip + i), pointAt(lips, upperLip + i)));
  const width = Math.max(0.1, distance(pointAt(lips, leftCorner), pointAt(lips, rightCorner)));
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / width;
}
