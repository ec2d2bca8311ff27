/**
 * Treats the edges of the source picture inside the frame of the photo. resample.ts repeats the outermost pixels beyond
 * them; here that part is cut off.
 */
import { depthInside, missingDepth } from '../../core/adjust/picture-edges.ts';
import type { Affine } from '../../core/measure.ts';
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
