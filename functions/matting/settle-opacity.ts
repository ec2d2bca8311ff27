/**
 * Decides soft opacity again by colour: where person and backdrop near a soft pixel differ clearly and each is even, the
 * pixel's own colour tells how much of either it holds. It clears the wall between strands, which the network calls half
 * hair. Its loops: wasm/colour-opacity.ts. Before it: refine.ts; after it: foreground.ts.
 * Figures: docs/decisions/0012-two-passes-and-colour.md, 0018-conflicts.md.
 */
import { type Matte, matte, type Raster } from '../../core/raster.ts';
import { runKernel } from './kernels/run-kernel.ts';

/** A block's side is the power of two nearest to this share of the photo's long edge; at least 8 px, for fewer say too little. */
const blockShare = 0.01;
const minBlockShift = 3;

/** @returns a matte whose clear and opaque pixels are as they were. */
export function settleOpacity(photo: Raster, { widthPx, heightPx, data }: Matte): Matte {
  const shift = Math.max(minBlockShift, Math.round(Math.log2(blockShare * Math.max(widthPx, heightPx))));
  const settled = runKernel('settleOpacity', [photo.data, data], [widthPx, heightPx, shift], data.length);
  return matte(widthPx, heightPx, settled);
}
