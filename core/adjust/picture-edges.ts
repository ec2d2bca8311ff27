/** Measures where the edges of the picture are in the frame of a photo. */
import { type Affine, apply, invert, type Point } from '../measure.ts';

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
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
export function depthInside({ widthPx, heightPx }: Size, map: Affine): (p: Point) => number {
  const back = invert(map);
  const scale = Math.hypot(map.a, map.b);
  return (p) => {
    const { x, y } = apply(back, p);
    return Math.min(x, widthPx - x, y, heightPx - y) * scale;
  };
}
