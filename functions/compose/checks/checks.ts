/** Runs the checks of a photo: of the picture itself, and of each finished file. */
import { type Check, type CheckCode, ofPerson } from '../../../core/checks.ts';
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
import { checkCutout, edgeArea } from './cutout.ts';
import { checkFace, faceCount } from './face.ts';
import { checkFile } from './file.ts';
import { checkGlasses } from './glasses.ts';
import { centring, checkHead } from './head.ts';
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
  return head.second ? checkCouple(head, head.second, cutout, infant) : checkOne(head, cutout, infant, true);
}

/** @param isAlone false for one of two people: the other one stands at the shoulder. */
function checkOne(head: HeadMeasurements, cutout: Cutout, infant: boolean, isAlone: boolean): readonly Check[] {
  const checks = checkFace(head).filter(({ code }) => !infant || !notForInfants.has(code));
  if (!head.face || !head.head) return checks;
  const grid = gridOf(head.face, cutout);
  const colourChecks = checkColour(head.face, cutout, grid);
  const isPassed = (code: CheckCode) => colourChecks.some((check) => check.code === code && check.result === 'pass');
  const greyEdge = isPassed('colour') ? 0 : edgeArea(cutout, head.face.box.widthPx);
  return [
    ...checks,
    checkPrint(head),
    ...checkLight(head.face, grid),
    ...colourChecks,
    ...checkCovered(head.face, grid, isPassed('colour')),
    // Coloured light gives hair colours that it does not have.
    ...(isPassed('colour-cast') ? checkHeadCover(head.face, head.head, cutout) : []),
    ...(head.doubts ? [checkCutout(head.doubts, head.matteBy, greyEdge)] : []),
    ...(isAlone ? checkOnlyPerson(head, cutout, isPassed('colour')) : []),
  ];
}

/**
 * ICAO's eye distance is for the photo of one person. Two people share the width of the picture; the check `resolution` still
 * judges their pixels.
 */
const notForTwo: ReadonlySet<CheckCode> = new Set(['eye-distance']);

/** Checks of the picture, not of a person in it. */
const ofPicture: ReadonlySet<CheckCode> = new Set(['face-count', 'print', 'cutout']);

/** Returns the checks of the picture once, and those of each of two people. */
function checkCouple(
  head: HeadMeasurements,
  second: NonNullable<HeadMeasurements['second']>,
  cutout: Cutout,
  infant: boolean,
): readonly Check[] {
  const [left, right] = [head, { ...head, ...second }].map((one) => checkOne(one, cutout, infant, false));
  const isOfPicture = ({ code }: Check) => ofPicture.has(code);
  const isOfPerson = (check: Check) => !isOfPicture(check) && !notForTwo.has(check.code);
  return [
    faceCount(head.face?.count ?? 0, 2),
    ...left.filter((check) => isOfPicture(check) && check.code !== 'face-count'),
    ...ofPerson(1, left.filter(isOfPerson)),
    ...ofPerson(2, right.filter(isOfPerson)),
  ];
}

/**
 * Runs the checks that depend on the standard, the crop, the backdrop and the file. Without a face, only the file is
 * checked.
 * @param workingPhoto the upright working photo; needed for the `original` backdrop only, else null.
 */
export function checkOutput(
  output: CheckedOutput,
  { measurements: { face, head, second }, cutout }: Pick<OpenedCutout, 'measurements' | 'cutout'>,
  workingPhoto: Raster | Cutout | null,
): readonly Check[] {
  const fileChecks = checkFile(output);
  if (!face || !head) return fileChecks;
  const backgroundChecks =
    workingPhoto && output.backdrop.kind === 'original'
      ? checkBackground(workingPhoto, cutout, distance(face.leftEye, face.rightEye), output)
      : [];
  const personChecks = (one: FaceMeasurements, lengths: typeof head, measured: CheckedOutput['measured']) => [
    ...checkHead(one, lengths, cutout, { ...output, measured }),
    ...checkGlasses(one, gridOf(one, cutout), output.standard),
  ];
  const bodyChecks = checkBodyEnds(head, cutout, output);
  const own = personChecks(face, head, output.measured);
  if (!second || !output.measuredSecond) return [...own, ...bodyChecks, ...backgroundChecks, ...fileChecks];
  const other = personChecks(second.face, second.head, output.measuredSecond);
  const middle = centring([face, second.face], output);
  const shared = other.filter(({ code }) => code === 'shoulders-cut');
  const apart = (checks: readonly Check[]) => checks.filter(({ code }) => code !== 'shoulders-cut');
  return [
    middle,
    ...ofPerson(1, apart(own)),
    ...ofPerson(2, apart(other)),
    ...shared,
    ...bodyChecks,
    ...backgroundChecks,
    ...fileChecks,
  ];
}

/** The grid of the face of a cutout, which the checks of the picture and of each output read. */
const grids = new WeakMap<Cutout, Map<FaceMeasurements['leftEye'], FaceGrid>>();

function gridOf(face: FaceMeasurements, cutout: Cutout): FaceGrid {
  const known = grids.get(cutout) ?? new Map();
  const grid = known.get(face.leftEye) ?? sampleFace(face, cutout);
  grids.set(cutout, known.set(face.leftEye, grid));
  return grid;
}
