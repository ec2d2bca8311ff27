/** Finds the person of the photo: measures all faces and chooses one, or rejects the photo. */
import { PhotoRejected } from '../../../core/errors.ts';
import { type FaceDetails, shareOutside } from '../../../core/head.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import type { Raster } from '../../../core/raster.ts';
import type { Networks } from '../inference/networks.ts';
import { findFaceBoxes } from './face-box.ts';
import { measureDetails } from './face-details.ts';
import { type MeasuredFace, measureFace } from './face-mesh.ts';

/** A face whose side is below this share of the largest face is not counted as a second person: a passer-by, or a picture on a wall. */
const bystanderShare = 0.3;
/** With the option `main`, the largest face is chosen when its side is at least this many times that of the next one. */
const clearlyLarger = 1.4;

/**
 * The most of a face that may be outside the picture, in face widths. Whole faces measure up to 0.06, because the mesh is
 * accurate to some per cent only. A quarter of a face outside measures 0.2 and more.
 */
const mostCutShare = 0.08;

export interface FoundPerson {
  readonly face: MeasuredFace;
  readonly details: FaceDetails;
  /** All other faces, largest first. */
  readonly others: readonly MeasuredFace[];
}

/**
 * @throws PhotoRejected `no-face` when there is none, `several-faces` when it is not clear which one is meant, `face-cut`
 * when the edge of the picture cuts the face.
 */
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
  const cutShare = shareOutside(largest, picture);
  if (cutShare > mostCutShare) {
    const percent = (cutShare * 100).toFixed(0);
    throw new PhotoRejected('face-cut', `The face reaches ${percent} % of its width beyond the edge.`);
  }
  const details = await measureDetails(networks.faceDetails.model, picture, largest);
  return { face: largest, details, others };
}
