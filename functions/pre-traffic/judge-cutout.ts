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

/**
 * The largest mean error of opacity over the whole picture, 0..1. Today it is 0.0029 to 0.0052 from 320 px of inference
 * upwards, and 0.018 at 128 px. A toy network gives 0.0067, and a network that answers the same everywhere 0.0091 (2026-11-30).
 */
const opacityLimit = (inferenceSidePx: number): number => (inferenceSidePx >= 320 ? 0.006 : 0.03);

/**
 * The largest area in which network and person prior contradict each other, squared widths of the face. Today it is 0. The
 * prior repairs so much that opacity alone does not show an empty output (4.5) or an inverted one (8.9).
 */
const conflictLimit = 1;

/**
 * Judges a cutout. @param opacityPng the truth, one channel. @param cutoutPng the cutout or its edges, RGBA.
 * @returns one phrase per fault; none: the version is good.
 */
export function judgeCutout(
  truth: PortraitTruth,
  opacityPng: Uint8Array,
  { face, head, doubts }: HeadMeasurements,
  cutoutPng: Uint8Array,
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
  const conflict = doubts?.conflictArea ?? 0;
  const conflicts =
    conflict <= conflictLimit ? [] : [`network and prior conflict by ${conflict.toFixed(1)} face widths squared`];
  return [...misplaced, ...judgeOpacity(opacityPng, cutoutPng, opacityLimit(inferenceSidePx)), ...conflicts];
}

function judgeOpacity(opacityPng: Uint8Array, cutoutPng: Uint8Array, limit: number): readonly string[] {
  const wanted = decode(opacityPng);
  const made = decode(cutoutPng);
  if (made.width !== wanted.width || made.height !== wanted.height || made.channels !== 4) {
    return [`the cutout is ${made.width} x ${made.height} with ${made.channels} channels`];
  }
  let sum = 0;
  for (let at = 0; at < wanted.data.length; at++) sum += Math.abs(wanted.data[at] - made.data[at * 4 + 3]);
  const error = sum / wanted.data.length / 255;
  return error <= limit ? [] : [`opacity off by ${error.toFixed(4)}`];
}
