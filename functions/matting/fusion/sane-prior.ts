/**
 * Notices a person prior that has failed: it takes the background for the person, as in some grey photos, while the network
 * finds the person. Before it: person-prior.ts; part of fuse.ts.
 */

import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { Rect } from '../../../core/measure.ts';
import type { SmallMatte } from '../planes.ts';

/** Above this probability the prior claims a pixel; below the opacity the network calls it clear. */
const claimedFrom = 0.5;
const clearBelow = 0.1;
/**
 * The prior has failed when it claims this share of the region's rim above the chin and the network calls it clear. Of 73
 * portraits one had such a share, 0.88; the others had at most 0.06.
 */
const failedShare = 0.2;

/** @returns the prior, or the network's own opacity in its place when the prior has failed. */
export function sanePrior(small: SmallMatte, prior: Float32Array, region: Rect, face: MeasuredFace): Float32Array {
  return wronglyClaimedRim(small, prior, region, face) > failedShare ? small.alpha : prior;
}

/** @returns the share of the region's rim above the chin that the prior claims for the person and the network calls clear. */
function wronglyClaimedRim(small: SmallMatte, prior: Float32Array, region: Rect, face: MeasuredFace): number {
  const { widthPx, heightPx, alpha } = small;
  const chinRow = ((face.landmarks.chin.y - region.topPx) * heightPx) / region.heightPx;
  const isWrong = (at: number) => Number(prior[at] > claimedFrom && alpha[at] < clearBelow);
  let [rim, wrong] = [widthPx, 0];
  for (let x = 0; x < widthPx; x++) wrong += isWrong(x);
  for (let y = 1; y < Math.min(heightPx, chinRow); y++) {
    rim += 2;
    wrong += isWrong(y * widthPx) + isWrong((y + 1) * widthPx - 1);
  }
  return wrong / rim;
}
