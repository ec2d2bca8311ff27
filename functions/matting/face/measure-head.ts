/**
 * Measures the person's head along its own axis: the chin by the landmarks, the crown of the hair by the matte, the crown
 * of the skull by an estimate, or by the matte where the crown is bare. Compose places the person by these measurements alone.
 */

import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { distance, midpoint, type Point } from '../../../core/measure.ts';
import type { Matte, Raster } from '../../../core/raster.ts';
import { isCrownBare } from './bare-crown.ts';

export type Head = NonNullable<HeadMeasurements['head']>;

/**
 * Height of the skull above the eye line over that of the chin below it. The eyes are at half of an adult's head height;
 * drawing books and anthropometric surveys agree within some per cent. Standards that measure the skull allow more.
 */
const skullOverChin = 1;
/** Half the width of the strip in which the crown is searched, in head widths: wide enough for hair, too narrow for a raised arm. */
const stripHalfWidths = 0.6;
/** Least width of a crown, as a share of the head's width, so that a single strand of hair is not taken for the crown. */
const minCrownShare = 0.03;
/**
 * The picture's edge cuts the hair of a leaning head when this share of the head's width lies on it. Those pixels are at most
 * the other share of the width below the crown.
 */
const minCutShare = 0.15;
const cutDepthShare = 0.1;
/** From this opacity on (0..255) a pixel is counted as the person. */
const opaque = 128;

/** The heads of one person, or of two people; `second` is the right one. */
export interface MeasuredHeads {
  readonly head: Head;
  readonly second: Head | null;
}

/** Two people stand close, so the crown of each is searched within this share of the distance between them. */
const ownShare = 0.4;

/** @param matte the finished matte at working size. @param photo the working photo. @returns lengths in px of it. */
export function measureHeads(
  { face, second }: { readonly face: MeasuredFace; readonly second: { readonly face: MeasuredFace } | null },
  matte: Matte,
  photo: Raster,
): MeasuredHeads {
  if (!second) return { head: measureHead(face, matte, photo), second: null };
  const apartPx = distance(midpoint(face.leftEye, face.rightEye), midpoint(second.face.leftEye, second.face.rightEye));
  const [head, other] = [face, second.face].map((one) => measureHead(one, matte, photo, ownShare * apartPx));
  return { head, second: other };
}

/** @param matte the finished matte at working size. @param photo the working photo. @returns lengths in px of it. */
export function measureHead(
  face: MeasuredFace,
  matte: Matte,
  photo: Raster,
  mostStripPx = Number.POSITIVE_INFINITY,
): Head {
  const eyeMiddle = midpoint(face.leftEye, face.rightEye);
  const turn = (face.rollDeg * Math.PI) / 180;
  const up: Point = { x: Math.sin(turn), y: -Math.cos(turn) };
  const along = (p: Point) => (p.x - eyeMiddle.x) * up.x + (p.y - eyeMiddle.y) * up.y;
  const chinPx = Math.max(1, -along(face.landmarks.chin));
  const { faceLeft, faceRight } = face.landmarks;
  const widthPx = Math.max(1, Math.hypot(faceRight.x - faceLeft.x, faceRight.y - faceLeft.y));
  const { crownPx, cut } = findCrown(matte, eyeMiddle, up, widthPx, mostStripPx);
  const estimatePx = skullOverChin * chinPx;
  // When the picture cuts the hair, the crown is at least at the estimate. When no crown is found, the estimate is taken.
  // A crown of the hair below the estimate is the skull itself.
  const crownHairPx = cut ? Math.max(crownPx, estimatePx) : crownPx || estimatePx;
  const isBare = !cut && isCrownBare(face, { eyeMiddle, up, chinPx, widthPx, crownPx }, photo);
  const crownSkullPx = isBare ? crownHairPx : Math.min(estimatePx, crownHairPx);
  return { eyeMiddle, chinPx, crownHairPx, crownSkullPx, widthPx, hairCut: cut };
}

/**
 * @returns the height above the eye line, px, of the highest row along the head's axis that is wide enough for a crown, 0
 * when there is none; and whether the picture's edge cuts it.
 */
function findCrown(
  matte: Matte,
  eyeMiddle: Point,
  up: Point,
  headWidthPx: number,
  mostStripPx: number,
): { crownPx: number; cut: boolean } {
  const { widthPx, heightPx, data } = matte;
  const levels = new Uint32Array(Math.ceil(Math.hypot(widthPx, heightPx)) + 2);
  const onEdge = new Uint32Array(levels.length);
  const strip = Math.min(mostStripPx, stripHalfWidths * headWidthPx);
  for (let y = 0; y < heightPx; y++) {
    const dy = y + 0.5 - eyeMiddle.y;
    const [from, end] = stripOfRow(eyeMiddle.x, dy, up, strip, widthPx);
    for (let x = from, at = y * widthPx + from; x < end; x++, at++) {
      if (data[at] < opaque) continue;
      const dx = x + 0.5 - eyeMiddle.x;
      const level = Math.floor(dx * up.x + dy * up.y);
      if (level < 0 || Math.abs(dx * up.y - dy * up.x) > strip) continue;
      levels[level] += 1;
      if (y === 0 || x === 0 || x === widthPx - 1) onEdge[level] += 1;
    }
  }
  const crown = levels.findLastIndex((count) => count >= Math.max(2, minCrownShare * headWidthPx));
  // A level holds pixel centres in [level, level + 1). Its upper edge is the crown.
  return { crownPx: crown + 1, cut: crown >= 0 && isCut(crown, levels, onEdge, headWidthPx) };
}

/** @returns true when the picture's edge cuts most of the crown's row, or a part of the head's width just below it. */
function isCut(crown: number, levels: Uint32Array, onEdge: Uint32Array, headWidthPx: number): boolean {
  if (onEdge[crown] > levels[crown] / 2) return true;
  const lowest = Math.max(0, Math.floor(crown - cutDepthShare * headWidthPx));
  return onEdge.subarray(lowest, crown + 1).reduce((sum, count) => sum + count, 0) > minCutShare * headWidthPx;
}

/** @returns the first column, and the one behind the last, in which a row can cross the strip around the head's axis. */
function stripOfRow(axisX: number, dy: number, up: Point, strip: number, widthPx: number): readonly [number, number] {
  // The head lies on its side, and the strip runs along the rows.
  if (Math.abs(up.y) < 0.1) return [0, widthPx];
  const middle = axisX + (dy * up.x) / up.y;
  const half = strip / Math.abs(up.y) + 1;
  return [Math.max(0, Math.floor(middle - half)), Math.min(widthPx, Math.ceil(middle + half))];
}
