/**
 * Estimates roughly which pixels show the person: MediaPipe's selfie segmentation of the whole picture, reduced to the body
 * with the person's face. It also chooses the region for the matting network. Before it: face/face.ts; after it:
 * inference/infer.ts and fuse.ts.
 */

import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import type { Rect } from '../../../core/measure.ts';
import type { PlaneSize, Raster } from '../../../core/raster.ts';
import type { Network } from '../../inference/network.ts';
import { resizeRegion, toPlanes, toTensor, wholeOf } from '../../inference/tensor.ts';
import { pixelsAbove, resamplePlane } from '../planes.ts';
import { type BoxPart, boxPixels, connectedTo } from '../regions.ts';

const side = 256;
const size: PlaneSize = { widthPx: side, heightPx: side };

/** The output of the selfie segmentation for the whole photo squeezed to a square, as in the training of the model. */
export interface PersonPrior {
  /** Size of the photo, px. */
  readonly photo: PlaneSize;
  /** Probability that a pixel of the square shows a person, 0..1. */
  readonly probability: Float32Array;
}

export async function estimatePerson(prior: Network, photo: Raster): Promise<PersonPrior> {
  const planes = toPlanes(await resizeRegion(photo, wholeOf(photo), size));
  const result = await prior.model.run({ [prior.input.name]: toTensor(planes, prior.input) });
  return { photo, probability: result[prior.output.name].data };
}

/** @returns the prior at every pixel of `region` resized to `target`. */
export function priorOver({ photo, probability }: PersonPrior, region: Rect, target: PlaneSize): Float32Array {
  const [scaleX, scaleY] = [region.widthPx / target.widthPx, region.heightPx / target.heightPx];
  const step = { x: (scaleX * side) / photo.widthPx, y: (scaleY * side) / photo.heightPx };
  const start = { x: (region.leftPx * side) / photo.widthPx, y: (region.topPx * side) / photo.heightPx };
  return resamplePlane(probability, size, target, step, start);
}

/**
 * @param prior a plane of the prior that covers `region`.
 * @returns ones where the body with this face is more likely than not.
 */
export function bodyOf(prior: Float32Array, plane: PlaneSize, region: Rect, face: MeasuredFace): Uint8Array {
  const likely = pixelsAbove(prior, 0.5);
  return connectedTo(likely, plane, boxPixels(face.box, faceMiddle, plane, region));
}

/** The middle of the face: large enough to lie on the body, too small to touch a neighbour. */
const faceMiddle: BoxPart = { left: 0.3, right: 0.7, top: 0.3, bottom: 0.7 };

/** Space around the body, face widths. Hair and hats reach beyond the prior, most of all upwards. */
const margin = { side: 0.5, top: 0.65, bottom: 0.25 } as const;

/** @returns the part of the photo that holds the whole person with some space around, px: the input of the matting network. */
export function personRegion({ photo, probability }: PersonPrior, face: MeasuredFace): Rect {
  const body = bodyOf(probability, size, wholeOf(photo), face);
  let [left, top, right, bottom] = [side, side, 0, 0];
  body.forEach((inside, at) => {
    if (!inside) return;
    const [x, y] = [at % side, Math.floor(at / side)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  // The prior shows no person, so the network gets the whole photo.
  if (right === 0) return wholeOf(photo);
  const [scaleX, scaleY] = [photo.widthPx / side, photo.heightPx / side];
  const { box } = face;
  const leftPx = Math.max(0, Math.floor(Math.min(left * scaleX, box.leftPx) - margin.side * box.widthPx));
  const rightPx = Math.min(
    photo.widthPx,
    Math.ceil(Math.max(right * scaleX, box.leftPx + box.widthPx) + margin.side * box.widthPx),
  );
  const topPx = Math.max(0, Math.floor(Math.min(top * scaleY, box.topPx) - margin.top * box.widthPx));
  const bottomPx = Math.min(photo.heightPx, Math.ceil(bottom * scaleY + margin.bottom * box.widthPx));
  return { leftPx, topPx, widthPx: rightPx - leftPx, heightPx: bottomPx - topPx };
}
