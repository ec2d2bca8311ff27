/**
 * Finds out whether the top of a head is bare skin, as on bald people and most babies. There the outline of the matte is the
 * skull itself, and no estimate is needed. Called by measure-head.ts.
 */

import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import { type Lab, labOf } from '../../../core/lab.ts';
import type { Point } from '../../../core/measure.ts';
import type { Raster } from '../../../core/raster.ts';

/** The axis of a head: px above the eye line are `above`, px to the right of it `right`. */
export interface HeadAxis {
  readonly eyeMiddle: Point;
  /** Unit vector towards the crown. */
  readonly up: Point;
  readonly chinPx: number;
  readonly widthPx: number;
  /** The crown by the matte, px above the eye line. */
  readonly crownPx: number;
}

/** The forehead under the hairline, above the brows, as a share of the height from eyes to chin. */
const foreheadShare = 0.42;
/** The last row that is read, as a share of the crown's height: the outline itself is shaded. */
const topShare = 0.94;
const rowCount = 12;
/** A crown below this share of the chin's distance is no crown of a whole head. */
const leastCrown = 0.8;
/** Half the width of the strip that is read, in widths of the face. */
const stripShare = 0.22;
const columnCount = 21;

/**
 * Up to the crown, skin stays within these distances of the forehead in CIELAB, changes by at most `step` from row to row,
 * and is smooth. Two drawn bald heads measure chroma 3.7, lightness 12, step 3.6, roughness 2.2; a real one 13.4, 4.9, 5.6
 * and 8. Every one of 140 people with hair exceeds a limit; the nearest are thin white hair (chroma 15.4, roughness 10) and
 * fringes, which are parted by the cheeks.
 */
const limits = { chroma: 14, lightness: 17, step: 7, roughness: 9 } as const;
/** The forehead differs from a cheek by at most this. A fringe is darker or has another colour. */
const fromCheeks = { chroma: 12, lightness: 20 } as const;

/** @returns true when skin reaches from the forehead to the crown. */
export function isCrownBare({ landmarks }: MeasuredFace, axis: HeadAxis, photo: Raster): boolean {
  if (axis.crownPx < leastCrown * axis.chinPx) return false;
  const from = foreheadShare * axis.chinPx;
  const rows = Array.from({ length: rowCount + 1 }, (_, i) => {
    return rowAt(axis, photo, from + ((topShare * axis.crownPx - from) * i) / rowCount);
  });
  const [forehead] = rows;
  const cheeks = [landmarks.cheekLeft, landmarks.cheekRight].flatMap((place) => colourAt(photo, place) ?? []);
  const likeCheeks = cheeks.some(
    (cheek) =>
      chromaBetween(cheek, forehead.mean) <= fromCheeks.chroma &&
      Math.abs(cheek.lightness - forehead.mean.lightness) <= fromCheeks.lightness,
  );
  return likeCheeks && rows.every((row, i) => isSkin(row, forehead.mean, rows[Math.max(0, i - 1)].mean));
}

interface Row {
  readonly mean: Lab;
  /** Standard deviation of the lightness; infinite when too little of the row is in the picture. */
  readonly roughness: number;
}

function isSkin({ mean, roughness }: Row, forehead: Lab, before: Lab): boolean {
  const step = Math.hypot(mean.lightness - before.lightness, chromaBetween(mean, before));
  return (
    chromaBetween(mean, forehead) <= limits.chroma &&
    Math.abs(mean.lightness - forehead.lightness) <= limits.lightness &&
    step <= limits.step &&
    roughness <= limits.roughness
  );
}

function rowAt({ eyeMiddle, up, widthPx }: HeadAxis, photo: Raster, abovePx: number): Row {
  const colours = Array.from({ length: columnCount }, (_, i) => {
    const right = (2 * (i / (columnCount - 1)) - 1) * stripShare * widthPx;
    return colourAt(photo, {
      x: eyeMiddle.x + up.x * abovePx - up.y * right,
      y: eyeMiddle.y + up.y * abovePx + up.x * right,
    });
  }).filter((colour) => colour !== null);
  const meanOf = (pick: (colour: Lab) => number) =>
    colours.reduce((sum, colour) => sum + pick(colour), 0) / Math.max(1, colours.length);
  const mean = { lightness: meanOf((c) => c.lightness), a: meanOf((c) => c.a), b: meanOf((c) => c.b) };
  const variance = meanOf((c) => (c.lightness - mean.lightness) ** 2);
  return { mean, roughness: colours.length > columnCount / 2 ? Math.sqrt(variance) : Number.POSITIVE_INFINITY };
}

function chromaBetween(p: Lab, q: Lab): number {
  return Math.hypot(p.a - q.a, p.b - q.b);
}

/** @returns null outside the picture. */
function colourAt({ widthPx, heightPx, data }: Raster, place: Point): Lab | null {
  const [x, y] = [Math.floor(place.x), Math.floor(place.y)];
  if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return null;
  const at = (y * widthPx + x) * 3;
  return labOf({ r: data[at], g: data[at + 1], b: data[at + 2] });
}
