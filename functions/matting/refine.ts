/**
 * Brings the network's small matte to photo size with a guided filter. At the small size the filter fits opacity to
 * colour in each neighbourhood; it then applies the fit to the photo's own pixels. Before it: fusion/fill-solid.ts;
 * after it: settle-opacity.ts.
 *
 * He, Sun: «Fast Guided Filter» (2015), with the colour guide of He, Sun, Tang: «Guided Image Filtering» (2010).
 */

import { PhotoRejected } from '../../core/errors.ts';
import type { Rect } from '../../core/measure.ts';
import { type Matte, matte, type Raster } from '../../core/raster.ts';
import * as kernels from '../kernels/matting-kernels.ts';
import type { SmallMatte } from './planes.ts';

/**
 * @param region the rectangle of the photo that the small matte shows, px; may reach beyond the photo.
 * @returns the matte of the whole photo, clear outside the region. Opacity is computed from colour only where the small
 * neighbourhood is neither all person nor all background.
 */
export function refineMatte(small: SmallMatte, photo: Raster, region: Rect): Matte {
  const [red, green, blue] = small.guide;
  const refined = kernels.refine({
    alpha: small.alpha,
    red,
    green,
    blue,
    photo: photo.data,
    widthPx: small.widthPx,
    heightPx: small.heightPx,
    photoWidthPx: photo.widthPx,
    photoHeightPx: photo.heightPx,
    leftPx: Math.max(0, region.leftPx),
    topPx: Math.max(0, region.topPx),
    rightPx: Math.min(photo.widthPx, region.leftPx + region.widthPx),
    bottomPx: Math.min(photo.heightPx, region.topPx + region.heightPx),
    regionLeftPx: region.leftPx,
    regionTopPx: region.topPx,
    scaleX: small.widthPx / region.widthPx,
    scaleY: small.heightPx / region.heightPx,
  });
  return matte(photo.widthPx, photo.heightPx, refined);
}

/**
 * A plain loop, because callbacks take ten times as long.
 * @throws PhotoRejected `no-person` when no pixel is more opaque than clear.
 */
export function refuseEmpty({ data }: Matte): void {
  for (let at = 0; at < data.length; at++) if (data[at] > 127) return;
  throw new PhotoRejected('no-person');
}

/** @returns the trimap for debug pictures: 0 known background, 0.5 unknown, 1 known person. */
export function trimapOf({ alpha, widthPx, heightPx }: SmallMatte): Float32Array {
  const known = kernels.knownPixels({ alpha, widthPx, heightPx });
  return Float32Array.from(known, (state) => (state === 2 ? 0.5 : state));
}
