/**
 * Joins the person prior and the matting network's matte. The prior decides which parts belong to the person, the network
 * where the edge runs. The network alone loses shirts and adds walls; the prior alone has no hair. Conflicts between the two
 * are resolved first (resolve-conflicts.ts). Before it: inference/infer.ts and person-prior.ts; after it: fill-solid.ts. Figures: docs/decisions/0005-fusion.md.
 */
import { PhotoRejected } from '../../../core/errors.ts';
import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { Rect } from '../../../core/measure.ts';
import { pixelsAbove, pixelsBelow, pixelsWhere, type SmallMatte } from '../planes.ts';
import { connectedTo, distanceTo, regionsOf } from '../regions.ts';
import { pxPerSmallPx } from '../settle-opacity.ts';
import { decideHaze } from './decide-haze.ts';
import { bodyOf } from './person-prior.ts';
import { resolveConflicts } from './resolve-conflicts.ts';
import { sanePrior } from './sane-prior.ts';
import { personShare } from './split-people.ts';

/** The prior decides above the first and below the second probability, the network in between. */
const certainPerson = 0.9;
const certainBackground = 0.1;
/**
 * Depth of the rim of the prior's body in which the network decides although the prior is certain, face widths. The prior has
 * 256 px, so its outline is accurate to some px of the photo, and it fills the gaps between curls.
 */
const rimDepth = 0.1;
/**
 * Px of the photo for each px of the small matte: up to the first value there is no rim, from the second on it has its full
 * depth. In a photo with fewer pixels the network has no gaps between curls to show.
 */
const rimFrom = 0.9;
const rimFull = 1.4;
/**
 * Where the prior shows no person, an area of the network's matte is kept as hair, a hat or a hood when it is near and
 * small. A wall or a car reaches farther and is larger. Tuned on people with ground truth.
 */
const addition = {
  /** Largest distance to the body, face widths. */
  reach: 0.35,
  /** Largest area, face widths squared. */
  area: 0.5,
  /** Largest distance between the body and the nearest pixel of the area, face widths. */
  start: 0.1,
  /** Pixels of the area have more opacity than this, 0..1. */
  minAlpha: 0.3,
} as const;

/**
 * @param inferred the network's matte. @param probability the prior at the same size.
 * @param faces all faces of the photo, the person's first. @param wanted the number of people that are kept, 1 or 2.
 * @returns the network's matte with the opacity decided by both.
 * @throws PhotoRejected `no-person` when the prior shows no person at the face.
 */
export function fuse(
  inferred: SmallMatte,
  probability: Float32Array,
  region: Rect,
  faces: readonly MeasuredFace[],
  wanted = 1,
): SmallMatte {
  const [face] = faces;
  const seen = { alpha: inferred.alpha, prior: sanePrior(inferred, probability, region, face) };
  const { alpha: opacity, prior, trust } = resolveConflicts(inferred, seen.prior, region, face);
  const small = { ...inferred, alpha: opacity };
  const bodies = faces.slice(0, wanted).map((one) => bodyOf(prior, small, region, one));
  const everyone = bodies.reduce((all, one) => all.map((inside, i) => inside | one[i]));
  const own = faces.length > wanted ? personShare(visiblePeople(small, prior), small, region, faces, wanted) : null;
  const body = own ? everyone.map((inside, i) => inside & own[i]) : everyone;
  if (!body.includes(1)) throw new PhotoRejected('no-person');
  const faceWidthPx = (face.box.widthPx * small.widthPx) / region.widthPx;
  const distance = distanceTo(body, small);
  const kept = additionsToKeep(small, prior, distance, faceWidthPx);
  const depth = distanceTo(pixelsBelow(prior, 0.5), small);
  const rimShown = Math.max(0, Math.min(1, (pxPerSmallPx(small, region) - rimFrom) / (rimFull - rimFrom)));
  const alpha = new Float32Array(small.alpha.length);
  for (let i = 0; i < alpha.length; i++) {
    if (own?.[i] === 0) continue;
    if (prior[i] < certainBackground) alpha[i] = kept[i] ? small.alpha[i] : 0;
    else if (prior[i] > certainPerson) {
      const byNetwork = trust * rimShare(depth[i] / (rimDepth * rimShown * faceWidthPx));
      alpha[i] = body[i] * (1 - byNetwork * (1 - small.alpha[i]));
    } else if (distance[i] <= addition.reach * faceWidthPx) alpha[i] = small.alpha[i];
  }
  const decided = decideHaze({ ...small, alpha }, seen, faceWidthPx);
  return { ...small, alpha: dropStray(decided, small, body) };
}

/** @returns 1 in the outer half of the rim, less towards its inner end, 0 beyond. @param depth 1 at the inner end. */
function rimShare(depth: number): number {
  return Math.max(0, Math.min(1, 2 - 2 * depth));
}

/** @returns ones where a person is visible, by the prior or by the network. */
function visiblePeople({ alpha }: SmallMatte, prior: Float32Array): Uint8Array {
  return pixelsWhere(prior, (value, i) => value >= certainBackground || alpha[i] > addition.minAlpha);
}

/** @returns ones where the network adds to the prior and the area fits {@link addition}. */
function additionsToKeep(
  small: SmallMatte,
  prior: Float32Array,
  distance: Float32Array,
  faceWidthPx: number,
): Uint8Array {
  const added = pixelsWhere(prior, (value, i) => value < certainBackground && small.alpha[i] > addition.minAlpha);
  const kept = new Uint8Array(added.length);
  for (const pixels of regionsOf(added, small)) {
    let [nearest, farthest] = [Number.POSITIVE_INFINITY, 0];
    for (const at of pixels) {
      nearest = Math.min(nearest, distance[at]);
      farthest = Math.max(farthest, distance[at]);
    }
    const beginsAtBody = nearest <= addition.start * faceWidthPx + 2;
    const fits = farthest <= addition.reach * faceWidthPx && pixels.length <= addition.area * faceWidthPx ** 2;
    if (beginsAtBody && fits) for (const at of pixels) kept[at] = 1;
  }
  return kept;
}

/** Clears in `alpha` what is not connected to the body: specks and the edges of other people. @returns `alpha`. */
function dropStray(alpha: Float32Array, size: SmallMatte, body: Uint8Array): Float32Array {
  const visible = pixelsAbove(alpha, 0.05);
  const own = connectedTo(visible, size, placesOf(body));
  for (let at = 0; at < alpha.length; at++) if (!own[at]) alpha[at] = 0;
  return alpha;
}

function placesOf(mask: Uint8Array): Int32Array {
  const places = new Int32Array(mask.length);
  let count = 0;
  for (let at = 0; at < mask.length; at++) if (mask[at]) places[count++] = at;
  return places.subarray(0, count);
}
