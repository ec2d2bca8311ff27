/**
 * Estimates the person's own colour where the background shines through, so that soft edges carry no background to the
 * new backdrop. Before it: settle-opacity.ts; after it: the encoded cutout.
 *
 * The method is related to Germer et al., «Fast Multi-Level Foreground Estimation» (ICPR 2020), and Forté, «Approximate
 * Fast Foreground Colour Estimation» (ICIP 2021). Smooth fields of both colours are computed on blocks of 16 x 16 and
 * 4 x 4 px, near soft pixels only. At full size, the result is the pair of colours nearest to the fields that mixes to the
 * pixel.
 */
import { type Cutout, cutout, type Matte, type Raster } from '../../core/raster.ts';
import * as kernels from './kernels/kernels.ts';

/** @returns straight RGBA: opaque pixels keep the photo's colour, clear pixels are black, which compresses best. */
export function estimateForeground(photo: Raster, { widthPx, heightPx, data }: Matte): Cutout {
  const rgba = kernels.estimateForeground({ photo: photo.data, opacity: data, widthPx, heightPx });
  return cutout(widthPx, heightPx, rgba);
}
