/**
 * Runs the matting network on a region of the photo, at a size that the network accepts. The region's aspect is kept where
 * the network's input size is free. Before it: fusion/person-prior.ts; after it: fusion/fuse.ts.
 */
import type { Rect } from '../../../core/measure.ts';
import type { ModelInput, OutputMeaning } from '../../../core/model-card.ts';
import type { PlaneSize, Raster } from '../../../core/raster.ts';
import type { Network } from '../../inference/network.ts';
import { resizeRegion, toPlanes, toTensor } from '../../inference/tensor.ts';
import type { SmallMatte } from '../planes.ts';

/** @param sidePx the longer side of the network's input, for networks whose input size is free. */
export async function inferMatte(network: Network, photo: Raster, region: Rect, sidePx: number): Promise<SmallMatte> {
  return inferAt(network, photo, region, inputSize(network.input, region, sidePx));
}

/** @param size a size that the network accepts (see {@link inputSize}); the region is resized to it. */
export async function inferAt(network: Network, photo: Raster, region: Rect, size: PlaneSize): Promise<SmallMatte> {
  const { model, input, output } = network;
  const colour = toPlanes(await resizeRegion(photo, region, size));
  const tensor = toTensor(colour, input);
  const result = (await model.run({ [input.name]: tensor }))[output.name];
  return { ...size, guide: colour.planes, alpha: toAlpha(result.data, output.meaning) };
}

/** @returns an input size that the network accepts, near the region's aspect, with the longer side near `sidePx`. */
export function inputSize({ size }: ModelInput, region: PlaneSize, sidePx: number): PlaneSize {
  if (size.kind === 'fixed') return { widthPx: size.widthPx, heightPx: size.heightPx };
  const scale = sidePx / Math.max(region.widthPx, region.heightPx);
  const toMultiple = (lengthPx: number) => Math.max(1, Math.round((lengthPx * scale) / size.ofPx)) * size.ofPx;
  return { widthPx: toMultiple(region.widthPx), heightPx: toMultiple(region.heightPx) };
}

function toAlpha(values: Float32Array, meaning: OutputMeaning): Float32Array {
  if (meaning === 'logit') return values.map((value) => 1 / (1 + Math.exp(-value)));
  if (meaning !== 'min-max') return values.map((value) => Math.max(0, Math.min(1, value)));
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < values.length; at++) {
    if (values[at] < least) least = values[at];
    if (values[at] > greatest) greatest = values[at];
  }
  const alpha = new Float32Array(values.length);
  // A flat output shows no subject, and stretching it would divide by 0.
  const span = greatest - least;
  if (span > 0) for (let at = 0; at < alpha.length; at++) alpha[at] = (values[at] - least) / span;
  return alpha;
}
