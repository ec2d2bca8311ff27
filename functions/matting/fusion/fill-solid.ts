/**
 * Makes solid what is opaque through and through: where the network says «nearly opaque» over a whole neighbourhood there
 * is no edge and no strand, only its doubt, and the new backdrop would shine through a sleeve. Before it: join.ts or
 * infer-subject.ts; after it: refine.ts. Figures: docs/decisions/0018-conflicts.md.
 */
import { pixelsWhere, type SmallMatte } from '../planes.ts';
import { distanceTo } from '../regions.ts';

/** From here on opacity is nearly full. On pictures with ground truth 0.75 gained no more and hardened thin hair. */
const nearlyOpaque = 0.85;
/** Opacity begins to rise this far from the nearest pixel below, px of the small matte, and is full at twice as far. */
const depthPx = 4;

/** @returns the matte with its solid parts opaque; edges, as wide as they are soft, stay as they were. */
export function makeSolid<M extends SmallMatte>(small: M): M {
  const softer = pixelsWhere(small.alpha, (value) => value < nearlyOpaque);
  const distances = distanceTo(softer, small);
  const alpha = small.alpha.slice();
  for (let at = 0; at < alpha.length; at++) {
    if (distances[at] > depthPx) alpha[at] += Math.min(1, distances[at] / depthPx - 1) * (1 - alpha[at]);
  }
  return { ...small, alpha };
}
