/**
 * Weighs the two opinions on the person where they contradict each other over a whole part: a table that the prior takes
 * for clothes, a dark shoulder before a dark wall that the network loses. Whom to believe, the rest of the picture tells:
 * where the prior is sure, the network is right or wrong. Part of join.ts. Figures: docs/decisions/0018-conflicts.md.
 */
import type { Rect } from '../../../core/measure.ts';
import type { MeasuredFace } from '../face/face-mesh.ts';
import { pixelsWhere, type SmallMatte } from '../planes.ts';
import { type BoxPart, boxOnPlane, distanceTo, forNeighbours, regionsOf } from '../regions.ts';

export interface Mattes {
  /** The network's opacity. */
  readonly alpha: Float32Array;
  /** The prior's probability. */
  readonly prior: Float32Array;
}

/** From here on the prior's word is certain enough to judge the network by, the other way round below the complement. */
const certain = 0.9;
/** Share of the body, contradicted by the network, that costs it all trust. A network that understood the picture stays below 0.02. */
const noTrustFrom = 0.1;
/** Head and chest: there the prior is never a table. In shares of the face's box. */
const headAndChest: BoxPart = { left: -0.5, right: 1.5, top: -1, bottom: 2.2 };
/** The network calls a pixel clear below this. */
const clearBelow = 0.1;
/** No opinion on a pixel counts more than this much of odds, e-fold: 0.99. */
const oddsLimit = 4.6;
/** A part that is cut off borders on backdrop with this share of its rim; a hole in the body does not. */
const openRim = 0.15;
/** A part is lost when it is this deep at its deepest, in face widths; thinner ones are the edge, which is the network's. */
const lostDepth = 0.05;
/** Width of the edge of a part given back, in probability: the prior's own edge, from 0.5 up. */
const givenBackEdge = 0.1;
/** Around a part cut off the network draws the edge, px of the small matte. */
const cutEdgePx = 3;

/** @returns the opinions with whole contradicted parts settled. */
export function resolveConflicts(small: SmallMatte, prior: Float32Array, region: Rect, face: MeasuredFace): Mattes {
  const trust = networkTrust(small, prior, boxOnPlane(face.box, headAndChest, small, region));
  const faceWidthPx = (face.box.widthPx * small.widthPx) / region.widthPx;
  const settled = cutOff(small, prior, trust);
  return { alpha: giveBack(small, settled, trust, lostDepth * faceWidthPx), prior: settled };
}

/** 1: the network contradicts the prior nowhere that the prior is certain; 0: over a tenth of the body. */
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
  return 1 - Math.min(1, against / Math.max(1, noTrustFrom * body));
}

/** The prior without the parts that the network, as far as it is trusted, denies more surely than the prior claims them. */
function cutOff(small: SmallMatte, prior: Float32Array, trust: number): Float32Array {
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

/** Around a pixel that was cut off the prior is no longer sure of the person. */
function leaveToNetwork(prior: Float32Array, { widthPx, heightPx }: SmallMatte, at: number): void {
  const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
  const [left, right] = [Math.max(0, x - cutEdgePx), Math.min(widthPx - 1, x + cutEdgePx)];
  for (let row = Math.max(0, y - cutEdgePx); row <= Math.min(heightPx - 1, y + cutEdgePx); row++) {
    for (let near = row * widthPx + left; near <= row * widthPx + right; near++) {
      if (prior[near] > 0.5) prior[near] = 0.5;
    }
  }
}

function logOdds(probability: number): number {
  return Math.max(-oddsLimit, Math.min(oddsLimit, Math.log(probability / (1 - probability))));
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

/** The network's opacity with the parts that it lost and is not trusted to know, as the prior sees them. */
function giveBack(small: SmallMatte, prior: Float32Array, trust: number, depthPx: number): Float32Array {
  if (trust === 1) return small.alpha;
  const lost = pixelsWhere(prior, (value, at) => value > 0.5 && small.alpha[at] < 0.5);
  // A part of that depth has at least so many pixels: most photos have none, and distances take longer than all the rest.
  const large = regionsOf(lost, small).filter((pixels) => pixels.length > depthPx ** 2);
  if (large.length === 0) return small.alpha;
  const kept = pixelsWhere(prior, (_, at) => lost[at] === 0);
  const depths = distanceTo(kept, small);
  const alpha = small.alpha.slice();
  for (const pixels of large) {
    if (!pixels.some((at) => depths[at] >= depthPx)) continue;
    for (const at of pixels) {
      const seen = Math.min(1, (prior[at] - 0.5) / givenBackEdge);
      alpha[at] = Math.max(alpha[at], trust * alpha[at] + (1 - trust) * seen);
    }
  }
  return alpha;
}
