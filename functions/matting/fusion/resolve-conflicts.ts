/**
 * Resolves conflicts: large areas where the person prior and the network's matte contradict each other. Examples are a table
 * that the prior takes for clothes, and a dark shoulder before a dark wall that the network loses. The rest of the picture
 * decides which of the two is trusted: where the prior is certain, we can see whether the network agrees. Part of fuse.ts. Figures: docs/decisions/0018-conflicts.md.
 */

import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { Rect } from '../../../core/measure.ts';
import { inverted, pixelsWhere, type SmallMatte } from '../planes.ts';
import { type BoxPart, boxOnPlane, distanceTo, forNeighbours, regionsOf } from '../regions.ts';

/** The two estimates of the person, on the same plane. */
export interface Estimates {
  /** The network's opacity, 0..1. */
  readonly alpha: Float32Array;
  /** The prior's probability, 0..1. */
  readonly prior: Float32Array;
}

/** Above this probability the prior is certain of the person, below 1 minus this of the background. There the network is checked. */
const certain = 0.9;
/** When the network contradicts this share of the body, it has no trust left. A network that understood the picture stays below 0.02. */
const noTrustShare = 0.1;
/** Head and chest, in shares of the face's box. The prior never takes an object for the person there. */
const headAndChest: BoxPart = { left: -0.5, right: 1.5, top: -1, bottom: 2.2 };
/** Opacity below which a pixel is clear for the network. */
const clearBelow = 0.1;
/** Limit of the log odds of one pixel (natural logarithm): a probability of 0.99. */
const maxLogOdds = 4.6;
/** Least share of an area's rim that must border on background before the area is removed. A hole in the body has less. */
const openRim = 0.15;
/** Least depth of an area that the network lost, face widths. A thinner area is the edge, where the network decides. */
const lostDepth = 0.05;
/** Probability above 0.5 at which a restored area is fully opaque: its edge is the prior's own edge. */
const restoredEdge = 0.1;
/** Within this distance of a removed area the network decides on the edge, px of the small matte. */
const cutEdgePx = 3;

/** @returns the two estimates with their conflicts resolved, and how far the network is trusted in this photo, 0..1. */
export function resolveConflicts(
  small: SmallMatte,
  prior: Float32Array,
  region: Rect,
  face: MeasuredFace,
): Estimates & { readonly trust: number } {
  const trust = networkTrust(small, prior, boxOnPlane(face.box, headAndChest, small, region));
  const faceWidthPx = (face.box.widthPx * small.widthPx) / region.widthPx;
  const settled = removeAreas(small, prior, trust);
  return { alpha: restoreAreas(small, settled, trust, lostDepth * faceWidthPx), prior: settled, trust };
}

/** @returns 1 when the network never contradicts a certain prior, 0 when it does so over a tenth of the body or more. */
function networkTrust({ alpha, widthPx }: SmallMatte, prior: Float32Array, chest: BoxPart): number {
  let [body, against] = [0, 0];
  for (let at = 0; at < prior.length; at++) {
    if (prior[at] > certain) body += 1;
    else if (prior[at] < 1 - certain && alpha[at] > 0.5) against += 2 * alpha[at] - 1;
  }
  for (let y = chest.top; y < chest.bottom; y++) {
    for (let at = y * widthPx + chest.left; at < y * widthPx + chest.right; at++) {
      if (prior[at] > certain && alpha[at] < 0.5) against += 1 - 2 * alpha[at];
    }
  }
  return 1 - Math.min(1, against / Math.max(1, noTrustShare * body));
}

/** @returns the prior without the areas that the network denies with greater odds than the prior claims them; the network's odds count as far as it is trusted. */
function removeAreas(small: SmallMatte, prior: Float32Array, trust: number): Float32Array {
  const { alpha } = small;
  const denied = pixelsWhere(prior, (value, at) => value > 0.5 && alpha[at] < clearBelow);
  let settled = prior;
  for (const pixels of regionsOf(denied, small)) {
    let odds = 0;
    for (const at of pixels) odds += logOdds(prior[at]) + trust * logOdds(alpha[at]);
    if (odds >= 0 || !bordersOnBackdrop(pixels, denied, small, prior)) continue;
    if (settled === prior) settled = prior.slice();
    for (const at of pixels) leaveToNetwork(settled, small, at);
    for (const at of pixels) settled[at] = 0;
  }
  return settled;
}

/** Lowers the prior around a removed pixel to 0.5, so that the network decides there. */
function leaveToNetwork(prior: Float32Array, { widthPx, heightPx }: SmallMatte, at: number): void {
  const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
  const [left, right] = [Math.max(0, x - cutEdgePx), Math.min(widthPx - 1, x + cutEdgePx)];
  for (let row = Math.max(0, y - cutEdgePx); row <= Math.min(heightPx - 1, y + cutEdgePx); row++) {
    for (let near = row * widthPx + left; near <= row * widthPx + right; near++) {
      if (prior[near] > 0.5) prior[near] = 0.5;
    }
  }
}

/** @returns the natural logarithm of the odds, at most {@link maxLogOdds} either way. */
export function logOdds(probability: number): number {
  return Math.max(-maxLogOdds, Math.min(maxLogOdds, Math.log(probability / (1 - probability))));
}

function bordersOnBackdrop(pixels: Int32Array, part: Uint8Array, small: SmallMatte, prior: Float32Array): boolean {
  let [rim, open] = [0, 0];
  for (const at of pixels) {
    forNeighbours(at, small, (next) => {
      if (part[next]) return;
      rim += 1;
      if (prior[next] <= 0.5 && small.alpha[next] < 0.5) open += 1;
    });
  }
  return open >= openRim * rim;
}

/**
 * @param trust how far the network is trusted, 0..1. @param depthPx least depth of an area that is restored.
 * @returns the network's opacity with the areas that it lost restored by the prior, as far as the network is not trusted.
 */
export function restoreAreas(small: SmallMatte, prior: Float32Array, trust: number, depthPx: number): Float32Array {
  if (trust === 1) return small.alpha;
  const lost = pixelsWhere(prior, (value, at) => value > 0.5 && small.alpha[at] < 0.5);
  // An area of that depth has at least so many pixels. Most photos have no such area, and distances take longest here.
  const large = regionsOf(lost, small).filter((pixels) => pixels.length > depthPx ** 2);
  if (large.length === 0) return small.alpha;
  const kept = inverted(lost);
  const depths = distanceTo(kept, small);
  const alpha = small.alpha.slice();
  for (const pixels of large) {
    if (!pixels.some((at) => depths[at] >= depthPx)) continue;
    for (const at of pixels) {
      const seen = Math.min(1, (prior[at] - 0.5) / restoredEdge);
      alpha[at] = Math.max(alpha[at], trust * alpha[at] + (1 - trust) * seen);
    }
  }
  return alpha;
}
