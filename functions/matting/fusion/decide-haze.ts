/**
 * Decides wide half-clear areas as a whole. Where person prior and network are both unsure over an area that is wider than an
 * edge and has no strands, the new backdrop would shine through a shoulder, or a leaf of the background would stay as a
 * ghost. Part of fuse.ts. Figures: docs/decisions/0021-opacity-by-colours-near-by.md.
 */
import { pixelsAbove, pixelsWhere, type SmallMatte } from '../planes.ts';
import { connectedTo, distanceTo, regionsOf } from '../regions.ts';
import { type Estimates, logOdds } from './resolve-conflicts.ts';

/** Between these opacities a pixel is half clear. */
const halfClear = { from: 0.1, to: 0.9 } as const;
/** Only what is deeper than this is an area, face widths; the rest is an edge. */
const minDepth = 0.06;
/** Least area of what is so deep, face widths squared. */
const minArea = 0.004;
/** Mean difference of opacity between neighbours from which an area shows strands of hair. Areas without have at most 0.05. */
const strands = 0.06;
/** A decision counts in full up to the first distance from the core of its area and no more from the second on, multiples of the depth. */
const reach = { from: 1.5, to: 2.5 } as const;
/**
 * The same where the network calls the pixels clear that lead from a cleared area to one: a gap, for which the prior is too
 * coarse. The network also decides so near a gap, px of the small matte.
 */
const gapReach = { from: 7, to: 8 } as const;
const gapEdgePx = 3;
/** Below this opacity a pixel is clear for the network. */
const clearBelow = 0.1;

/**
 * @param small the joined matte. @param seen the network's opacity and the prior, before their conflicts were resolved.
 * @returns the matte's opacity with its wide half-clear areas opaque or clear, as the sum of both log odds says.
 */
export function decideHaze(small: SmallMatte, seen: Estimates, faceWidthPx: number): Float32Array {
  const sure = pixelsWhere(small.alpha, (value) => value <= halfClear.from || value >= halfClear.to);
  const depths = distanceTo(sure, small);
  const depthPx = minDepth * faceWidthPx;
  const deep = pixelsAbove(depths, depthPx);
  const areas = regionsOf(deep, small).filter((pixels) => pixels.length >= minArea * faceWidthPx ** 2);
  return areas
    .filter((pixels) => meanStep(pixels, small) < strands)
    .reduce((alpha, pixels) => decideArea(pixels, { ...small, alpha }, seen, depthPx), small.alpha);
}

/** @returns the mean difference of opacity to the right and lower neighbours. */
function meanStep(pixels: Int32Array, { alpha, widthPx }: SmallMatte): number {
  const difference = (a: number, b: number) => (b < alpha.length ? Math.abs(alpha[a] - alpha[b]) : 0);
  return pixels.reduce((sum, at) => sum + difference(at, at + 1) + difference(at, at + widthPx), 0) / pixels.length;
}

/** Makes one area opaque or clear. Opacities beyond those of the area keep their order, so hair beside it stays soft. */
function decideArea(pixels: Int32Array, small: SmallMatte, seen: Estimates, depthPx: number): Float32Array {
  const isPerson = pixels.reduce((odds, at) => odds + logOdds(seen.prior[at]) + logOdds(seen.alpha[at]), 0) > 0;
  const level = levelOf(pixels, small.alpha, isPerson ? 0.1 : 0.9);
  const core = new Uint8Array(small.alpha.length);
  for (const at of pixels) core[at] = 1;
  const distances = distanceTo(core, small);
  const opened = isPerson ? small.alpha : openGap(pixels, small, seen.alpha, distances, gapReach.to * depthPx);
  return opened.map((value, at) => {
    const share = Math.max(0, Math.min(1, (reach.to - distances[at] / depthPx) / (reach.to - reach.from)));
    if (share === 0) return value;
    const decided = isPerson ? value / level : (value - level) / (halfClear.to - level);
    return value + share * (Math.max(0, Math.min(1, decided)) - value);
  });
}

/**
 * @param distances of each pixel to the cleared area. @param reachPx gaps do not reach farther.
 * @returns the opacity, at most that of the network in and around the gap that holds the area.
 */
function openGap(
  pixels: Int32Array,
  small: SmallMatte,
  network: Float32Array,
  distances: Float32Array,
  reachPx: number,
): Float32Array {
  const clear = pixelsWhere(network, (value, at) => distances[at] === 0 || value < clearBelow);
  const gap = connectedTo(clear, small, pixels);
  for (let at = 0; at < gap.length; at++) if (distances[at] > reachPx) gap[at] = 0;
  const fromGap = distanceTo(gap, small);
  const fade = gapReach.to / (gapReach.to - gapReach.from);
  return small.alpha.map((value, at) => {
    if (fromGap[at] > gapEdgePx || network[at] >= value) return value;
    const share = Math.max(0, Math.min(1, fade * (1 - distances[at] / reachPx)));
    return value + share * (network[at] - value);
  });
}

/** @returns the opacity below which that share of an area's pixels lies, kept away from clear and opaque. */
function levelOf(pixels: Int32Array, alpha: Float32Array, share: number): number {
  const values = Float32Array.from(pixels, (at) => alpha[at]).sort();
  return Math.max(0.3, Math.min(0.7, values[Math.floor(share * (values.length - 1))]));
}
