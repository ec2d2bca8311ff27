/** Connected regions and distances on small planes, for deciding what belongs to the sitter. Four neighbours connect. */
import type { Rect } from '../../core/measure.ts';
import type { PlaneSize } from './planes.ts';

/** Calls `visit` with each pixel that shares a side with `at`. */
export function forNeighbours(at: number, { widthPx, heightPx }: PlaneSize, visit: (neighbour: number) => void): void {
  const x = at % widthPx;
  if (x > 0) visit(at - 1);
  if (x < widthPx - 1) visit(at + 1);
  if (at >= widthPx) visit(at - widthPx);
  if (at < widthPx * (heightPx - 1)) visit(at + widthPx);
}

/** The part of `inside` (ones and zeros) that is connected to any of the seeds, as ones. */
export function connectedTo(inside: Uint8Array, size: PlaneSize, seeds: Iterable<number>): Uint8Array {
  const region = new Uint8Array(inside.length);
  const stack: number[] = [];
  const visit = (at: number) => {
    if (!inside[at] || region[at]) return;
    region[at] = 1;
    stack.push(at);
  };
  for (const seed of seeds) visit(seed);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) forNeighbours(at, size, visit);
  return region;
}

/** All connected regions of `inside`, each as the list of its pixels. */
export function regionsOf(inside: Uint8Array, size: PlaneSize): readonly Int32Array[] {
  const rest = inside.slice();
  const queue = new Int32Array(inside.length);
  const regions: Int32Array[] = [];
  for (let seed = 0; seed < rest.length; seed++) {
    let [head, tail] = [0, 0];
    const take = (at: number) => {
      if (!rest[at]) return;
      rest[at] = 0;
      queue[tail++] = at;
    };
    take(seed);
    while (head < tail) forNeighbours(queue[head++], size, take);
    if (tail > 0) regions.push(queue.slice(0, tail));
  }
  return regions;
}

const diagonal = Math.SQRT2;

/** Distance of each pixel to the nearest one of `region`, px (chamfer: some per cent too long off the axes). */
export function distanceTo(region: Uint8Array, size: PlaneSize): Float32Array {
  const distances = new Float32Array(region.length);
  for (let i = 0; i < region.length; i++) distances[i] = region[i] ? 0 : Number.POSITIVE_INFINITY;
  const { widthPx } = size;
  // Two sweeps, each looking back at the row before and the pixel before; the second runs over the plane backwards.
  for (let i = 0; i < distances.length; i++) lookBack(distances, i, i % widthPx, widthPx, 1);
  for (let i = distances.length - 1; i >= 0; i--) lookBack(distances, i, widthPx - 1 - (i % widthPx), widthPx, -1);
  return distances;
}

/** @param x column counted in the sweep's direction; `forward` is 1 or -1. */
function lookBack(distances: Float32Array, at: number, x: number, widthPx: number, forward: 1 | -1): void {
  // Pixels before the first row are undefined, and no comparison with undefined holds.
  const above = at - forward * widthPx;
  let best = distances[at];
  if (distances[above] + 1 < best) best = distances[above] + 1;
  if (x > 0) {
    if (distances[at - forward] + 1 < best) best = distances[at - forward] + 1;
    if (distances[above - forward] + diagonal < best) best = distances[above - forward] + diagonal;
  }
  if (x < widthPx - 1 && distances[above + forward] + diagonal < best) best = distances[above + forward] + diagonal;
  distances[at] = best;
}

/** A part of a box, in shares of the box from its upper left corner; beyond 1 it lies outside. */
export interface BoxPart {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The pixels that a part of a box covers on a plane that shows `region`; box and region in px of the photo. */
export function boxPixels(box: Rect, part: BoxPart, plane: PlaneSize, region: Rect): number[] {
  const place = (start: number, length: number, share: number, from: number, scale: number, limit: number) =>
    Math.max(0, Math.min(limit, Math.round((start + share * length - from) * scale)));
  const column = (share: number) =>
    place(box.leftPx, box.widthPx, share, region.leftPx, plane.widthPx / region.widthPx, plane.widthPx);
  const row = (share: number) =>
    place(box.topPx, box.heightPx, share, region.topPx, plane.heightPx / region.heightPx, plane.heightPx);
  const pixels: number[] = [];
  for (let y = row(part.top); y < row(part.bottom); y++) {
    for (let x = column(part.left); x < column(part.right); x++) pixels.push(y * plane.widthPx + x);
  }
  return pixels;
}
