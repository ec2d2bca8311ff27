/**
 * Estimates the person's own colour where the background shines through, so that soft edges carry no background to the
 * new backdrop. Before it: settle-opacity.ts; after it: the encoded cutout.
 *
 * Near each soft pixel the mean and spread of the sure colours of person and background are known. The result is the
 * person's most probable colour in a mixture that gives the pixel (Chuang et al., «A Bayesian Approach to Digital Matting»,
 * 2001). So it stays within what the person has near by.
 */
import { type Cutout, cutout, type Matte, type Raster } from '../../core/raster.ts';
import * as kernels from '../kernels/matting-kernels.ts';

/** @returns straight RGBA: opaque pixels keep the photo's colour, clear pixels are black, which compresses best. */
export function estimateForeground(photo: Raster, { widthPx, heightPx, data }: Matte): Cutout {
  const rgba = kernels.estimateForeground({ photo: photo.data, opacity: data, widthPx, heightPx });
  return cutout(widthPx, heightPx, rgba);
}
