/**
 * Places the input square of MediaPipe's face mesh and reads its output: 468 landmarks, and the pose of the head from them.
 * The functions and the page's camera run it.
 */
import type { FaceMeasurements } from '../head.ts';
import { type Affine, apply, midpoint, type Point, turnAndScale } from '../measure.ts';
import { eyeLineRollDeg, type FaceBox } from './face-box.ts';
import { type LandmarkName, landmarkIndices } from './landmarks.ts';

/** Landmarks, box and pose of one face, px of the picture. */
export type MeasuredFace = Omit<FaceMeasurements, 'count' | 'details'>;

/** Side of the input square of both meshes, px. */
export const meshInputPx = 192;
/** Side of the mesh's input square over the side of the face's box, as in MediaPipe's own graph. */
export const boxMargin = 1.5;
/** Below this presence the square shows no face. A hidden face was measured at 0.001. */
const minPresence = 0.5;

/** The outputs of the mesh for one square. */
export interface MeshOutputs {
  /** 468 times x, y and z, px of the input square. */
  readonly landmarks: Float32Array;
  /** A logit. */
  readonly presence: Float32Array;
}

/** Returns the map from the mesh's input square around a detected face to the picture. */
export function squareAroundBox({ leftEye, rightEye, centre, sidePx }: FaceBox): Affine {
  return squareAround(centre, sidePx, eyeLineRollDeg(leftEye, rightEye));
}

/**
 * Returns the map from the mesh's input square around the landmarks of an earlier run to the picture.
 * @param mesh 468 times x, y and z, px of the picture.
 */
export function squareAroundMesh(mesh: Float32Array): Affine {
  const { centre, sidePx } = boundsOf(mesh, 3);
  return squareAround(centre, sidePx, eyeLineRollDeg(eyeCentre(mesh, 'left'), eyeCentre(mesh, 'right')));
}

function squareAround(centre: Point, sidePx: number, rollDeg: number): Affine {
  const middle = { x: meshInputPx / 2, y: meshInputPx / 2 };
  return turnAndScale(rollDeg, (sidePx * boxMargin) / meshInputPx, middle, centre);
}

/**
 * Returns 468 times x, y and z, px of the picture; null when the square shows no face.
 * @param toPicture maps the input square to the picture.
 */
export function meshIn({ landmarks, presence }: MeshOutputs, toPicture: Affine): Float32Array | null {
  if (1 / (1 + Math.exp(-presence[0])) < minPresence) return null;
  const scale = Math.hypot(toPicture.a, toPicture.b);
  const points = new Float32Array(landmarks.length);
  for (let i = 0; i < landmarks.length; i += 3) {
    const { x, y } = apply(toPicture, { x: landmarks[i], y: landmarks[i + 1] });
    points.set([x, y, landmarks[i + 2] * scale], i);
  }
  return points;
}

/** @param mesh 468 times x, y (px of the picture) and z (same unit, a smaller value is nearer to the camera). */
export function describeMesh(mesh: Float32Array, score: number): MeasuredFace {
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
