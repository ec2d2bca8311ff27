/** Leaves points out of a line that is painted by hand. */
import type { StrokePoint } from '../../../core/brush/stroke.ts';

/** The line may move by this share of the brush's radius. */
const mostOff = 0.12;

/**
 * Returns the corners of the line (Douglas and Peucker, 1973), with four decimal places.
 * @param radius a share of the picture's height. @param ratio width of the picture by its height.
 */
export function simplified(points: readonly StrokePoint[], radius: number, ratio: number): StrokePoint[] {
  return kept(points, radius * mostOff, ratio).map(([x, y]) => [Number(x.toFixed(4)), Number(y.toFixed(4))]);
}

function kept(points: readonly StrokePoint[], most: number, ratio: number): readonly StrokePoint[] {
  const [first, last] = [points[0], points[points.length - 1]];
  let farthest = 0;
  let away = most;
  for (let at = 1; at < points.length - 1; at++) {
    const off = distance(points[at], first, last, ratio);
    if (off > away) [farthest, away] = [at, off];
  }
  if (farthest > 0) {
    return [
      ...kept(points.slice(0, farthest + 1), most, ratio).slice(0, -1),
      ...kept(points.slice(farthest), most, ratio),
    ];
  }
  const isDab = Math.hypot((last[0] - first[0]) * ratio, last[1] - first[1]) <= most;
  return isDab ? [first] : [first, last];
}

/** Returns the distance of a point from the way between two others, as a share of the picture's height. */
function distance(point: StrokePoint, from: StrokePoint, to: StrokePoint, ratio: number): number {
  const [wayX, wayY] = [(to[0] - from[0]) * ratio, to[1] - from[1]];
  const [offX, offY] = [(point[0] - from[0]) * ratio, point[1] - from[1]];
  const square = wayX * wayX + wayY * wayY;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, (offX * wayX + offY * wayY) / square));
  return Math.hypot(offX - along * wayX, offY - along * wayY);
}
