/**
 * Measures the sitter's head along its own axis: chin from the landmarks, crown of the hair from the matte, crown of
 * the skull by estimate. Compose reads nothing else of the person.
 */
import type { HeadMeasurements } from '../../core/head.ts';
import { midpoint, type Point } from '../../core/measure.ts';
import type { Matte } from '../../core/raster.ts';
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
  const look = (x: number, y: number) => {
    const dx = x + 0.5 - eyeMiddle.x;
    const dy = y + 0.5 - eyeMiddle.y;
    const level = Math.floor(dx * up.x + dy * up.y);
    if (level < 0 || Math.abs(dx * up.y - dy * up.x) > strip) return;
    levels[level] += 1;
    if (y === 0 || x === 0 || x === widthPx - 1) onEdge[level] += 1;
  };
  for (let at = 0; at < data.length; at++) if (data[at] >= opaque) look(at % widthPx, Math.floor(at / widthPx));
  const crown = levels.findLastIndex((count) => count >= Math.max(2, minCrownShare * headWidthPx));
  // The level holds pixel centres in [level, level + 1): its upper edge is the crown.
  return { crownPx: crown + 1, cut: crown >= 0 && onEdge[crown] > levels[crown] / 2 };
}
