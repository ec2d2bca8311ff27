/** Compares a picture with the label vectors of a tagger (zero-shot classification, as CLIP does). */
import { Fault } from '../../core/errors.ts';
import type { LabelVectors } from '../../core/label-vectors.ts';
import type { Rect } from '../../core/measure.ts';
import type { ModelInput, ModelLabels } from '../../core/model-card.ts';
import type { PlaneSize, Raster } from '../../core/raster.ts';
import type { Network } from '../inference/network.ts';
import { resizeRegion, toPlanes, toTensor, wholeOf } from '../inference/tensor.ts';
import type { FoundTag } from './found-tag.ts';

/** Side of the input where the network accepts several, px. */
const preferredSidePx = 224;

/** @returns the best labels with their scores, at most as many as the model card says. @throws Fault `model-failed`. */
export async function labelTags(
  { network, vectors }: { readonly network: Network; readonly vectors: LabelVectors },
  picture: Raster,
): Promise<FoundTag[]> {
  const { model, input, output, labels: use } = network;
  if (!use) throw new Fault('model-failed', `${network.id} has no label vectors`);
  const size = sizeOf(input);
  const fitted = await resizeRegion(picture, use.fit === 'crop' ? middleOf(picture, size) : wholeOf(picture), size);
  const results = await model.run({ [input.name]: toTensor(toPlanes(fitted), input) });
  return bestLabels(results[output.name].data, vectors, use);
}

function sizeOf({ size }: Pick<ModelInput, 'size'>): PlaneSize {
  if (size.kind === 'fixed') return size;
  const sidePx = Math.max(1, Math.round(preferredSidePx / size.ofPx)) * size.ofPx;
  return { widthPx: sidePx, heightPx: sidePx };
}

/** Returns the largest region in the middle of the picture with the shape of the input, whole px. */
function middleOf({ widthPx, heightPx }: PlaneSize, size: PlaneSize): Rect {
  const scale = Math.min(widthPx / size.widthPx, heightPx / size.heightPx);
  const [width, height] = [
    Math.max(1, Math.floor(size.widthPx * scale)),
    Math.max(1, Math.floor(size.heightPx * scale)),
  ];
  return { leftPx: (widthPx - width) >> 1, topPx: (heightPx - height) >> 1, widthPx: width, heightPx: height };
}

/**
 * Returns the labels with the highest scores: the softmax of the cosines divided by the temperature.
 * @param vector the picture, of any length above 0. @throws Fault `model-failed` when its size is not that of the labels.
 */
export function bestLabels(
  vector: Float32Array,
  { labels, length, vectors }: LabelVectors,
  { temperature, top }: Pick<ModelLabels, 'temperature' | 'top'>,
): FoundTag[] {
  const norm = Math.hypot(...vector);
  if (vector.length !== length || !(norm > 0 && norm < Number.POSITIVE_INFINITY)) {
    throw new Fault('model-failed', `a picture has ${vector.length} numbers (length ${norm}); labels have ${length}`);
  }
  const cosines = labels.map((_, label) => {
    let sum = 0;
    for (let at = 0; at < length; at++) sum += vectors[label * length + at] * vector[at];
    return sum / norm;
  });
  const greatest = Math.max(...cosines);
  const weights = cosines.map((cosine) => Math.exp((cosine - greatest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return labels
    .map(({ id, en, zh }, at): FoundTag => ({ tag: id, kind: 'label', score: weights[at] / total, names: { en, zh } }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, top);
}
