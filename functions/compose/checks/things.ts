/** Finds the thing or second person that the detector saw at the person of the photo. only-person.ts reports it. */
import type { FoundObject } from '../../../core/found-object.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { commonArea, contains, type Point, type Rect } from '../../../core/measure.ts';
import type { Cutout } from '../../../core/raster.ts';

/**
 * What an office does not want in a photo and people hold, wear or sit on. Ties are clothing. Things that stand far behind,
 * such as plants and televisions, are left to the check of the background.
 */
const unwanted: ReadonlySet<string> = new Set([
  ...['cell-phone', 'remote', 'laptop', 'book', 'cup', 'wine-glass', 'bottle', 'bowl', 'fork', 'knife', 'spoon'],
  ...['banana', 'apple', 'orange', 'sandwich', 'hot-dog', 'pizza', 'donut', 'cake', 'carrot'],
  ...['backpack', 'handbag', 'umbrella', 'suitcase', 'teddy-bear', 'scissors', 'toothbrush', 'hair-drier'],
  ...['sports-ball', 'frisbee', 'tennis-racket', 'baseball-bat', 'baseball-glove', 'kite', 'skateboard'],
  ...['cat', 'dog', 'bird', 'chair', 'couch', 'bench', 'bed'],
]);

/** Scores below it are guesses: on 33 real pictures without such things the greatest was 0.46, of a traffic light. */
export const sureScore = 0.5;
/** This share of a box must be of the cutout; a thing that only stands near shares less. */
const leastTouching = 0.1;
/** Photos end at most this far below the eyes, in distances from eyes to chin. */
const photoReach = 2.5;
/** Two boxes of one person share more than this of the smaller one. */
const samePersonShare = 0.6;

/** Returns the surest unwanted thing at the person; null when there is none, or nothing was looked for. */
export function thingAt(
  { objects, head }: Pick<HeadMeasurements, 'objects' | 'head'>,
  cutout: Cutout,
): FoundObject | null {
  if (!objects || !head) return null;
  const lowestPx = head.eyeMiddle.y + photoReach * head.chinPx;
  const people = objects.filter(({ label }) => label === 'person');
  const own = people.find(({ box }) => contains(box, head.eyeMiddle));
  const isOther = (one: FoundObject) =>
    one.label === 'person'
      ? own !== undefined && one !== own && !isSamePerson(one, own, head.eyeMiddle)
      : unwanted.has(one.label);
  // The detector lists the best first.
  const found = objects.find(
    (one) =>
      one.score >= sureScore &&
      isOther(one) &&
      one.box.topPx < lowestPx &&
      shareOpaque(one.box, cutout) >= leastTouching,
  );
  return found ?? null;
}

function isSamePerson({ box }: FoundObject, own: FoundObject, eyes: Point): boolean {
  if (contains(box, eyes)) return true;
  const smallerPx = Math.min(areaOf(box), areaOf(own.box));
  return commonArea(box, own.box) > samePersonShare * smallerPx;
}

const areaOf = ({ widthPx, heightPx }: Rect): number => widthPx * heightPx;

/** Places that are looked at along each side of a box. */
const samples = 16;

/** Returns the share of a box that is of the cutout, 0..1. */
function shareOpaque({ leftPx, topPx, widthPx, heightPx }: Rect, cutout: Cutout): number {
  let count = 0;
  for (let at = 0; at < samples ** 2; at++) {
    const x = Math.floor(leftPx + (((at % samples) + 0.5) * widthPx) / samples);
    const y = Math.floor(topPx + ((Math.floor(at / samples) + 0.5) * heightPx) / samples);
    if (cutout.data[(y * cutout.widthPx + x) * 4 + 3] > 127) count++;
  }
  return count / samples ** 2;
}
