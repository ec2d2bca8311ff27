/**
 * Renders the person into a frame: chooses the crop, resamples the cutout, cuts it at the edges of the picture, and
 * measures the result.
 */
import { type Adjust, isAdjusted } from '../../core/adjust/adjusted-map.ts';
import { missingDepth } from '../../core/adjust/picture-edges.ts';
import type { Backdrop } from '../../core/backdrop.ts';
import type { Frame } from '../../core/frame.ts';
import { turnOf } from '../../core/measure.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { adjustCrop } from './adjust-crop.ts';
import { putBehind } from './backdrop.ts';
import { writeCaption } from './caption/write-caption.ts';
import { coupleCrop } from './couple.ts';
import { type Crop, uncovered } from './crop.ts';
import { endAtEdges } from './edges.ts';
import type { LevelHead } from './head.ts';
import { type MeasuredOutput, measureOutput } from './measure-output.ts';
import type { OpenedCutout } from './open-cutout.ts';
import { resample } from './resample.ts';
import { cropFor } from './unedited.ts';

/** The person in a frame, without a backdrop. */
export interface Rendering {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly crop: Crop;
  readonly person: Cutout;
  readonly measuredOutput: MeasuredOutput;
  /** The same of the right one of two people; null in a photo of one person. */
  readonly secondOutput: MeasuredOutput | null;
}

/**
 * Renders the person in a standard's frame.
 * @param unedited the photo keeps its background and must stay unedited (unedited.ts).
 * @param adjust the correction of the automatic crop; undefined: none.
 * @param mark called with `crop` and `resample` when these steps end.
 */
export function renderPerson(
  opened: OpenedCutout,
  standard: PhotoStandard,
  frame: Frame,
  unedited: boolean,
  adjust: Adjust | undefined,
  mark: (step: string) => void,
): Rendering {
  const { second } = opened;
  const { crop: automatic, head } = second
    ? { crop: coupleCrop(opened.head, second, frame, standard), head: opened.head }
    : cropFor(opened.head, standard, frame, opened.cutout, unedited);
  const heads = second ? [opened.head, second] : [opened.head];
  const crop = adjust && isAdjusted(adjust) ? adjustCrop(automatic, heads, frame, adjust) : automatic;
  mark('crop');
  const person = resample(opened.cutout, crop.map, frame);
  endAtEdges(person, opened.cutout, crop.map);
  const measure = (one: LevelHead, rollDeg: number) =>
    measureOutput(second ? null : person, one, crop, frame, standard.rules, rollDeg + turnOf(crop.map));
  const [measuredOutput, secondOutput] = [
    measure(head, opened.head.rollDeg),
    second && measure(second, second.rollDeg),
  ];
  mark('resample');
  return { standard, frame, crop, person, measuredOutput, secondOutput };
}

/**
 * Returns the finished picture on a backdrop, with its caption.
 * @throws Fault `missing-object` when the original backdrop needs the working photo and it is missing.
 * @throws PhotoRejected `bad-order` when the backdrop picture is missing or cannot be read.
 */
export async function paintBackdrop(
  { person, crop, frame }: Rendering,
  backdrop: Backdrop,
  opened: OpenedCutout,
): Promise<Raster | Cutout> {
  const photoInFrame = async () => resample(await opened.photo(), crop.map, frame);
  const picture = await putBehind(backdrop, person, photoInFrame, (id) => opened.backdropInFrame(id, frame));
  return frame.caption ? writeCaption(picture, frame.caption) : picture;
}

/** Returns the depth of the visible part of the frame beyond the edge of the picture, px. */
export function missingPx({ crop, frame }: Rendering, backdrop: Backdrop, { cutout }: OpenedCutout): number {
  return backdrop.kind === 'original' ? missingDepth(cutout, crop.map, uncovered(frame)) : crop.emptyPx;
}
