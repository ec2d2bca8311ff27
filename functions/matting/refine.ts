/**
 * Brings the network's small matte to photo size: a guided filter learns, at the small size, how opacity follows
 * colour in each neighbourhood, and applies that to the photo's own pixels. Its loops: wasm/refine.ts. Before it: solid.ts;
 * after it: colour-opacity.ts.
 *
 * He, Sun: «Fast Guided Filter» (2015), with the colour guide of He, Sun, Tang: «Guided Image Filtering» (2010).
 */

import type { Rect } from '../../core/measure.ts';
import { type Matte, matte, type Raster } from '../../core/raster.ts';
import { runKernel } from './kernels/run-kernel.ts';
import type { PlaneSize } from './planes.ts';

export interface SmallMatte extends PlaneSize {
  /** 0..1. */
  readonly alpha: Float32Array;
  /** The same picture region at the same size: three planes of 0..1. */
  readonly guide: readonly [Float32Array, Float32Array, Float32Array];
}

/**
 * @param region where the small matte lies in the photo, px; everything outside it is backdrop.
 * @returns the matte of the whole photo. Only pixels whose small neighbourhood is not already all person or all
 * backdrop are computed from colour.
 */
export function refineMatte({ alpha, guide, ...small }: SmallMatte, photo: Raster, region: Rect): Matte {
  const { widthPx, heightPx, data } = photo;
  const right = Math.min(widthPx, region.leftPx + region.widthPx);
  const bottom = Math.min(heightPx, region.topPx + region.heightPx);
  const refined = runKernel(
    'refine',
    [alpha, ...guide, data],
    [
      ...[small.widthPx, small.heightPx, widthPx, heightPx],
      ...[Math.max(0, region.leftPx), Math.max(0, region.topPx), right, bottom, region.leftPx, region.topPx],
      ...[small.widthPx / region.widthPx, small.heightPx / region.heightPx],
    ],
    widthPx * heightPx,
  );
  return matte(widthPx, heightPx, refined);
}

/** Known backdrop 0, unknown 0.5, known person 1: for people who look. */
export function trimapOf({ alpha, widthPx, heightPx }: SmallMatte): Float32Array {
  const known = runKernel('knownPixels', [alpha], [widthPx, heightPx], alpha.length);
  return Float32Array.from(known, (state) => (state === 2 ? 0.5 : state));
}
