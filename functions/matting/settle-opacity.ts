/**
 * Decides soft opacity again by colour. Where person and background near a soft pixel differ clearly and each has an even
 * colour, the pixel's own colour shows its share of both. This clears the background between strands of hair, which the
 * network gives half opacity. Before it: refine.ts; after it: foreground.ts.
 * Figures: docs/decisions/0012-two-passes-and-colour.md, 0018-conflicts.md.
 */
import { type Matte, matte, type Raster } from '../../core/raster.ts';
import * as kernels from './kernels/kernels.ts';

/** The side of a block is the power of two nearest to this share of the photo's long edge. */
const blockShare = 0.01;
/** A block has at least 2 ** 3 = 8 px a side: smaller blocks hold too few pixels for a mean colour. */
const minBlockShift = 3;

/** @returns the matte with its soft pixels settled. Clear and opaque pixels stay. */
export function settleOpacity(photo: Raster, { widthPx, heightPx, data }: Matte): Matte {
  const blockShift = Math.max(minBlockShift, Math.round(Math.log2(blockShare * Math.max(widthPx, heightPx))));
  const settled = kernels.settleOpacity({ photo: photo.data, opacity: data, widthPx, heightPx, blockShift });
  return matte(widthPx, heightPx, settled);
}
