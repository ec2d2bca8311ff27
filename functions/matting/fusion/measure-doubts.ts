/**
 * Measures how doubtful a cutout is: areas that are half clear or that both person prior and network call half clear, although
 * no edge is near, areas where the two contradict each other, areas that stay although the network denies them with more certainty, and things
 * at the head. Compose makes the checks `cutout` and
 * `only-person` of it. After fuse.ts and fill-solid.ts.
 */
import type { CutoutDoubts } from '../../../core/head.ts';
import type { Rect } from '../../../core/measure.ts';
import type { PlaneSize } from '../../../core/raster.ts';
import { inverted, pixelsWhere, type SmallMatte } from '../planes.ts';
import { type BoxPart, boxOnPlane, distanceTo, regionsOf } from '../regions.ts';

/** Between these opacities a pixel is half clear. */
const halfClear = { from: 0.2, to: 0.8 };
/** One estimate claims a pixel above the first probability, the other denies it below the second. */
const claimed = 0.8;
const denied = 0.2;
/** Only what is deeper than this is an area, face widths; the rest is an edge. Soft hair is deeper in few pixels. */
const hazeDepth = 0.08;
const conflictDepth = 0.06;
/** The network denies a pixel below this opacity, and the cutout keeps it above the other. */
const kept = { deniedBelow: 0.1, from: 0.5 };

/** @param small the joined matte. @param network @param prior the two estimates before they were joined, on the same plane. */
export function measureDoubts(
  small: PlaneSize & Pick<SmallMatte, 'alpha'>,
  network: Float32Array,
  prior: Float32Array,
  faceWidthPx: number,
): Pick<CutoutDoubts, 'hazeArea' | 'conflictArea' | 'deniedArea'> {
  const isHalf = (value: number) => value > halfClear.from && value < halfClear.to;
  // Fusion decides such an area even where neither estimate is sure, so the cutout may look finished and still be wrong.
  const haze = pixelsWhere(small.alpha, (value, at) => isHalf(value) || (isHalf(network[at]) && isHalf(prior[at])));
  const conflict = pixelsWhere(
    prior,
    (value, at) => (value > claimed && network[at] < denied) || (value < denied && network[at] > claimed),
  );
  return {
    hazeArea: areaDeeperThan(hazeDepth * faceWidthPx, haze, small) / faceWidthPx ** 2,
    conflictArea: areaDeeperThan(conflictDepth * faceWidthPx, conflict, small) / faceWidthPx ** 2,
    deniedArea: deniedArea(small, network, prior) / faceWidthPx ** 2,
  };
}

/**
 * @returns the largest connected area that the cutout keeps although the network denies it with more certainty than the prior
 * claims it.
 */
function deniedArea(small: PlaneSize & Pick<SmallMatte, 'alpha'>, network: Float32Array, prior: Float32Array): number {
  const denied = pixelsWhere(
    small.alpha,
    (value, at) => value > kept.from && network[at] < Math.min(kept.deniedBelow, 1 - prior[at]),
  );
  return Math.max(0, ...regionsOf(denied, small).map(({ length }) => length));
}

/** Head and shoulders, as a part of the box of the face: about what a photo shows. */
const aroundHead: BoxPart = { left: -0.5, right: 1.5, top: -0.3, bottom: 1.6 };

/**
 * @param region the part of the photo that the planes show. @param face the box of the face, px of the photo.
 * @returns the area of things at head and shoulders that the network took for the person and that were left out, face widths
 * squared. The edge of such a thing often stays.
 */
export function measureThings(
  small: PlaneSize & Pick<SmallMatte, 'alpha'>,
  network: Float32Array,
  prior: Float32Array,
  region: Rect,
  face: Rect,
): number {
  const thing = new Uint8Array(network.length);
  const { left, right, top, bottom } = boxOnPlane(face, aroundHead, small, region);
  for (let y = top; y < bottom; y++) {
    for (let at = y * small.widthPx + left; at < y * small.widthPx + right; at++) {
      if (network[at] > claimed && prior[at] < denied && small.alpha[at] < halfClear.from) thing[at] = 1;
    }
  }
  const faceWidthPx = (face.widthPx * small.widthPx) / region.widthPx;
  return areaDeeperThan(conflictDepth * faceWidthPx, thing, small) / faceWidthPx ** 2;
}

/** @returns how many pixels of a mask are farther than `depthPx` from its outside. */
function areaDeeperThan(depthPx: number, mask: Uint8Array, small: PlaneSize): number {
  if (!mask.includes(1)) return 0;
  let area = 0;
  for (let at = 0; at < mask.length; at++) area += mask[at];
  // An area of that depth has at least so many pixels. Distances take longest here.
  if (area <= depthPx ** 2) return 0;
  const distances = distanceTo(inverted(mask), small);
  let count = 0;
  for (let at = 0; at < distances.length; at++) if (distances[at] > depthPx) count++;
  return count;
}
