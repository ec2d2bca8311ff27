/**
 * Restores a person of whom the matting network loses most, in a picture of any subject. Of a person who lies on the side it
 * often finds the head alone, while the person prior finds the body, too. After inference/infer-subject.ts; before
 * fill-solid.ts.
 */
import { pixelsAbove, pixelsBelow, type SmallMatte } from '../planes.ts';
import { distanceTo, regionsOf } from '../regions.ts';
import { restoreAreas } from './resolve-conflicts.ts';

/** Above this probability the prior is certain of the person. */
const certain = 0.9;
/**
 * A body is restored when the network sees at least the first share of it and loses at least the second share, although the
 * prior is certain there. Of 20 portraits turned by 90 degrees it loses 0.26 to 0.62 in twelve and at most 0.15 in the
 * others. Of 15 objects that the prior takes for people it loses at most 0.23, and it sees nothing of what else the prior
 * takes for a person (2026-11-30).
 */
const leastSeen = 0.1;
const leastLost = 0.25;
/**
 * Least depth of an area that is restored, and of a pixel within the body that is made opaque, as a share of the side of a
 * square as large as the body. The network decides on the outline.
 */
const leastDepth = 0.04;

/** @param prior the person prior on the plane of the matte. @returns the matte with the lost parts of people opaque. */
export function restorePerson(small: SmallMatte, prior: Float32Array): SmallMatte {
  let restored = small;
  for (const body of regionsOf(pixelsAbove(prior, 0.5), small)) {
    if (isLost(body, small.alpha, prior)) restored = { ...restored, alpha: restoreBody(body, restored, prior) };
  }
  return restored;
}

function isLost(body: Int32Array, alpha: Float32Array, prior: Float32Array): boolean {
  let [seen, lost] = [0, 0];
  for (const at of body) {
    if (alpha[at] > 0.5) seen += 1;
    else if (prior[at] > certain) lost += 1;
  }
  return seen >= leastSeen * body.length && lost >= leastLost * body.length;
}

function restoreBody(body: Int32Array, small: SmallMatte, prior: Float32Array): Float32Array {
  const ofBody = new Float32Array(prior.length);
  for (const at of body) ofBody[at] = prior[at];
  const depthPx = leastDepth * Math.sqrt(body.length);
  const depths = distanceTo(pixelsBelow(ofBody, 0.5), small);
  const restored = restoreAreas(small, ofBody, 0, depthPx);
  return restored.map((value, at) => (depths[at] > depthPx && ofBody[at] > certain ? 1 : value));
}
