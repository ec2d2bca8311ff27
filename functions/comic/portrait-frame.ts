/** Chooses the part of the cutout that the portrait shows. The first step of the comic. */
import type { HeadMeasurements } from '../../core/head.ts';
import { type Affine, apply, type Point, turnAndScale } from '../../core/measure.ts';
import type { Cutout } from '../../core/raster.ts';

/** The frame of the portrait. */
export interface PortraitFrame {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Maps px of the cutout to px of the portrait. */
  readonly map: Affine;
  /** Px of the portrait per px of the cutout. */
  readonly scale: number;
}

/** Height of the head with hair, and the air above it, as shares of the portrait. Our choice. */
const headShare = 0.5;
const airShare = 0.13;
/** The head may be this large, so that the lower edge of the picture does not show. */
const mostHeadShare = 0.68;
const mostAirShare = 0.2;
/** Air around a subject without a face. */
const marginShare = 0.04;
/** A portrait is enlarged at most so much; then it becomes smaller than ordered. */
const mostScale = 4;
/** A pixel counts as the subject from this opacity. */
const opaque = 96;

interface Square {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Returns the frame: a square with head and shoulders, or the whole subject when no face is known.
 * @param sidePx the longer side.
 */
export function portraitFrame(cutout: Cutout, measured: HeadMeasurements, sidePx: number): PortraitFrame {
  const box = subjectBox(cutout);
  const part = aroundHead(cutout, measured, box) ?? around(box);
  const longest = Math.max(part.widthPx, part.heightPx);
  const scale = Math.min(mostScale, sidePx / longest);
  const origin: Point = { x: part.leftPx, y: part.topPx };
  return {
    widthPx: Math.max(1, Math.round(part.widthPx * scale)),
    heightPx: Math.max(1, Math.round(part.heightPx * scale)),
    map: turnAndScale(0, scale, origin, { x: 0, y: 0 }),
    scale,
  };
}

function aroundHead(cutout: Cutout, { face, head }: HeadMeasurements, box: Square): Square | null {
  if (!face || !head) return null;
  const turn = turnAndScale(face.rollDeg, 1, { x: 0, y: 0 }, head.eyeMiddle);
  const crown = apply(turn, { x: 0, y: -head.crownHairPx });
  const chin = apply(turn, { x: 0, y: head.chinPx });
  const headPx = Math.max(1, head.chinPx + head.crownHairPx);
  const floorPx = box.topPx + box.heightPx;
  const top = Math.min(crown.y, chin.y);
  const middle = (crown.x + chin.x) / 2;
  // The edges of the picture should not show: the head moves, then it becomes larger.
  const wanted = Math.min(headPx / headShare, (floorPx - top) / (1 - mostAirShare), 2 * roomAside(cutout, middle, top));
  const side = Math.max(headPx / mostHeadShare, wanted);
  const airPx = Math.min(side * mostAirShare, Math.max(side * airShare, side - (floorPx - top)));
  return { leftPx: middle - side / 2, topPx: top - airPx, widthPx: side, heightPx: side };
}

/** Returns the distance of the nearer side of the picture that cuts the person; infinite when none does. */
function roomAside({ widthPx, heightPx, data }: Cutout, middle: number, top: number): number {
  const isCut = (x: number) => {
    for (let y = Math.max(0, Math.floor(top)); y < heightPx; y++)
      if (data[(y * widthPx + x) * 4 + 3] >= opaque) return true;
    return false;
  };
  const left = isCut(0) ? middle : Number.POSITIVE_INFINITY;
  const right = isCut(widthPx - 1) ? widthPx - middle : Number.POSITIVE_INFINITY;
  return Math.min(left, right);
}

function around({ leftPx, topPx, widthPx, heightPx }: Square): Square {
  const margin = marginShare * Math.max(widthPx, heightPx);
  return {
    leftPx: leftPx - margin,
    topPx: topPx - margin,
    widthPx: widthPx + 2 * margin,
    heightPx: heightPx + 2 * margin,
  };
}

/** Returns the box of the subject; the whole picture when all of it is clear. */
function subjectBox({ widthPx, heightPx, data }: Cutout): Square {
  let [left, right, top, bottom] = [widthPx, -1, -1, -1];
  for (let y = 0; y < heightPx; y++) {
    const row = data.subarray(y * widthPx * 4, (y + 1) * widthPx * 4);
    let first = 3;
    while (first < row.length && row[first] < opaque) first += 4;
    if (first >= row.length) continue;
    let last = row.length - 1;
    while (row[last] < opaque) last -= 4;
    [left, right] = [Math.min(left, first >> 2), Math.max(right, last >> 2)];
    if (top < 0) top = y;
    bottom = y;
  }
  if (right < 0) return { leftPx: 0, topPx: 0, widthPx, heightPx };
  return { leftPx: left, topPx: top, widthPx: right - left + 1, heightPx: bottom - top + 1 };
}
