/** Holds what a version made of the golden portrait against the truth. After the run in handler.ts; decides the deployment. */
import { decode } from 'fast-png';
import type { HeadMeasurements } from '../../core/head.ts';
import type { Point } from '../../core/measure.ts';
import type { PortraitTruth } from './truth.ts';

/**
 * How far a place may lie from the truth, in head heights. Today's code is within 0.006 at every inference size; by this
 * much a head on a passport would be off by a millimetre.
 */
const placeLimit = 0.03;

/**
 * Mean error of opacity, 0..1, over the whole picture. Today 0.0029 to 0.0042 from 320 px of inference upwards, and 0.015
 * at 128; 0.009 with a toy for a network, 0.012 with one that answers nothing or was fed wrong numbers, 0.017 inverted.
 */
const opacityLimit = (inferenceSidePx: number): number => (inferenceSidePx >= 320 ? 0.007 : 0.03);

/** @param cutoutPng RGBA, @param opacityPng one channel. @returns one phrase for each thing that is off; none: the version is good. */
export function judge(
  truth: PortraitTruth,
  opacityPng: Uint8Array,
  { face, head }: HeadMeasurements,
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
  return [...misplaced, ...judgeOpacity(opacityPng, cutoutPng, opacityLimit(inferenceSidePx))];
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

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
