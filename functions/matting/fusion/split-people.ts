/**
 * Separates people who touch in the picture. Each pixel is given to the person from whom the path to it crosses the least
 * contrast. Used by fuse.ts when there is more than one face.
 */

import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { Rect } from '../../../core/measure.ts';
import type { SmallMatte } from '../planes.ts';
import { type BoxPart, boxPixels, forNeighbours } from '../regions.ts';

/** A step costs 1 plus this times the colour difference (0..3): enough that a detour is cheaper than crossing a sleeve's edge. */
const contrastCost = 300;
const maxCost = 1 + 3 * contrastCost;

/**
 * @param people ones where any person is visible.
 * @param faces all faces, the person's first. @param wanted the number of people that are kept.
 * @returns ones where the pixel belongs to the person.
 */
export function personShare(
  people: Uint8Array,
  small: SmallMatte,
  region: Rect,
  faces: readonly MeasuredFace[],
  wanted = 1,
): Uint8Array {
  const owner = new Uint8Array(people.length);
  // Dial's algorithm: costs are small whole numbers, so the queue is a ring of lists, one for each cost.
  const ring: number[][] = Array.from({ length: maxCost + 1 }, () => []);
  faces.forEach((face, index) => {
    for (const at of ownParts.flatMap((part) => boxPixels(face.box, part, small, region))) {
      if (!people[at] || owner[at]) continue;
      owner[at] = index + 1;
      ring[0].push(at);
    }
  });
  spread(owner, ring, people, small);
  return owner.map((index) => Number(index >= 1 && index <= wanted));
}

/** Writes into `owner` the number of the nearest person by path cost. @param ring the queue, with the first pixels at cost 0. */
function spread(owner: Uint8Array, ring: number[][], people: Uint8Array, small: SmallMatte): void {
  const best = Float64Array.from(owner, (index) => (index ? 0 : Number.POSITIVE_INFINITY));
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
  // A step costs less than the length of the ring, so the queue is empty after a full turn of empty lists.
  for (let cost = 0, emptyLists = 0; emptyLists < ring.length; cost++) {
    const list = ring[cost % ring.length].splice(0);
    emptyLists = list.length > 0 ? 0 : emptyLists + 1;
    for (const at of list) if (best[at] === cost) forNeighbours(at, small, (to) => step(at, to, cost));
  }
}

/** The parts that certainly belong to the person of a face: the face, and the chest below it. */
const ownParts: readonly BoxPart[] = [
  { left: 0.15, right: 0.85, top: 0.1, bottom: 1 },
  { left: 0.1, right: 0.9, top: 1, bottom: 2.2 },
];
