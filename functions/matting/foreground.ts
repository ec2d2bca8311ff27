/**
 * Estimates what colour the person has where the old background shines through, so that soft edges carry none of it to
 * the new backdrop. Its loops: wasm/foreground.ts. Before it: colour-opacity.ts; after it: the encoded cutout.
 *
 * A relative of Germer et al., «Fast Multi-Level Foreground Estimation» (ICPR 2020), and Forté, «Approximate Fast
 * Foreground Colour Estimation» (ICIP 2021): smooth fields of both colours on 16 x 16 and 4 x 4 px blocks, and at full
 * size the two colours nearest to the fields that mix to the pixel. Fields are worked out near soft pixels only.
 */
import { type Cutout, cutout, type Matte, type Raster } from '../../core/raster.ts';
import { runKernel } from './kernels/run-kernel.ts';

/** @returns straight RGBA: opaque pixels keep the photo's colour, clear ones are black (they compress to nothing). */
export function estimateForeground(photo: Raster, { widthPx, heightPx, data }: Matte): Cutout {
  const rgba = runKernel('estimateForeground', [photo.data, data], [widthPx, heightPx], data.length * 4);
  return cutout(widthPx, heightPx, rgba);
}
