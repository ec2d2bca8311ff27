/**
 * Decides soft opacity again by colour (Bayesian matting with known surroundings). Near each soft pixel the mean and spread
 * of the sure colours of person and background are known. The most probable mixture of the two gives the pixel's opacity,
 * with the network's opacity as prior. Uncertain pixels follow certain ones of the same colour. Before it: refine.ts; after
 * it: foreground.ts. Figures: docs/decisions/0021-opacity-by-colours-near-by.md.
 *
 * Chuang et al., «A Bayesian Approach to Digital Matting» (2001).
 */
import type { Rect } from '../../core/measure.ts';
import { type Matte, matte, type PlaneSize, type Raster } from '../../core/raster.ts';
import * as kernels from '../kernels/matting-kernels.ts';

/** Sure pixels so near a soft one are decided again too, px of the small matte. */
const reach = 1.5;
/** Radius of the neighbourhood in which alike pixels are averaged, px of the small matte. */
const radius = 0.9;
/** A larger neighbourhood of a large photo would cost much time and change little, px of the photo. */
const maxRadiusPx = 2;
/**
 * Px of the photo for each px of the small matte. Up to the first value colour decides nothing, from the second on
 * everything. A photo with fewer pixels than the network's input shows no single strands, and its edges are as soft as its
 * JPEG blocks.
 */
const blurredAt = 0.6;
const sharpAt = 1;

/** @returns 0..1: how far colour decides on an edge of the photo, by the number of its pixels. */
export function colourStrength(pxPerSmallPx: number): number {
  return Math.max(0, Math.min(1, (pxPerSmallPx - blurredAt) / (sharpAt - blurredAt)));
}

/** @returns px of the photo for each px of the small matte of a region. */
export function pxPerSmallPx(small: PlaneSize, region: Rect): number {
  return Math.sqrt((region.widthPx * region.heightPx) / (small.widthPx * small.heightPx));
}

/**
 * @param scale see {@link pxPerSmallPx}. @param strength 0..1: how far opacity moves to that decided by colour.
 * @returns the matte with its soft pixels and those close to them settled.
 */
export function settleOpacity(
  photo: Raster,
  { widthPx, heightPx, data }: Matte,
  scale: number,
  strength: number,
): Matte {
  const settled = kernels.settleOpacity({
    ...{ photo: photo.data, opacity: data, widthPx, heightPx, strength },
    reachPx: Math.round(reach * scale),
    radiusPx: Math.max(1, Math.min(maxRadiusPx, Math.round(radius * scale))),
  });
  return matte(widthPx, heightPx, settled);
}
