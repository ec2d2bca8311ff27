/**
 * Where the source picture ends inside the photo's frame: what resample.ts went on with beyond it is cut off or
 * counted.
 */
import { type Affine, apply, invert, type Point } from '../../core/measure.ts';
import type { Cutout } from '../../core/raster.ts';
import type { Size } from './resample.ts';

/**
 * Makes the rendered cutout transparent beyond the edges of its source, in place; the edge itself is blended, without
 * stairs.
 * @param map from px of the source to px of `picture`.
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

/** How far the frame reaches beyond the source at most, photo px; 0 or less when it lies inside. */
export function missingDepth(source: Size, map: Affine, { widthPx, heightPx }: Size): number {
  const corners = [0, widthPx].flatMap((x) => [0, heightPx].map((y) => ({ x, y })));
  return -Math.min(...corners.map(depthInside(source, map)));
}

/** Distance of a photo point from the source's nearest edge, photo px, negative outside. */
function depthInside({ widthPx, heightPx }: Size, map: Affine): (p: Point) => number {
  const back = invert(map);
  const scale = Math.hypot(map.a, map.b);
  return (p) => {
    const { x, y } = apply(back, p);
    return Math.min(x, widthPx - x, y, heightPx - y) * scale;
  };
}
