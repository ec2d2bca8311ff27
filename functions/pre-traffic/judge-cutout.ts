/** Compares the cutout of the test portrait with the truth. Runs after the portrait went through matting; decides the deployment. */
import { decode } from 'fast-png';
import type { HeadMeasurements } from '../../core/head.ts';
import { distance, type Point } from '../../core/measure.ts';
import type { PortraitTruth } from './truth.ts';

/**
 * The largest distance of a point from the truth, in head heights. Today's code is within 0.006 at every inference size. At
 * this limit a head on a passport photo would be off by one millimetre.
 */
const placeLimit = 0.03;

/** The limits of one inference size. */
interface Limits {
  /** The largest mean error of opacity over the whole picture, 0..1. */
  readonly opacity: number;
  /** The largest area in which network and person prior contradict each other, squared widths of the face. */
  readonly conflict: number;
}

/**
 * From 384 px of inference upwards, today's errors are 0.0014 to 0.0032, and the conflict is 0, or 1.4 at 2,048 px. At 512 px
 * a toy network has 0.0062 and 2.4, a network that answers the same everywhere 0.0066 and 0, an empty output 0.0038 and 9.3,
 * an inverted one 0.0092 and 20. Below 384 px, today's are up to 0.0053 and 10.6 (2026-11-30).
 */
const limitsOf = (inferenceSidePx: number): Limits =>
  inferenceSidePx >= 384 ? { opacity: 0.0045, conflict: 2 } : { opacity: 0.01, conflict: 15 };

/**
 * Judges a cutout. @param opacityPng the truth, one channel. @param edgesPng the edges of the cutout.
 * @returns one phrase per fault; none: the version is good.
 */
export function judgeCutout(
  truth: PortraitTruth,
  opacityPng: Uint8Array,
  { face, head, doubts }: HeadMeasurements,
  edgesPng: Uint8Array,
  inferenceSidePx: number,
): readonly string[] {
  if (!face || !head) return ['no head was measured'];
  const turn = (face.rollDeg * Math.PI) / 180;
  const above = (lengthPx: number): Point => ({
    x: head.eyeMiddle.x + Math.sin(turn) * lengthPx,
    y: head.eyeMiddle.y - Math.cos(turn) * lengthPx,
  });
  const offs = {
    'left eye': distance(face.leftEye, truth.leftEye),
    'right eye': distance(face.rightEye, truth.rightEye),
    chin: distance(above(-head.chinPx), truth.chin),
    crown: distance(above(head.crownHairPx), truth.crownHair),
  };
  const misplaced = Object.entries(offs).flatMap(([name, px]) => {
    const off = px / truth.headHeightPx;
    return off <= placeLimit ? [] : `${name} off by ${off.toFixed(3)} head heights`;
  });
  const limits = limitsOf(inferenceSidePx);
  const conflict = doubts?.conflictArea ?? 0;
  const conflicts =
    conflict <= limits.conflict ? [] : [`network and prior conflict by ${conflict.toFixed(1)} face widths squared`];
  return [...misplaced, ...judgeOpacity(opacityPng, edgesPng, limits.opacity), ...conflicts];
}

function judgeOpacity(opacityPng: Uint8Array, edgesPng: Uint8Array, limit: number): readonly string[] {
  const wanted = decode(opacityPng);
  const made = decode(edgesPng);
  if (made.width !== wanted.width || made.height < wanted.height || made.channels !== 1) {
    return [`the edges are ${made.width} x ${made.height} with ${made.channels} channels`];
  }
  let sum = 0;
  for (let at = 0; at < wanted.data.length; at++) sum += Math.abs(wanted.data[at] - made.data[at]);
  const error = sum / wanted.data.length / 255;
  return error <= limit ? [] : [`opacity off by ${error.toFixed(4)}`];
}
