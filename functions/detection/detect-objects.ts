/** Finds objects in a picture: fits it into the network's input, runs the network, decodes and sorts the boxes. */
import type { FoundObject } from '../../core/found-object.ts';
import { objectLabels } from '../../core/labels/labels.ts';
import type { PlaneSize, Raster } from '../../core/raster.ts';
import type { Network } from '../inference/network.ts';
import { type Candidate, decodeBoxes } from './decode-boxes.ts';
import { fitPicture, type Letterbox, letterboxOf } from './letterbox.ts';
import { suppress } from './suppress.ts';

/** Lower scores are mostly wrong: a daisy became a banana. */
const minScore = 0.4;

/** The fields of a network that detection reads. */
export type DetectionNetwork = Pick<Network, 'model' | 'input' | 'outputs'>;

/** @returns the objects with a score of at least 0.4, the best first. @throws Fault `model-failed`. */
export async function detectObjects(network: DetectionNetwork, picture: Raster): Promise<FoundObject[]> {
  const { model, input, outputs } = network;
  const letterbox = letterboxOf(picture, input);
  const results = await model.run({ [input.name]: fitPicture(picture, letterbox, input) });
  const candidates = suppress(decodeBoxes(results, outputs, letterbox.sidePx, minScore));
  return candidates
    .map((candidate) => inPicture(candidate, letterbox, picture))
    .filter(({ box }) => box.widthPx > 0 && box.heightPx > 0);
}

/** Returns the object with its box in px of the picture, cut at the picture's edges. */
function inPicture(
  { label, score, left, top, right, bottom }: Candidate,
  { scale, leftPx, topPx }: Letterbox,
  { widthPx, heightPx }: PlaneSize,
): FoundObject {
  const x = (at: number) => Math.round(Math.max(0, Math.min(widthPx, leftPx + at * scale)));
  const y = (at: number) => Math.round(Math.max(0, Math.min(heightPx, topPx + at * scale)));
  const box = { leftPx: x(left), topPx: y(top), widthPx: x(right) - x(left), heightPx: y(bottom) - y(top) };
  return { label: objectLabels[label]?.id ?? `class-${label}`, score: Math.round(score * 1000) / 1000, box };
}
