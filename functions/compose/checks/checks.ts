import type { Check } from '../../../core/checks.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { distance } from '../../../core/measure.ts';
import type { Cutout, Raster } from '../../../core/raster.ts';
import { checkBackground } from './backdrop.ts';
import type { CheckedOutput } from './checked-output.ts';
import { checkFace } from './face.ts';
import { checkFile } from './file.ts';
import { checkHead } from './head.ts';
import { checkLight } from './light.ts';
import { sampleFace } from './samples.ts';

export interface CheckInput {
  readonly head: HeadMeasurements;
  /** Straight RGBA at working size. */
  readonly cutout: Cutout;
  /** The upright working photo; needed only for the `original` backdrop. */
  readonly workingPhoto: Raster | Cutout | null;
  readonly output: CheckedOutput;
}

/** All checks of a photo with one output. */
export function checkPhoto(input: CheckInput): readonly Check[] {
  return [...checkCapture(input.head, input.cutout), ...checkOutput(input)];
}

/** What depends on the picture taken alone. Without a face: that there is none. */
export function checkCapture(head: HeadMeasurements, cutout: Cutout): readonly Check[] {
  const checks = checkFace(head);
  return head.face && head.head ? [...checks, ...checkLight(head.face, sampleFace(head.face, cutout))] : checks;
}

/** What depends on the standard, the crop, the backdrop and the file. Without a face: the file alone. */
export function checkOutput({ head: { face, head }, cutout, workingPhoto, output }: CheckInput): readonly Check[] {
  const file = checkFile(output);
  if (!face || !head) return file;
  const background =
    workingPhoto && output.backdrop.kind === 'original'
      ? checkBackground(workingPhoto, cutout, distance(face.leftEye, face.rightEye), output)
      : [];
  return [...checkHead(face, head, cutout, output), ...background, ...file];
}
