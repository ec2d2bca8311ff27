/**
 * Measures one face: 468 landmarks by MediaPipe's face mesh in a levelled square around the face, and the pose of the head
 * from the landmarks. Before it: face-box.ts; after it: measure-head.ts.
 */
import { type FaceMeasurements, type LandmarkName, landmarkIndices } from '../../../core/head.ts';
import { type Affine, apply, midpoint, type Point, turnAndScale } from '../../../core/measure.ts';
import type { Raster } from '../../../core/raster.ts';
import { eyeLineRollDeg, type FaceBox } from '../../detection/face-box.ts';
import type { Model } from '../../inference/model.ts';
import { sampleToPlanes } from '../../inference/sample.ts';

/** Landmarks, box and pose of one face, px of the picture. */
export type MeasuredFace = Omit<FaceMeasurements, 'count' | 'details'>;

/** Side of the input square of both meshes, px. */
export const inputPx = 192;
/** Side of the mesh's input square over the side of the face's box, as in MediaPipe's own graph. */
export const boxMargin = 1.5;
/** Below this presence the square shows no face. A hidden face was measured at 0.001. */
const minPresence = 0.5;

/** @returns null when the mesh finds no face in the detector's box. */
export async function measureFace(mesh: Model, picture: Raster, box: FaceBox): Promise<MeasuredFace | null> {
  const rollDeg = eyeLineRollDeg(box.leftEye, box.rightEye);
  const first = await runMesh(mesh, picture, box.centre, box.sidePx * boxMargin, rollDeg);
  if (first.presence < minPresence) return null;
  // A second run around the landmarks themselves, because the detector's box is accurate to a few per cent only.
  const bounds = boundsOf(first.points, 3);
  const roll = eyeLineRollDeg(eyeCentre(first.points, 'left'), eyeCentre(first.points, 'right'));
  const second = await runMesh(mesh, picture, bounds.centre, bounds.sidePx * boxMargin, roll);
  const points = second.presence < minPresence ? first.points : second.points;
  return describe(points, box.score);
}

async function runMesh(mesh: Model, picture: Raster, centre: Point, sidePx: number, rollDeg: number) {
  const toPicture = turnAndScale(rollDeg, sidePx / inputPx, { x: inputPx / 2, y: inputPx / 2 }, centre);
  const data = sampleToPlanes(picture, toPicture, inputPx, { scale: 1 / 255, offset: 0 });
  const { landmarks, presence } = await mesh.run({ input: { data, dims: [1, 3, inputPx, inputPx] } });
  return { points: toPicturePx(landmarks.data, toPicture), presence: 1 / (1 + Math.exp(-presence.data[0])) };
}

function toPicturePx(landmarks: Float32Array, toPicture: Affine): Float32Array {
  const scale = Math.hypot(toPicture.a, toPicture.b);
  const points = new Float32Array(landmarks.length);
  for (let i = 0; i < landmarks.length; i += 3) {
    const { x, y } = apply(toPicture, { x: landmarks[i], y: landmarks[i + 1] });
    points.set([x, y, landmarks[i + 2] * scale], i);
  }
  return points;
}

/** @param mesh 468 times x, y (px of the picture) and z (same unit, a smaller value is nearer to the camera). */
function describe(mesh: Float32Array, score: number): MeasuredFace {
  const named = Object.entries(landmarkIndices) as [LandmarkName, number][];
  const landmarks = Object.fromEntries(named.map(([name, index]) => [name, pointAt(mesh, index)])) as Record<
    LandmarkName,
    Point
  >;
  const [leftEye, rightEye] = [eyeCentre(mesh, 'left'), eyeCentre(mesh, 'right')];
  const { centre, sidePx } = boundsOf(mesh, 3);
  const box = { leftPx: centre.x - sidePx / 2, topPx: centre.y - sidePx / 2, widthPx: sidePx, heightPx: sidePx };
  const rollDeg = eyeLineRollDeg(leftEye, rightEye);
  return { score, box, rollDeg, ...turnOf(mesh), landmarks, mesh: flatPoints(mesh), leftEye, rightEye };
}

/** Pitch by the formula below of a person who looks straight ahead, degrees (median of real frontal portraits): foreheads lean back. */
const levelPitchDeg = -11;

/**
 * @returns yaw by the depth between the cheeks, and pitch by the depth between forehead and chin. Both are accurate to some
 * degrees only. z grows away from the camera.
 */
function turnOf(mesh: Float32Array): { yawDeg: number; pitchDeg: number } {
  const across = vector(mesh, landmarkIndices.faceLeft, landmarkIndices.faceRight);
  const down = vector(mesh, landmarkIndices.foreheadTop, landmarkIndices.chin);
  const degrees = (z: number, flat: number) => (Math.atan2(z, flat) * 180) / Math.PI;
  return {
    yawDeg: degrees(across.z, Math.hypot(across.x, across.y)),
    pitchDeg: -degrees(down.z, Math.hypot(down.x, down.y)) - levelPitchDeg,
  };
}

function vector(mesh: Float32Array, from: number, to: number) {
  const along = (axis: number) => mesh[to * 3 + axis] - mesh[from * 3 + axis];
  return { x: along(0), y: along(1), z: along(2) };
}

/** @returns x and y of all landmarks in turn, px of the picture, to a tenth. */
function flatPoints(mesh: Float32Array): number[] {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return Array.from({ length: (mesh.length / 3) * 2 }, (_, i) => tenth(mesh[(i >> 1) * 3 + (i & 1)]));
}

function pointAt(mesh: Float32Array, index: number): Point {
  return { x: mesh[index * 3], y: mesh[index * 3 + 1] };
}

/** @returns the middle between the corners of an eye. Unlike the pupil it does not move with the gaze. */
function eyeCentre(mesh: Float32Array, side: 'left' | 'right'): Point {
  const [outer, inner] = [landmarkIndices[`${side}EyeOuter`], landmarkIndices[`${side}EyeInner`]];
  return midpoint(pointAt(mesh, outer), pointAt(mesh, inner));
}

/** @param step numbers per landmark; x and y are the first two. @returns the square around all landmarks, px of the picture. */
export function boundsOf(mesh: ArrayLike<number>, step: number): { centre: Point; sidePx: number } {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < mesh.length; i += step) {
    minX = Math.min(minX, mesh[i]);
    maxX = Math.max(maxX, mesh[i]);
    minY = Math.min(minY, mesh[i + 1]);
    maxY = Math.max(maxY, mesh[i + 1]);
  }
  return { centre: { x: (minX + maxX) / 2, y: (minY + maxY) / 2 }, sidePx: Math.max(maxX - minX, maxY - minY) };
}
