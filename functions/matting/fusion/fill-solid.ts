/**
 * Makes areas opaque that the network calls nearly opaque throughout. Such an area has no edge and no strand of hair; the
 * network is only uncertain there, and the new backdrop would shine through a sleeve. Before it: fuse.ts or
 * infer-subject.ts; after it: refine.ts. Figures: docs/decisions/0018-conflicts.md.
 */
import { pixelsBelow, type SmallMatte } from '../planes.ts';
import { distanceTo } from '../regions.ts';

/** Opacity, 0..1, from which a pixel is nearly opaque. On pictures with ground truth 0.75 gave no gain and hardened thin hair. */
const nearlyOpaque = 0.85;
/** Opacity rises from this distance to the nearest softer pixel on, px of the small matte, and is full at twice the distance. */
const depthPx = 4;

/** @returns the matte with its solid areas opaque. Soft edges stay, however wide they are. */
export function fillSolid<M extends SmallMatte>(small: M): M {
  const softer = pixelsBelow(small.alpha, nearlyOpaque);
  const distances = distanceTo(softer, small);
  const alpha = small.alpha.slice();
  for (let at = 0; at < alpha.length; at++) {
    if (distances[at] > depthPx) alpha[at] += Math.min(1, distances[at] / depthPx - 1) * (1 - alpha[at]);
  }
  return { ...small, alpha };
}
