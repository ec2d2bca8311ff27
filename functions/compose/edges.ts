/**
 * Treats the edges of the source picture inside the frame of the photo. resample.ts repeats the outermost pixels beyond
 * them; here that part is cut off or measured.
 */
import { type Affine, apply, invert, type Point } from '../../core/measure.ts';
import type { Cutout } from '../../core/raster.ts';
import type { Size } from './resample.ts';

/**
 * Makes the rendered cutout transparent beyond the edges of its source, in place. The edge is blended, without steps.
 * @param map maps px of the source to px of `picture`.
 */
export function endAtEdges(picture: Cutout, source: Size, map: Affine): void {
  if (missingDepth(source, map, picture) <= 0) return;
  const { widthPx, heightPx, data } = picture;
  const depthAt = depthInside(source, map);
  for (let y = 0, at = 3; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 4) {
      const covered = Math.min(1, Math.max(0, depthAt({ x: x + 0.5, y: y + 0.5 }) + 0.5));
      data[at] = Math.round(data[at] * covered);
    }
  }
}

/** Returns the largest distance by which the frame exceeds the source, px of the photo; 0 or less when it is inside. */
export function missingDepth(source: Size, map: Affine, { widthPx, heightPx }: Size): number {
  const corners = [0, widthPx].flatMap((x) => [0, heightPx].map((y) => ({ x, y })));
  return -Math.min(...corners.map(depthInside(source, map)));
}

/**
 * Returns a function for the distance of a point from the nearest edge of the source, both in px of the photo; negative
 * outside.
 */
function depthInside({ widthPx, heightPx }: Size, map: Affine): (p: Point) => number {
  const back = invert(map);
  const scale = Math.hypot(map.a, map.b);
  return (p) => {
    const { x, y } = apply(back, p);
    return Math.min(x, widthPx - x, y, heightPx - y) * scale;
  };
}
