/** Finds the person of the photo: measures all faces and chooses one, or rejects the photo. */
import { PhotoRejected } from '../../../core/errors.ts';
import type { MeasuredFace } from '../../../core/faces/face-mesh.ts';
import { bystanderShare } from '../../../core/faces/limits.ts';
import { shareOutside } from '../../../core/faces/outline.ts';
import type { FaceDetails } from '../../../core/head.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import type { Raster } from '../../../core/raster.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import type { Model } from '../../inference/model.ts';
import { measureDetails } from './face-details.ts';
import { type FaceNetworks, findFaces } from './find-faces.ts';

/** With the option `main`, the largest face is chosen when its side is at least this many times that of the next one. */
const clearlyLarger = 1.4;

/**
 * The least height of a face from chin to forehead, px of the working photo. A head is some 1.4 times as high, so a print of
 * 35 x 45 mm would be enlarged more than four times.
 */
const leastFacePx = 64;
/** The upload has more pixels than the working photo, so that its original would not help. */
const cropAdvice =
  'Cut the person from the chest up out of the picture and send that part, or stand closer to the camera.';

/**
 * The most of a face that may be outside the picture, in face widths. Whole faces measure up to 0.06, because the mesh is
 * accurate to some per cent only. A quarter of a face outside measures 0.2 and more.
 */
const mostCutShare = 0.08;

/** The networks that find and measure a person. */
interface PersonNetworks extends FaceNetworks {
  readonly faceDetails: { readonly model: Model };
}

export interface FoundPerson {
  readonly face: MeasuredFace;
  readonly details: FaceDetails;
  /** The right one of two people, when the photo shows two; `face` is the left one. */
  readonly second: { readonly face: MeasuredFace; readonly details: FaceDetails } | null;
  /** All other faces, largest first. */
  readonly others: readonly MeasuredFace[];
}

/**
 * @param wanted the number of people that the photo shows. With two, both are found and `choice` does not count.
 * @param sourceScale px of the upload per px of the picture, at least 1.
 * @throws PhotoRejected `no-face` when there is none, `several-faces` when it is not clear which one is meant,
 * `one-face` and `too-many-faces` when two people are wanted,
 * `face-too-small`, and `face-cut` when the edge of the picture cuts the face.
 */
export async function findPerson(
  networks: PersonNetworks,
  picture: Raster,
  choice: PhotoOrder['faces'],
  sourceScale: number,
  wanted: PhotoStandard['people'] = 1,
): Promise<FoundPerson> {
  const measured = await findFaces(networks, picture);
  const [largest] = measured;
  if (!largest) throw new PhotoRejected('no-face');
  const sizePx = largest.box.widthPx;
  const people = measured.filter(({ box }) => box.widthPx >= bystanderShare * sizePx);
  const chosen = wanted === 2 ? coupleIn(people) : [chooseOne(people, choice)];
  for (const face of chosen) refuseUnusable(face, picture, sourceScale);
  const detailed: { face: MeasuredFace; details: FaceDetails }[] = [];
  for (const face of chosen) {
    detailed.push({ face, details: await measureDetails(networks.faceDetails.model, picture, face) });
  }
  const [first, second = null] = detailed;
  return { ...first, second, others: measured.filter((face) => !chosen.includes(face)) };
}

/** @returns the two faces, the left one first. @throws PhotoRejected `one-face`, `too-many-faces`. */
function coupleIn(people: readonly MeasuredFace[]): readonly MeasuredFace[] {
  if (people.length < 2) throw new PhotoRejected('one-face');
  if (people.length > 2) throw new PhotoRejected('too-many-faces', `${people.length} faces are in the picture.`);
  return people.toSorted((a, b) => a.box.leftPx - b.box.leftPx);
}

/** @returns the largest face. @throws PhotoRejected `several-faces` when it is not clear which one is meant. */
function chooseOne(people: readonly MeasuredFace[], choice: PhotoOrder['faces']): MeasuredFace {
  const [largest, second] = people;
  const clear = !second || (choice === 'main' && largest.box.widthPx >= clearlyLarger * second.box.widthPx);
  if (!clear) throw new PhotoRejected('several-faces', `${people.length} faces of similar size are in the picture.`);
  return largest;
}

/** @throws PhotoRejected `face-too-small`, `face-cut`. */
function refuseUnusable(face: MeasuredFace, picture: Raster, sourceScale: number): void {
  refuseSmall(face, sourceScale);
  const cutShare = shareOutside(face, picture);
  if (cutShare > mostCutShare) {
    const percent = (cutShare * 100).toFixed(0);
    throw new PhotoRejected('face-cut', `The face reaches ${percent} % of its width beyond the edge.`);
  }
}

/** @throws PhotoRejected `face-too-small`, with what helps: the original file, or a part of the picture. */
function refuseSmall({ box }: MeasuredFace, sourceScale: number): void {
  if (box.heightPx >= leastFacePx) return;
  const [faceHeightPx, leastPx] = [box.heightPx, leastFacePx].map((px) => Math.round(px * sourceScale));
  const isReduced = sourceScale > 1;
  throw new PhotoRejected('face-too-small', `It is ${faceHeightPx} px high and needs ${leastPx} px.`, {
    ...(isReduced && { advice: cropAdvice }),
    facts: { faceHeightPx, leastPx, isReduced: isReduced ? 'yes' : 'no' },
  });
}
