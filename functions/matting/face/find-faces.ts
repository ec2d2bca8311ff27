/**
 * Finds and measures all faces of a picture. The detector is searched in ever smaller parts until a face is found that it
 * cannot have missed beside: an ordinary portrait needs one run. After it: face.ts.
 */

import type { FaceBox } from '../../../core/faces/face-box.ts';
import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { Raster } from '../../../core/raster.ts';
import { findFaceBoxes } from '../../detection/face-box.ts';
import type { Model } from '../../inference/model.ts';
import { measureFace } from './face-mesh.ts';

/** Sides of the search windows as shares of the picture's long edge, in turn. */
const windowShares = [1, 0.5, 0.3, 0.15] as const;
/** Smaller windows would only be enlarged for the detector. px */
const leastWindowPx = 128;
/**
 * The detector misses faces below some 7 % of its window. When the largest face is smaller than this share, another one may
 * be missed, and the next smaller windows are searched, too.
 */
const surelyFoundShare = 0.15;
/** Patterns such as stars or leaves give many boxes. So many of the best are measured for one size of windows. */
const mostBoxes = 8;
/** Below this side, px, a face needs the score {@link sureScore}: the mesh takes some patterns of this size for a face. */
const smallPx = 64;
const sureScore = 0.6;
/** Two faces whose centres are nearer than this share of the larger one's side are one. */
const sameFaceShare = 0.5;

/** The two networks that find and measure faces. */
export interface FaceNetworks {
  readonly faceBox: { readonly model: Model };
  readonly faceMesh: { readonly model: Model };
}

/** @returns all faces, the largest first; empty when there is none. */
export async function findFaces(networks: FaceNetworks, picture: Raster): Promise<readonly MeasuredFace[]> {
  const longPx = Math.max(picture.widthPx, picture.heightPx);
  let faces: readonly MeasuredFace[] = [];
  for (const share of windowShares) {
    const windowPx = share * longPx;
    if (share < 1 && windowPx < leastWindowPx) break;
    const boxes = await findFaceBoxes(networks.faceBox.model, picture, windowPx);
    faces = distinct([...faces, ...(await measureAll(networks, picture, boxes.slice(0, mostBoxes)))]);
    if (faces.some(({ box }) => box.widthPx >= surelyFoundShare * windowPx)) break;
  }
  return faces;
}

async function measureAll(
  { faceMesh }: FaceNetworks,
  picture: Raster,
  boxes: readonly FaceBox[],
): Promise<readonly MeasuredFace[]> {
  const measured: MeasuredFace[] = [];
  for (const box of boxes) {
    const face = await measureFace(faceMesh.model, picture, box);
    if (face && (face.box.widthPx >= smallPx || face.score >= sureScore)) measured.push(face);
  }
  return measured;
}

/** @returns each face once, the largest first. Of two that are one, the one with the better score is kept. */
function distinct(faces: readonly MeasuredFace[]): readonly MeasuredFace[] {
  const kept: MeasuredFace[] = [];
  for (const face of faces.toSorted((a, b) => b.score - a.score)) {
    if (!kept.some((other) => isSame(other, face))) kept.push(face);
  }
  return kept.sort((a, b) => b.box.widthPx - a.box.widthPx);
}

function isSame({ box: a }: MeasuredFace, { box: b }: MeasuredFace): boolean {
  const dx = a.leftPx + a.widthPx / 2 - b.leftPx - b.widthPx / 2;
  const dy = a.topPx + a.heightPx / 2 - b.topPx - b.heightPx / 2;
  return Math.hypot(dx, dy) < sameFaceShare * Math.max(a.widthPx, b.widthPx);
}
