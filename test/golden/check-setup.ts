/** Finishes a cut-out photo in one standard and checks it, with the steps of compose in the order of compose. */
import { resolveBackdrop } from '../../core/backdrop.ts';
import type { Check, CheckCode } from '../../core/checks.ts';
import { findStandard } from '../../core/find-standard.ts';
import { frameOf } from '../../core/frame.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import type { Point } from '../../core/measure.ts';
import { type Cutout, type Raster, raster } from '../../core/raster.ts';
import type { CheckedOutput } from '../../functions/compose/checks/checked-output.ts';
import { checkCapture, checkOutput } from '../../functions/compose/checks/checks.ts';
import { planCrop } from '../../functions/compose/crop.ts';
import { endAtEdges } from '../../functions/compose/edges.ts';
import { levelHead } from '../../functions/compose/head.ts';
import { measureOutput } from '../../functions/compose/measure-output.ts';
import { resample } from '../../functions/compose/resample.ts';
import type { RenderedPortrait } from '../../portraits/render.ts';

/**
 * Returns the photo with the face of its person turned. Eyes, nose and mouth move within the outline, which stays; the
 * middle moves most, as in a head that turns aside or nods.
 * @param share by how much, as a share of the head's height.
 */
export function turnFace({ photo, drawing }: RenderedPortrait, share: Point): Raster {
  const { leftEye, rightEye, chin, headHeightSkullPx } = drawing.truth;
  const middle = { x: (leftEye.x + rightEye.x) / 2, y: (leftEye.y + chin.y) / 2 };
  const [radiusX, radiusY] = [0.36 * headHeightSkullPx, 0.46 * headHeightSkullPx];
  const { widthPx, heightPx, data } = photo;
  const turned = new Uint8Array(data);
  for (let at = 0; at < widthPx * heightPx; at++) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    const slide = 1 - ((x - middle.x) / radiusX) ** 2 - ((y - middle.y) / radiusY) ** 2;
    if (slide <= 0) continue;
    const fromX = Math.round(x - share.x * headHeightSkullPx * slide);
    const fromY = Math.round(y - share.y * headHeightSkullPx * slide);
    for (let c = 0; c < 3; c++) turned[at * 3 + c] = data[(fromY * widthPx + fromX) * 3 + c];
  }
  return raster(widthPx, heightPx, turned);
}

export interface CutPhoto {
  readonly head: HeadMeasurements;
  readonly cutout: Cutout;
  readonly working: Raster;
}

/** A finished photo, as the checks take it. */
export interface FinishedPhoto {
  readonly output: CheckedOutput;
  readonly measurements: HeadMeasurements;
  readonly cutout: Cutout;
  readonly workingPhoto: Raster;
}

/** @param file fields in which the finished file differs from a good one. */
export function finish(
  { head, cutout, working }: CutPhoto,
  standardId = 'us-visa-print',
  backdrop = 'white',
  file: Partial<CheckedOutput> = {},
): FinishedPhoto {
  const standard = findStandard(standardId);
  const frame = frameOf(standard);
  const level = levelHead(head, cutout);
  const crop = planCrop(level, frame, standard.rules);
  const person = resample(cutout, crop.map, frame);
  endAtEdges(person, cutout, crop.map);
  const { measured } = measureOutput(person, level, crop, frame, standard.rules);
  const { widthPx, heightPx } = frame;
  const made = { standard, frame, crop, measured, backdrop: resolveBackdrop(backdrop, standard) };
  const output = { ...made, widthPx, heightPx, sizeBytes: 90_000, contentType: 'image/jpeg' as const, ...file };
  return { measurements: head, cutout, workingPhoto: working, output };
}

/** Returns the checks of the output, as finish.ts asks for them. */
export function outputChecks({ output, workingPhoto, ...opened }: FinishedPhoto): readonly Check[] {
  return checkOutput(output, opened, workingPhoto);
}

/** Returns the checks of the picture and those of its output. */
export function allChecks(photo: FinishedPhoto): readonly Check[] {
  return [...checkCapture(photo.measurements, photo.cutout), ...outputChecks(photo)];
}

/** Returns the codes of the checks that did not pass, as `code` or `code:fail`, in the order of the checks. */
export function troubles(checks: readonly Check[]): string[] {
  return checks
    .filter(({ result }) => result !== 'pass')
    .map(({ code, result }) => (result === 'fail' ? `${code}:fail` : code));
}

export function numberOf(checks: readonly Check[], code: CheckCode): number {
  const value = checks.find((check) => check.code === code)?.value;
  if (typeof value !== 'number') throw new Error(`the check ${code} has no value`);
  return value;
}
