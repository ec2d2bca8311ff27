/**
 * Joins the two opinions on the person: the person prior decides what belongs to them, the matting network where the
 * edge runs. The network alone loses shirts and adds walls; the prior alone has no hair. Before it: infer.ts and
 * person.ts, and weigh-opinions.ts as its first step; after it: solid.ts. Figures: docs/decisions/0005-fusion.md.
 */
import { PhotoRejected } from '../../../core/errors.ts';
import type { Rect } from '../../../core/measure.ts';
import type { MeasuredFace } from '../face/face-mesh.ts';
import { pixelsWhere, type SmallMatte } from '../planes.ts';
import { connectedTo, distanceTo, regionsOf } from '../regions.ts';
import { bodyOf } from './person-prior.ts';
import { resolveConflicts } from './resolve-conflicts.ts';
import { personShare } from './split-people.ts';

/** The prior is sure above and below these; between them the network speaks. */
const surePerson = 0.9;
const sureBackdrop = 0.1;
/**
 * What the network adds where the prior sees nobody is hair, a hat or a hood, and is kept, when it starts at the body,
 * reaches no farther than this and is no larger than that; a wall or a car is farther and larger. In face widths and
 * their square; tuned on people with ground truth.
 */
const addition = { reach: 0.35, area: 0.5, start: 0.1, minAlpha: 0.3 } as const;

/**
 * @param likely the prior's probability, of the same size as `seen`. @param faces everyone found in the photo, the person first.
 * @returns the small matte with its alpha decided.
 * @throws PhotoRejected `no-person` when the prior sees nobody around the face.
 */
export function fuse(seen: SmallMatte, likely: Float32Array, region: Rect, faces: readonly MeasuredFace[]): SmallMatte {
  const [face] = faces;
  const { alpha: opacity, prior } = resolveConflicts(seen, likely, region, face);
  const small = { ...seen, alpha: opacity };
  const anyone = bodyOf(prior, small, region, face);
  const own = faces.length > 1 ? personShare(visiblePeople(small, prior), small, region, faces) : null;
  const body = own ? anyone.map((inside, i) => inside & own[i]) : anyone;
  if (!body.includes(1)) throw new PhotoRejected('no-person');
  const faceWidthPx = (face.box.widthPx * small.widthPx) / region.widthPx;
  const distance = distanceTo(body, small);
  const kept = additionsToKeep(small, prior, distance, faceWidthPx);
  const alpha = new Float32Array(small.alpha.length);
  for (let i = 0; i < alpha.length; i++) {
    if (own?.[i] === 0) continue;
    if (prior[i] < sureBackdrop) alpha[i] = kept[i] ? small.alpha[i] : 0;
    else if (prior[i] > surePerson) alpha[i] = body[i];
    else if (distance[i] <= addition.reach * faceWidthPx) alpha[i] = small.alpha[i];
  }
  return { ...small, alpha: dropStray(alpha, small, body) };
}

function visiblePeople({ alpha }: SmallMatte, prior: Float32Array): Uint8Array {
  return pixelsWhere(prior, (value, i) => value >= sureBackdrop || alpha[i] > addition.minAlpha);
}

function additionsToKeep(
  small: SmallMatte,
  prior: Float32Array,
  distance: Float32Array,
  faceWidthPx: number,
): Uint8Array {
  const added = pixelsWhere(prior, (value, i) => value < sureBackdrop && small.alpha[i] > addition.minAlpha);
  const kept = new Uint8Array(added.length);
  for (const pixels of regionsOf(added, small)) {
    let [nearest, farthest] = [Number.POSITIVE_INFINITY, 0];
    for (const at of pixels) {
      nearest = Math.min(nearest, distance[at]);
      farthest = Math.max(farthest, distance[at]);
    }
    const startsAtBody = nearest <= addition.start * faceWidthPx + 2;
    const fits = farthest <= addition.reach * faceWidthPx && pixels.length <= addition.area * faceWidthPx ** 2;
    if (startsAtBody && fits) for (const at of pixels) kept[at] = 1;
  }
  return kept;
}

/** Opacity that hangs together with the body; specks and other people's edges go. */
function dropStray(alpha: Float32Array, size: SmallMatte, body: Uint8Array): Float32Array {
  const visible = pixelsWhere(alpha, (value) => value > 0.05);
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
