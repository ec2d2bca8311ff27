/**
 * Puts the person into a frame and measures how that went: crop, resampling, the picture's edges. After person.ts,
 * before finish.ts.
 */
import type { Backdrop } from '../../core/backdrop.ts';
import type { Frame } from '../../core/frame.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { putBehind } from './backdrop.ts';
import { type Crop, planCrop } from './crop.ts';
import { endAtEdges, missingDepth } from './edges.ts';
import { type MeasuredOutput, measureOutput } from './measure-output.ts';
import type { OpenedCutout } from './open-cutout.ts';
import { resample } from './resample.ts';

/** The person in a frame, before anything stands behind. */
export interface Rendering {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly crop: Crop;
  readonly person: Cutout;
  readonly measuredOutput: MeasuredOutput;
}

/** @param mark called with `crop` and `resample` when they end. */
export function renderPerson(
  opened: OpenedCutout,
  standard: PhotoStandard,
  frame: Frame,
  mark: (step: string) => void,
): Rendering {
  const crop = planCrop(opened.head, frame, standard.rules);
  mark('crop');
  const person = resample(opened.cutout, crop.map, frame);
  endAtEdges(person, opened.cutout, crop.map);
  const measuredOutput = measureOutput(person, opened.head, crop, frame, standard.rules);
  mark('resample');
  return { standard, frame, crop, person, measuredOutput };
}

/**
 * The finished picture on one backdrop.
 * @throws Fault `missing-object` where the original is wanted and not there; PhotoRejected `bad-order` for a backdrop
 * picture that is not.
 */
export function paintBackdrop(
  { person, crop, frame }: Rendering,
  backdrop: Backdrop,
  opened: OpenedCutout,
): Promise<Raster | Cutout> {
  const photoInFrame = async () => resample(await opened.photo(), crop.map, frame);
  return putBehind(backdrop, person, photoInFrame, (id) => opened.behind(id, frame));
}

/** How far the photo reaches beyond the source picture where that shows, px. */
export function missingPx({ crop, frame }: Rendering, backdrop: Backdrop, { cutout }: OpenedCutout): number {
  return backdrop.kind === 'original' ? missingDepth(cutout, crop.map, frame) : crop.emptyPx;
}
