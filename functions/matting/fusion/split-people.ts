/**
 * Parts people who touch in the picture: each pixel goes to the person it is reached from along the way that crosses
 * the least contrast. Used by join.ts when more than one face was found.
 */
import type { Rect } from '../../../core/measure.ts';
import type { MeasuredFace } from '../face/face-mesh.ts';
import type { SmallMatte } from '../planes.ts';
import { type BoxPart, boxPixels, forNeighbours } from '../regions.ts';

/** Cost of a step is 1 plus this times the colour difference (0..3); high enough that a sleeve's edge outweighs a detour. */
const contrastCost = 300;
const maxCost = 1 + 3 * contrastCost;

/**
 * @param people pixels that show anybody, as ones.
 * @param faces the person first.
 * @returns ones where the pixel belongs to the person.
 */
export function personShare(
  people: Uint8Array,
  small: SmallMatte,
  region: Rect,
  faces: readonly MeasuredFace[],
): Uint8Array {
  const owner = new Uint8Array(people.length);
  // Dial's algorithm: costs are small whole numbers, so a ring of lists is the queue.
  const ring: number[][] = Array.from({ length: maxCost + 1 }, () => []);
  faces.forEach((face, index) => {
    for (const at of ownParts.flatMap((part) => boxPixels(face.box, part, small, region))) {
      if (!people[at] || owner[at]) continue;
      owner[at] = index + 1;
      ring[0].push(at);
    }
  });
  spread(owner, ring, people, small);
  return owner.map((who) => Number(who === 1));
}

function spread(owner: Uint8Array, ring: number[][], people: Uint8Array, small: SmallMatte): void {
  const best = Float64Array.from(owner, (who) => (who ? 0 : Number.POSITIVE_INFINITY));
  const [red, green, blue] = small.guide;
  const step = (from: number, to: number, cost: number) => {
    if (!people[to]) return;
    const contrast =
      Math.abs(red[from] - red[to]) + Math.abs(green[from] - green[to]) + Math.abs(blue[from] - blue[to]);
    const total = cost + 1 + Math.round(contrast * contrastCost);
    if (total >= best[to]) return;
    best[to] = total;
    owner[to] = owner[from];
    ring[total % ring.length].push(to);
  };
  // No step costs more than the ring is long, so a whole turn of empty lists is the end.
  for (let cost = 0, emptyLists = 0; emptyLists < ring.length; cost++) {
    const list = ring[cost % ring.length].splice(0);
    emptyLists = list.length > 0 ? 0 : emptyLists + 1;
    for (const at of list) if (best[at] === cost) forNeighbours(at, small, (to) => step(at, to, cost));
  }
}

/** What is surely one's own: the face, and the chest below it. */
const ownParts: readonly BoxPart[] = [
  { left: 0.15, right: 0.85, top: 0.1, bottom: 1 },
  { left: 0.1, right: 0.9, top: 1, bottom: 2.2 },
];
