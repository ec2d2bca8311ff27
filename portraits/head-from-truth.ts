/** Makes the head measurements of a drawn portrait, for cutouts that no network made. */
import { type LandmarkName, landmarkIndices } from '../core/faces/landmarks.ts';
import { type HeadMeasurements, headVersion, type Landmarks } from '../core/head.ts';
import { distance, midpoint, type Point } from '../core/measure.ts';
import type { PortraitTruth } from './portrait.ts';

/** The cheekbones are this share of the drawn skull's height apart (portraits/face.ts). */
const faceWidthShare = 0.6;

/** Returns the head measurements that matting would write without any error. */
export function headFromTruth(truth: PortraitTruth, widthPx: number, heightPx: number): HeadMeasurements {
  const { leftEye, rightEye, chin, crownHair, crownSkull, rollDeg } = truth;
  const eyeMiddle = midpoint(leftEye, rightEye);
  const above = crownHair.y <= 0 || crownHair.x <= 0 || crownHair.x >= widthPx;
  return {
    version: headVersion,
    source: { widthPx, heightPx, format: 'jpeg' },
    scene: null,
    working: { widthPx, heightPx },
    matteBy: 'networks',
    ink: null,
    second: null,
    model: { id: 'drawn', widthPx: 0, heightPx: 0 },
    doubts: null,
    objects: null,
    degraded: [],
    face: {
      count: 1,
      score: 1,
      box: { leftPx: 0, topPx: 0, widthPx, heightPx },
      rollDeg,
      yawDeg: 0,
      pitchDeg: 0,
      landmarks: allAt(eyeMiddle),
      mesh: [],
      details: null,
      leftEye,
      rightEye,
    },
    head: {
      eyeMiddle,
      chinPx: distance(eyeMiddle, chin),
      crownHairPx: distance(eyeMiddle, crownHair),
      crownSkullPx: distance(eyeMiddle, crownSkull),
      widthPx: faceWidthShare * truth.headHeightSkullPx,
      hairCut: above,
    },
  };
}

/** Puts all landmarks at one point; compose reads none of them alone. */
function allAt(place: Point): Landmarks {
  const names = Object.keys(landmarkIndices) as LandmarkName[];
  return Object.fromEntries(names.map((name) => [name, place])) as Landmarks;
}
