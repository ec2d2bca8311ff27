/** Decides whose photo it is: all faces are found and measured, then one is chosen or the photo is refused. */
import { PhotoRejected } from '../../../core/errors.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import type { Raster } from '../../../core/raster.ts';
import type { Networks } from '../inference/networks.ts';
import { findFaceBoxes } from './face-box.ts';
import { type MeasuredFace, measureFace } from './face-mesh.ts';

/** A face below this share of the largest one's side is a passer-by or a picture on the wall, no second person. */
const bystanderShare = 0.3;
/** `main` takes the largest face only when it is this many times the next one's side. */
const clearlyLarger = 1.4;

export interface FoundPerson {
  readonly face: MeasuredFace;
  /** Everyone else who was found, largest first. */
  readonly others: readonly MeasuredFace[];
}

/** @throws PhotoRejected `no-face`, `several-faces`. */
export async function findPerson(
  networks: Networks,
  picture: Raster,
  choice: PhotoOrder['faces'],
): Promise<FoundPerson> {
  const measured: MeasuredFace[] = [];
  for (const box of await findFaceBoxes(networks.faceBox.model, picture)) {
    const face = await measureFace(networks.faceMesh.model, picture, box);
    if (face) measured.push(face);
  }
  measured.sort((a, b) => b.box.widthPx - a.box.widthPx);
  const [largest, ...others] = measured;
  if (!largest) throw new PhotoRejected('no-face');
  const sizePx = largest.box.widthPx;
  const people = measured.filter(({ box }) => box.widthPx >= bystanderShare * sizePx);
  const [, second] = people;
  const clear = !second || (choice === 'main' && sizePx >= clearlyLarger * second.box.widthPx);
  if (!clear) throw new PhotoRejected('several-faces', `${people.length} faces of similar size are in the picture.`);
  return { face: largest, others };
}
