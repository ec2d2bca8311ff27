/** Checks the pose: one face, whole, close enough, upright, frontal; and its expression. Only the landmarks are used. */
import { leanLimits } from '../../../core/adjust/measure-head.ts';
import { type Check, judge } from '../../../core/checks.ts';
import { eyeDistanceLimits, turnLimits } from '../../../core/faces/limits.ts';
import { shareOutside } from '../../../core/faces/outline.ts';
import { type HeadMeasurements, sourceScale } from '../../../core/head.ts';
import { distance } from '../../../core/measure.ts';
import { checkExpression } from './expression.ts';

export type Face = NonNullable<HeadMeasurements['face']>;

/** Returns the checks of the face; only `face-count` when no face was searched or found. */
export function checkFace(measurements: HeadMeasurements): Check[] {
  const { face, head } = measurements;
  if (!face || !head) return [faceCount(0)];
  return [
    faceCount(face.count),
    ...(face.mesh.length > 0 ? [faceInside(face, measurements)] : []),
    eyeDistance(face, measurements),
    roll(face),
    turn('yaw', face.yawDeg),
    turn('pitch', face.pitchDeg),
    ...checkExpression(face),
  ];
}

/** Returns the check of the number of faces. @param wanted the number of people that the photo shows. */
export function faceCount(count: number, wanted = 1): Check {
  return judge({
    code: 'face-count',
    value: count,
    unit: 'count',
    limit: { min: wanted, max: wanted },
    beyond: 'fail',
    source: 'every office; ISO/IEC 29794-5 single face present',
    found: count === 1 ? 'One face.' : `${count} faces in the picture.`,
  });
}

/** The mesh is accurate to some per cent. A face that is cut more is rejected by matting. */
const mostOutside = 0.02;

function faceInside(face: Face, { working }: HeadMeasurements): Check {
  const share = shareOutside(face, working);
  return judge({
    code: 'face-inside',
    value: share,
    unit: 'share',
    limit: { min: null, max: mostOutside },
    beyond: 'warn',
    source:
      'every office; ISO/IEC 29794-5: the whole face is in the picture; 2 % of its width are allowed for our measuring',
    found: share > mostOutside ? 'The edge of the picture cuts the face.' : 'The whole face is in the picture.',
  });
}

/** The distance is in px of the upload, corrected to what it would be without yaw (ISO/IEC 29794-5). */
function eyeDistance({ leftEye, rightEye, yawDeg }: Face, measurements: HeadMeasurements): Check {
  const frontal = Math.cos((yawDeg * Math.PI) / 180);
  const px = (distance(leftEye, rightEye) / frontal) * sourceScale(measurements);
  return judge({
    code: 'eye-distance',
    value: px,
    unit: 'px',
    limit: { min: eyeDistanceLimits.advisedPx, max: null },
    failLimit: { min: eyeDistanceLimits.requiredPx, max: null },
    beyond: 'warn',
    source: 'ICAO TR Portrait Quality table 5: at least 90 px; ISO/IEC 19794-5:2011 advises 120 px',
    found: `The eyes are ${px.toFixed(0)} px apart.`,
  });
}

/**
 * The lean before the photo is levelled. On drawn portraits the error is below one degree, so the required limit can be
 * applied.
 */
function roll({ rollDeg }: Face): Check {
  const lean = Math.abs(rollDeg);
  return judge({
    code: 'roll',
    value: rollDeg,
    unit: 'deg',
    ...rollRule,
    found: `The head leans by ${lean.toFixed(1)} degrees in the picture.`,
  });
}

const { advisedDeg, requiredDeg } = leanLimits;

/** The rule on the lean of a head. */
export const rollRule = {
  limit: { min: -advisedDeg, max: advisedDeg },
  failLimit: { min: -requiredDeg, max: requiredDeg },
  beyond: 'warn',
  source: 'ICAO TR Portrait Quality table 8: at most 8 degrees, 5 is best practice',
} as const;

/**
 * The least strict rule that was found is 20 degrees for yaw and 25 for pitch (China visa); the rest allows for the
 * error of our estimate.
 */
const turnFailDeg = 25;

function turn(code: 'yaw' | 'pitch', deg: number): Check {
  const directions = code === 'yaw' ? ['left', 'right'] : ['down', 'up'];
  return judge({
    code,
    value: deg,
    unit: 'deg',
    limit: turnLimits[code],
    failLimit: { min: -turnFailDeg, max: turnFailDeg },
    beyond: 'warn',
    source: `ICAO TR Portrait Quality table 8: at most 5 degrees; ${code === 'yaw' ? '' : 'our estimate is allowed 3 more downwards and 7 more upwards, '}failed only where no office would take it`,
    found: `The face is turned ${Math.abs(deg).toFixed(0)} degrees ${deg < 0 ? directions[0] : directions[1]}, by estimate.`,
  });
}
