/**
 * Makes the input of compose from a drawn portrait: the cutout and the head measurements that matting would store,
 * without a network.
 */
import sharp from 'sharp';
import type { HeadMeasurements, LandmarkName, Landmarks } from '../../core/head.ts';
import { headVersion, landmarkIndices } from '../../core/head.ts';
import { distance, midpoint, type Point } from '../../core/measure.ts';
import type { PortraitSpec, PortraitTruth } from '../../portraits/portrait.ts';
import { encodeJpeg, type RenderedPortrait, renderPortrait } from '../../portraits/render.ts';

export interface CutPerson {
  readonly portrait: RenderedPortrait;
  readonly cutoutPng: Uint8Array;
  readonly workingPhoto: () => Promise<Uint8Array>;
  readonly head: HeadMeasurements;
}

export async function cutPerson(spec: Partial<PortraitSpec> = {}): Promise<CutPerson> {
  const portrait = await renderPortrait(spec);
  const { widthPx, heightPx, data } = portrait.foreground;
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  for (let i = 0; i < widthPx * heightPx; i++) {
    rgba.set(data.subarray(i * 3, i * 3 + 3), i * 4);
    rgba[i * 4 + 3] = portrait.alpha.data[i];
  }
  const cutoutPng = await sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .png({ compressionLevel: 3 })
    .toBuffer();
  const head = headFromTruth(portrait.drawing.truth, widthPx, heightPx);
  return { portrait, cutoutPng, workingPhoto: () => encodeJpeg(portrait.photo), head };
}

/** The cheekbones are 0.60 of the drawn skull's height apart (portraits/face.ts). */
const faceWidthShare = 0.6;

/** Returns the head measurements that matting would write without any error. */
function headFromTruth(truth: PortraitTruth, widthPx: number, heightPx: number): HeadMeasurements {
  const { leftEye, rightEye, chin, crownHair, crownSkull, rollDeg } = truth;
  const eyeMiddle = midpoint(leftEye, rightEye);
  const above = crownHair.y <= 0 || crownHair.x <= 0 || crownHair.x >= widthPx;
  return {
    version: headVersion,
    source: { widthPx, heightPx, format: 'jpeg' },
    scene: null,
    working: { widthPx, heightPx },
    matteBy: 'networks',
    model: { id: 'drawn', widthPx: 0, heightPx: 0 },
    doubts: null,
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
