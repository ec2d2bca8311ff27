/** Fits a picture into the square input of a detector. After it: the network, then decode-boxes.ts. */

import { turnAndScale } from '../../core/measure.ts';
import type { ModelInput } from '../../core/model-card.ts';
import type { PlaneSize, Raster } from '../../core/raster.ts';
import type { FloatTensor } from '../inference/model.ts';
import { sampleToPlanes } from '../inference/sample.ts';

/** The place of a picture in the square of a detector. */
export interface Letterbox {
  /** Side of the square, px. */
  readonly sidePx: number;
  /** Px of the picture per px of the square. */
  readonly scale: number;
  /** The corner of the square, px of the picture; negative where bars fill the square. */
  readonly leftPx: number;
  readonly topPx: number;
}

/** Side of the input where the network accepts several. Smaller ones miss things, larger ones take more time. */
const preferredSidePx = 416;

/** Returns the square in whose middle the picture lies as large as possible. */
export function letterboxOf({ widthPx, heightPx }: PlaneSize, { size }: Pick<ModelInput, 'size'>): Letterbox {
  const sidePx =
    size.kind === 'fixed'
      ? Math.min(size.widthPx, size.heightPx)
      : Math.max(1, Math.round(preferredSidePx / size.ofPx)) * size.ofPx;
  const scale = Math.max(widthPx, heightPx) / sidePx;
  return { sidePx, scale, leftPx: (widthPx - sidePx * scale) / 2, topPx: (heightPx - sidePx * scale) / 2 };
}

/** Returns the tensor of the square; its bars are black. */
export function fitPicture(picture: Raster, letterbox: Letterbox, rule: Omit<ModelInput, 'name'>): FloatTensor {
  const { sidePx, scale, leftPx, topPx } = letterbox;
  const toPicture = turnAndScale(0, scale, { x: 0, y: 0 }, { x: leftPx, y: topPx });
  const planes = sampleToPlanes(picture, toPicture, sidePx, { scale: 1 / 255, offset: 0 });
  const count = sidePx * sidePx;
  const data = new Float32Array(3 * count);
  for (let c = 0; c < 3; c++) {
    const [less, over] = [rule.mean[c], rule.std[c]];
    const from = (rule.channels === 'RGB' ? c : 2 - c) * count;
    for (let at = 0; at < count; at++) data[c * count + at] = (planes[from + at] - less) / over;
  }
  return { data, dims: [1, 3, sidePx, sidePx] };
}
