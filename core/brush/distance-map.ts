/** Measures how far the pixels around a stroke are from its line. */
import type { Point } from '../measure.ts';
import type { PlaneSize } from '../raster.ts';

/** The distances on a grid of places in the picture. */
export interface DistanceMap extends PlaneSize {
  /** The pixel of the picture at the upper left place. */
  readonly left: number;
  readonly top: number;
  /** Pixels of the picture from place to place. */
  readonly step: number;
  /** Squares of the distances, px; infinite beyond the reach. Rows from top to bottom. */
  readonly squares: Float32Array;
  /** The first place within reach in each row, and the one after the last; both 0 in a row without any. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Returns the distances of the places within reach of a line; null when none of them is in the picture.
 * @param line its corners, px of the picture; one point is a dot.
 */
export function distanceMap(
  line: readonly Point[],
  reachPx: number,
  step: number,
  picture: PlaneSize,
): DistanceMap | null {
  const [xs, ys] = [line.map(({ x }) => x), line.map(({ y }) => y)];
  const left = Math.max(0, Math.floor(Math.min(...xs) - reachPx));
  const top = Math.max(0, Math.floor(Math.min(...ys) - reachPx));
  const right = Math.min(picture.widthPx, Math.ceil(Math.max(...xs) + reachPx));
  const bottom = Math.min(picture.heightPx, Math.ceil(Math.max(...ys) + reachPx));
  if (right <= left || bottom <= top) return null;
  const [widthPx, heightPx] = [Math.ceil((right - left) / step), Math.ceil((bottom - top) / step)];
  const map = {
    ...{ left, top, step, widthPx, heightPx },
    squares: new Float32Array(widthPx * heightPx).fill(Number.POSITIVE_INFINITY),
    starts: new Int32Array(heightPx),
    ends: new Int32Array(heightPx),
  };
  const corners = line.length > 1 ? line.slice(1) : line;
  for (const [at, corner] of corners.entries()) addSegment(map, line[at], corner, reachPx);
  return map;
}

/** Lowers the distances of the places that are nearer to this segment than to those before. */
function addSegment(map: DistanceMap, from: Point, to: Point, reachPx: number): void {
  const { top, step, heightPx } = map;
  const [highest, lowest] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const firstRow = Math.max(0, Math.floor((highest - reachPx - top) / step));
  const lastRow = Math.min(heightPx - 1, Math.ceil((lowest + reachPx - top) / step));
  // The way in x for one px in y.
  const lean = to.y === from.y ? 0 : (to.x - from.x) / (to.y - from.y);
  for (let row = firstRow; row <= lastRow; row++) {
    const y = top + row * step + 0.5;
    // The part of the segment that is within reach of the row.
    const [above, below] = [Math.max(highest, y - reachPx), Math.min(lowest, y + reachPx)];
    const one = lean === 0 ? from.x : from.x + (above - from.y) * lean;
    const other = lean === 0 ? to.x : from.x + (below - from.y) * lean;
    addRow(map, row, { from, to }, Math.min(one, other) - reachPx, Math.max(one, other) + reachPx, reachPx);
  }
}

/** Lowers the distances of one row between two places, px of the picture. */
function addRow(
  { left, top, step, widthPx, squares, starts, ends }: DistanceMap,
  row: number,
  { from, to }: { readonly from: Point; readonly to: Point },
  leftPx: number,
  rightPx: number,
  reachPx: number,
): void {
  const first = Math.max(0, Math.floor((leftPx - left) / step));
  const end = Math.min(widthPx, Math.ceil((rightPx - left) / step) + 1);
  if (end <= first) return;
  starts[row] = ends[row] === 0 ? first : Math.min(starts[row], first);
  ends[row] = Math.max(ends[row], end);
  const [wayX, wayY] = [to.x - from.x, to.y - from.y];
  const square = wayX * wayX + wayY * wayY;
  const offY = top + row * step + 0.5 - from.y;
  for (let column = first, at = row * widthPx + first; column < end; column++, at++) {
    const offX = left + column * step + 0.5 - from.x;
    const along = square === 0 ? 0 : Math.min(1, Math.max(0, (offX * wayX + offY * wayY) / square));
    const awayX = offX - along * wayX;
    const awayY = offY - along * wayY;
    const away = awayX * awayX + awayY * awayY;
    if (away <= reachPx * reachPx && away < squares[at]) squares[at] = away;
  }
}
