/** Counts the faces of a picture and says whether it is a portrait or a group. */

import type { FaceBox } from '../../core/faces/face-box.ts';
import type { FoundObject } from '../../core/found-object.ts';
import { contains } from '../../core/measure.ts';
import type { PlaneSize } from '../../core/raster.ts';
import type { FoundTag } from './found-tag.ts';

/** The detector takes some patterns for faces. Below this score a face counts only inside a person. */
const certainScore = 0.75;
/** The detector misses faces below some 7 % of its window, so smaller windows are searched when no face is as large as this share. */
const largeShare = 0.14;
/** The face of a portrait fills at least this share of the picture's shorter side. */
const portraitShare = 0.2;
/** Faces of a group. */
const leastGroup = 3;
const leastWindowPx = 256;

/**
 * Searches the whole picture, and windows of half its size when no large face is found.
 * @param search returns the faces of windows of this size, px.
 * @returns the faces, the best first.
 */
export async function countFaces(
  search: (windowPx: number) => Promise<readonly FaceBox[]>,
  { widthPx, heightPx }: PlaneSize,
  things: readonly FoundObject[],
): Promise<readonly FaceBox[]> {
  const longPx = Math.max(widthPx, heightPx);
  const people = things.filter(({ label }) => label === 'person');
  const isFace = (face: FaceBox) => face.score >= certainScore || people.some(({ box }) => contains(box, face.centre));
  const whole = (await search(longPx)).filter(isFace);
  if (whole.some(({ sidePx }) => sidePx >= longPx * largeShare) || longPx / 2 < leastWindowPx) return whole;
  const near = (await search(longPx / 2)).filter(isFace);
  const isNew = (face: FaceBox) => !near.some((other) => isSame(face, other));
  return [...near, ...whole.filter(isNew)].toSorted((a, b) => b.score - a.score);
}

function isSame(a: FaceBox, b: FaceBox): boolean {
  return Math.hypot(a.centre.x - b.centre.x, a.centre.y - b.centre.y) < Math.max(a.sidePx, b.sidePx) / 2;
}

/** Without faces the tag is certain only as far as the detector is: half. */
const noFaceScore = 0.5;

export function peopleTags(faces: readonly FaceBox[], { widthPx, heightPx }: PlaneSize): FoundTag[] {
  if (faces.length === 0) return [{ tag: 'no-face', kind: 'people', score: noFaceScore, count: 0 }];
  const count = faces.length;
  const score = Math.min(...faces.map((face) => face.score));
  const number = count === 1 ? 'one-face' : count === 2 ? 'two-faces' : 'several-faces';
  const tags: FoundTag[] = [{ tag: number, kind: 'people', score, count }];
  const largest = Math.max(...faces.map(({ sidePx }) => sidePx));
  if (count === 1 && largest >= Math.min(widthPx, heightPx) * portraitShare) {
    tags.push({ tag: 'portrait', kind: 'people', score, count });
  }
  if (count >= leastGroup) tags.push({ tag: 'group', kind: 'people', score, count });
  return tags;
}
