/**
 * Decides wide half-clear areas as a whole. Where person prior and network are both unsure over an area that is wider than an
 * edge and has no strands, the new backdrop would shine through a shoulder, or a leaf of the background would stay as a
 * ghost. Part of fuse.ts. Figures: docs/decisions/0021-opacity-by-colours-near-by.md.
 */
import { pixelsWhere, type SmallMatte } from '../planes.ts';
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
/** The same where the network calls the pixels clear that lead from a cleared area to one. The prior is too coarse for such a gap. */
const gapReach = { from: 5, to: 6 } as const;
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
  const deep = pixelsWhere(depths, (depth) => depth > depthPx);
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
function decideArea(
  pixels: Int32Array,
  small: SmallMatte,
  { alpha: network, prior }: Estimates,
  depthPx: number,
): Float32Array {
  const isPerson = pixels.reduce((odds, at) => odds + logOdds(prior[at]) + logOdds(network[at]), 0) > 0;
  const level = levelOf(pixels, small.alpha, isPerson ? 0.1 : 0.9);
  const core = new Uint8Array(small.alpha.length);
  for (const at of pixels) core[at] = 1;
  const gap = isPerson
    ? null
    : connectedTo(
        pixelsWhere(network, (value, at) => core[at] === 1 || value < clearBelow),
        small,
        pixels,
      );
  const distances = distanceTo(core, small);
  return small.alpha.map((value, at) => {
    const { from, to } = gap?.[at] ? gapReach : reach;
    const share = Math.max(0, Math.min(1, (to - distances[at] / depthPx) / (to - from)));
    if (share === 0) return value;
    const decided = isPerson
      ? Math.min(1, value / level)
      : Math.max(0, Math.min(1, (Math.min(value, network[at]) - level) / (halfClear.to - level)));
    return value + share * (decided - value);
  });
}

/** @returns the opacity below which that share of an area's pixels lies, kept away from clear and opaque. */
function levelOf(pixels: Int32Array, alpha: Float32Array, share: number): number {
  const values = Float32Array.from(pixels, (at) => alpha[at]).sort();
  return Math.max(0.3, Math.min(0.7, values[Math.floor(share * (values.length - 1))]));
}
