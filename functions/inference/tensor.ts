/** Resizes regions of the working photo, and converts them to planes and to the tensors of the networks. */
import sharp from 'sharp';
import type { Rect } from '../../core/measure.ts';
import type { ModelInput } from '../../core/model-card.ts';
import { type PlaneSize, type Raster, raster } from '../../core/raster.ts';
import type { FloatTensor } from './model.ts';

/** A picture as planes of red, green and blue, 0..1. */
export interface ColourPlanes extends PlaneSize {
  readonly planes: readonly [Float32Array, Float32Array, Float32Array];
}

/** @param region inside the photo, whole px. @returns the region at another size; the aspect may change. */
export async function resizeRegion(photo: Raster, region: Rect, size: PlaneSize): Promise<Raster> {
  const { data } = await sharp(photo.data, { raw: { width: photo.widthPx, height: photo.heightPx, channels: 3 } })
    .extract({ left: region.leftPx, top: region.topPx, width: region.widthPx, height: region.heightPx })
    .resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return raster(size.widthPx, size.heightPx, data);
}

export const wholeOf = ({ widthPx, heightPx }: PlaneSize): Rect => ({ leftPx: 0, topPx: 0, widthPx, heightPx });

export function toPlanes({ widthPx, heightPx, data }: Raster): ColourPlanes {
  const count = widthPx * heightPx;
  const planes = [new Float32Array(count), new Float32Array(count), new Float32Array(count)] as const;
  for (let i = 0; i < count; i++) for (let c = 0; c < 3; c++) planes[c][i] = data[i * 3 + c] / 255;
  return { widthPx, heightPx, planes };
}

/** The fields of a model card's input that decide on the tensor. */
export type TensorRule = Pick<ModelInput, 'channels' | 'mean' | 'std'>;

/** @returns the tensor [1, 3, height, width] of (value - mean) / std, with values of 0..1. */
export function toTensor(
  { widthPx, heightPx, planes }: ColourPlanes,
  { channels, mean, std }: TensorRule,
): FloatTensor {
  const count = widthPx * heightPx;
  const data = new Float32Array(3 * count);
  const ordered = channels === 'RGB' ? planes : planes.toReversed();
  for (const [c, plane] of ordered.entries()) {
    const [less, over] = [mean[c], std[c]];
    for (let from = 0, to = c * count; from < count; from++, to++) data[to] = (plane[from] - less) / over;
  }
  return { data, dims: [1, 3, heightPx, widthPx] };
}
