/** Runs the checks of a photo: of the picture itself, and of each finished file. */
import type { Check, CheckCode } from '../../../core/checks.ts';
import type { FaceMeasurements, HeadMeasurements } from '../../../core/head.ts';
import { distance } from '../../../core/measure.ts';
import type { PhotoOrder } from '../../../core/order.ts';
import type { Cutout, Raster } from '../../../core/raster.ts';
import type { OpenedCutout } from '../open-cutout.ts';
import { checkBackground } from './backdrop.ts';
import { checkBodyEnds } from './body-ends.ts';
import type { CheckedOutput } from './checked-output.ts';
import { checkColour } from './colour.ts';
import { checkCovered } from './covered.ts';
import { checkCutout } from './cutout.ts';
import { checkFace } from './face.ts';
import { checkFile } from './file.ts';
import { checkGlasses } from './glasses.ts';
import { checkHead } from './head.ts';
import { checkHeadCover } from './head-cover.ts';
import { checkLight } from './light.ts';
import { checkOnlyPerson } from './only-person.ts';
import { checkPrint } from './print.ts';
import { type FaceGrid, sampleFace } from './samples.ts';

/**
 * ICAO TR Portrait Quality and offices (for example of Britain and the United States) do not ask small children to keep the
 * eyes open, look into the camera or close the mouth. The rules stay in the list of what was not judged.
 */
const notForInfants: ReadonlySet<CheckCode> = new Set(['eyes-open', 'gaze', 'mouth-closed']);

/**
 * Runs the checks that depend on the picture alone. Without a face, the only check is `face-count`.
 * @param order the order of the photo; with `infant`, the expression is not judged.
 */
export function checkCapture(
  head: HeadMeasurements,
  cutout: Cutout,
  { infant }: Pick<PhotoOrder, 'infant'> = { infant: false },
): readonly Check[] {
  const checks = checkFace(head).filter(({ code }) => !infant || !notForInfants.has(code));
  if (!head.face || !head.head) return checks;
  const grid = gridOf(head.face, cutout);
  const colourChecks = checkColour(head.face, cutout, grid);
  const isPassed = (code: CheckCode) => colourChecks.some((check) => check.code === code && check.result === 'pass');
  return [
    ...checks,
    checkPrint(head),
    ...checkLight(head.face, grid),
    ...colourChecks,
    ...checkCovered(head.face, grid, isPassed('colour')),
    // Coloured light gives hair colours that it does not have.
    ...(isPassed('colour-cast') ? checkHeadCover(head.face, head.head, cutout) : []),
    ...(head.doubts ? [checkCutout(head.doubts, head.matteBy)] : []),
    ...checkOnlyPerson(head, cutout, isPassed('colour')),
  ];
}

/**
 * Runs the checks that depend on the standard, the crop, the backdrop and the file. Without a face, only the file is
 * checked.
 * @param workingPhoto the upright working photo; needed for the `original` backdrop only, else null.
 */
export function checkOutput(
  output: CheckedOutput,
  { measurements: { face, head }, cutout }: Pick<OpenedCutout, 'measurements' | 'cutout'>,
  workingPhoto: Raster | Cutout | null,
): readonly Check[] {
  const fileChecks = checkFile(output);
  if (!face || !head) return fileChecks;
  const backgroundChecks =
    workingPhoto && output.backdrop.kind === 'original'
      ? checkBackground(workingPhoto, cutout, distance(face.leftEye, face.rightEye), output)
      : [];
  const glassesChecks = checkGlasses(face, gridOf(face, cutout), output.standard);
  const bodyChecks = checkBodyEnds(head, cutout, output);
  return [
    ...checkHead(face, head, cutout, output),
    ...bodyChecks,
    ...glassesChecks,
    ...backgroundChecks,
    ...fileChecks,
  ];
}

/** The grid of the face of a cutout, which the checks of the picture and of each output read. */
const grids = new WeakMap<Cutout, FaceGrid>();

function gridOf(face: FaceMeasurements, cutout: Cutout): FaceGrid {
  const grid = grids.get(cutout) ?? sampleFace(face, cutout);
  grids.set(cutout, grid);
  return grid;
}
