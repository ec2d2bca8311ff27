/**
 * The checks of a photo: what an examiner would find, each with value, limit, verdict, source and advice. Those of the
 * capture are made once for a photo, those of an output for each finished file; after measured.ts and encode.ts.
 */
import type { Backdrop } from '../../core/backdrop.ts';
import type { Check } from '../../core/checks.ts';
import type { Frame } from '../../core/frame.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import { distance } from '../../core/measure.ts';
import type { Measurements, Output } from '../../core/photo-record.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { checkBackground } from './check-backdrop.ts';
import { checkFace } from './check-face.ts';
import { checkFile } from './check-file.ts';
import { checkHead } from './check-head.ts';
import { checkLight } from './check-light.ts';
import { sampleFace } from './check-samples.ts';
import type { Crop } from './crop.ts';

/** One finished file and how it came about. */
export interface CheckedOutput extends Pick<Output, 'widthPx' | 'heightPx' | 'sizeBytes' | 'contentType'> {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly crop: Crop;
  readonly backdrop: Backdrop;
  readonly measured: Measurements;
}

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
