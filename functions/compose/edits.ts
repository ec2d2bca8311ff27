/** Lists the operations that changed the pixels of a finished photo. */
import type { Backdrop } from '../../core/backdrop.ts';
import type { Edit } from '../../core/edits.ts';
import type { Frame } from '../../core/frame.ts';
import { type HeadMeasurements, sourceScale } from '../../core/head.ts';
import { type Affine, apply, turnOf } from '../../core/measure.ts';
import type { Tone } from '../../core/tone/tone.ts';
import type { Corrections } from './open-cutout.ts';
import type { Size } from './resample.ts';

/** The data for the list of one photo. */
interface EditedPhoto {
  readonly measurements: Pick<HeadMeasurements, 'source' | 'scene' | 'working' | 'matteBy'>;
  /** Maps px of the working photo to px of the file. */
  readonly map: Affine;
  readonly scale: number;
  readonly frame: Size & Pick<Frame, 'caption'>;
  readonly backdrop: Backdrop;
  /** Depth of the visible part of the frame beyond the edge of the picture, px. */
  readonly missingPx: number;
  readonly format: 'jpeg' | 'png';
  readonly corrections: Corrections;
}

/** A smaller length is only the rounding of an edge, px. */
const roundingPx = 1;
/** A smaller turn moves no pixel of a photo by half its width, degrees. */
export const leastTurnDeg = 0.05;

/** Returns the list, in the order in which the operations are done. */
export function editsOf(photo: EditedPhoto): Edit[] {
  const { map, backdrop, missingPx, format, corrections } = photo;
  const strokeCount = corrections.strokes.length;
  const turnDeg = hundredths(turnOf(map));
  const isReplaced = backdrop.kind !== 'original';
  const isCutByFile = photo.measurements.matteBy === 'file';
  const edits: (Edit | false)[] = [
    isBorderRemoved(photo) && { kind: 'border-removed', value: null },
    isCropped(photo) && { kind: 'cropped', value: null },
    scaling(photo),
    Math.abs(turnDeg) >= leastTurnDeg && { kind: 'turned', value: turnDeg },
    !isReplaced && missingPx > roundingPx && { kind: 'extended', value: hundredths(missingPx) },
    ...toneEdits(corrections.tone),
    isReplaced && strokeCount > 0 && { kind: 'cutout-corrected', value: strokeCount },
    (isReplaced || isCutByFile) && { kind: 'backdrop-replaced', value: null },
    isReplaced && !isCutByFile && { kind: 'foreground-recoloured', value: null },
    photo.frame.caption !== undefined && { kind: 'captioned', value: null },
    format === 'jpeg' && { kind: 'compressed', value: null },
  ];
  return edits.filter((edit) => edit !== false);
}

/** Returns the edits of light and contrast. @param tone null or undefined: none. */
export function toneEdits(tone: Tone | null | undefined): Edit[] {
  const { light = 0, contrast = 0 } = tone ?? {};
  return [
    ...(light === 0 ? [] : [{ kind: 'light-changed', value: light } as const]),
    ...(contrast === 0 ? [] : [{ kind: 'contrast-changed', value: contrast } as const]),
  ];
}

function isBorderRemoved({ measurements: { scene } }: EditedPhoto): boolean {
  return scene !== null && !scene.isTilted;
}

function isCropped({ measurements: { working }, map, frame }: EditedPhoto): boolean {
  const corners = [0, working.widthPx].flatMap((x) => [0, working.heightPx].map((y) => apply(map, { x, y })));
  return corners.some(({ x, y }) => {
    return Math.min(x, y, frame.widthPx - x, frame.heightPx - y) < -roundingPx;
  });
}

/** A smaller difference is only the rounding of sizes. */
const leastScaling = 0.005;

/** Returns the scale from the upload to the file; from the working photo when that one was enlarged. */
function scaling({ measurements, scale }: EditedPhoto): Edit | false {
  if (scale > 1 + leastScaling) return { kind: 'enlarged', value: hundredths(scale) };
  const total = scale / sourceScale(measurements);
  return total < 1 - leastScaling && { kind: 'scaled', value: hundredths(total) };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
