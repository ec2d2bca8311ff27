/**
 * Measures the person's head along its own axis: chin from the landmarks, crown of the hair from the matte, crown of
 * the skull by estimate. Compose reads nothing else of the person.
 */
import type { HeadMeasurements } from '../../../core/head.ts';
import { midpoint, type Point } from '../../../core/measure.ts';
import type { Matte } from '../../../core/raster.ts';
import type { MeasuredFace } from './face-mesh.ts';

type Head = NonNullable<HeadMeasurements['head']>;

/**
 * Skull above the eye line over chin below it: the eyes stand at half of an adult's head height, as drawing books and
 * anthropometric surveys agree within some per cent; standards that count the skull allow more than that.
 */
const skullOverChin = 1;
/** Half the width, in head widths, of the strip around the face in which the crown is looked for: wide hair, no raised arm. */
const stripHalfWidths = 0.6;
/** A crown is at least this share of the head's width wide, so that one stray strand is none. */
const minCrownShare = 0.03;
const opaque = 128;

/** @param matte the finished matte at working size; all lengths in its px. */
export function measureHead(face: MeasuredFace, matte: Matte): Head {
  const eyeMiddle = midpoint(face.leftEye, face.rightEye);
  const turn = (face.rollDeg * Math.PI) / 180;
  const up: Point = { x: Math.sin(turn), y: -Math.cos(turn) };
  const along = (p: Point) => (p.x - eyeMiddle.x) * up.x + (p.y - eyeMiddle.y) * up.y;
  const chinPx = Math.max(1, -along(face.landmarks.chin));
  const { faceLeft, faceRight } = face.landmarks;
  const widthPx = Math.max(1, Math.hypot(faceRight.x - faceLeft.x, faceRight.y - faceLeft.y));
  const { crownPx, cut } = findCrown(matte, eyeMiddle, up, widthPx);
  const estimatePx = skullOverChin * chinPx;
  // A matte that ends below the estimate shows the skull itself (or the picture cuts it: then the estimate is all there is).
  const crownHairPx = cut ? Math.max(crownPx, estimatePx) : crownPx || estimatePx;
  return { eyeMiddle, chinPx, crownHairPx, crownSkullPx: Math.min(estimatePx, crownHairPx), widthPx, hairCut: cut };
}

/** The highest level above the eye line that is wide enough to be a crown; `cut` when it lies on the picture's edge. */
function findCrown(matte: Matte, eyeMiddle: Point, up: Point, headWidthPx: number): { crownPx: number; cut: boolean } {
  const { widthPx, heightPx, data } = matte;
  const levels = new Uint32Array(Math.ceil(Math.hypot(widthPx, heightPx)) + 2);
  const onEdge = new Uint32Array(levels.length);
  const strip = stripHalfWidths * headWidthPx;
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
  // The level holds pixel centres in [level, level + 1): its upper edge is the crown.
  return { crownPx: crown + 1, cut: crown >= 0 && onEdge[crown] > levels[crown] / 2 };
}

/** Columns between which a row can cross the strip around the head's axis. */
function stripOfRow(axisX: number, dy: number, up: Point, strip: number, widthPx: number): readonly [number, number] {
  // A head that lies down: the strip runs along the rows.
  if (Math.abs(up.y) < 0.1) return [0, widthPx];
  const middle = axisX + (dy * up.x) / up.y;
  const half = strip / Math.abs(up.y) + 1;
  return [Math.max(0, Math.floor(middle - half)), Math.min(widthPx, Math.ceil(middle + half))];
}
