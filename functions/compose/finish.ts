/** Makes the file of a rendered picture and its entry in the record. */
import type { Check } from '../../core/checks.ts';
import type { Degraded } from '../../core/degraded.ts';
import type { Edit } from '../../core/edits.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { type Frame, isOfficeFile } from '../../core/frame.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import { turnOf } from '../../core/measure.ts';
import type { OutputNote } from '../../core/notes.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { Output } from '../../core/photo-record.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { verdictOf } from '../../core/verdict.ts';
import { checkOutput } from './checks/checks.ts';
import { editsOf, toneEdits } from './edits.ts';
import { encodeJpeg, encodePng, type FileRules, withPngDensity } from './encode.ts';
import type { JobFile } from './jobs.ts';
import { notesOn } from './notes.ts';
import type { Corrections, OpenedCutout } from './open-cutout.ts';
import { placeHeads } from './place-heads.ts';
import { missingPx, type Rendering } from './render.ts';

/** A file that compose yields. The caller chooses the key under which it is stored. */
export interface ComposedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly output: Omit<Output, 'key'>;
  /** What compose made smaller; absent: nothing. */
  readonly degraded?: readonly Degraded[];
}

/**
 * Encodes a photo, measures, checks and judges it.
 * @param known.capture the checks of the picture itself.
 * @param known.corrections what a person has corrected in the pixels of the picture.
 * @throws PhotoRejected `file-size-unreachable`.
 */
export async function finishFile(
  file: JobFile,
  picture: Raster | Cutout,
  rendering: Rendering,
  opened: OpenedCutout,
  { capture, corrections }: { readonly capture: readonly Check[]; readonly corrections: Corrections },
): Promise<ComposedFile> {
  const { fileName, format, backdrop, isStrict, infant } = file;
  const { standard, frame, crop, measuredOutput, secondOutput } = rendering;
  const { measured } = measuredOutput;
  const measuredSecond = secondOutput?.measured ?? null;
  const hairOutsidePx = Math.max(measuredOutput.hairOutsidePx, secondOutput?.hairOutsidePx ?? 0);
  const hairCut = opened.head.hairCut || (opened.second?.hairCut ?? false);
  const rules = fileRules(standard, frame, file);
  const bytes = format === 'jpeg' ? await encodeJpeg(picture, rules) : await encodePng(picture, rules);
  const missing = missingPx(rendering, backdrop, opened);
  const notes = notesOn({
    standard,
    frame,
    backdrop,
    format,
    measured,
    scale: crop.scale,
    turnDeg: turnOf(crop.map),
    missingPx: missing,
    backgroundMissing: backdrop.kind === 'original' && opened.measurements.matteBy === 'file',
    hairCutBySource: hairCut,
    hairOutsidePx,
    missingBytes: Math.max(0, (rules.minBytes ?? 0) - bytes.length),
    isStrict,
    corrections,
  });
  if (isStrict) refuseEdited(notes, standard);
  const { widthPx, heightPx, densityDpi, profile } = frame;
  const contentType = format === 'jpeg' ? 'image/jpeg' : 'image/png';
  const size = { contentType, widthPx, heightPx, sizeBytes: bytes.length } as const;
  const workingPhoto = backdrop.kind === 'original' ? await opened.photo() : null;
  const checks = [
    ...checkOutput({ ...size, standard, frame, crop, backdrop, measured, measuredSecond }, opened, workingPhoto),
  ];
  const { measurements } = opened;
  const edits = editsOf({ ...crop, measurements, frame, backdrop, missingPx: missing, format, corrections });
  const judgement = verdictOf({ kind: 'photo', profile, checks, notes, edits, infant }, capture, standard);
  const identity = { kind: 'photo', standard: standard.id, profile, backdrop: backdrop.name } as const;
  return {
    fileName,
    bytes,
    output: {
      ...identity,
      ...size,
      densityDpi,
      sheet: null,
      measured,
      measuredSecond,
      crop: placeHeads(opened, crop, standard),
      notes,
      checks,
      edits,
      ...judgement,
    },
  };
}

/** Refuses a strict order whose photo had to be changed. @throws PhotoRejected `standard-forbids`. */
function refuseEdited(notes: readonly OutputNote[], { id }: PhotoStandard): void {
  const note = notes.find(({ code }) => code === 'editing-not-allowed');
  if (note) throw new PhotoRejected('standard-forbids', `${id}: ${note.message}`);
}

/** A cutout has no paper size and so no true density. Most programs print at this one. */
const cutoutDensityDpi = 300;

/** @throws PhotoRejected `bad-order` when a `cutout` order asks for JPEG or a sheet. */
export function checkCutoutOrder(order: PhotoOrder): void {
  if (order.sheet)
    throw new PhotoRejected('bad-order', 'A cutout has no print size in mm, so it cannot stand on a sheet.');
  if (order.format === 'jpeg') throw new PhotoRejected('bad-order', 'A JPEG cannot be transparent; order PNG.');
}

/** Returns the file of the whole cutout. @param cutoutPng at working size. */
export function cutoutFile(
  cutoutPng: Uint8Array,
  { working, matteBy }: HeadMeasurements,
  order: PhotoOrder,
): ComposedFile {
  const densityDpi = order.densityDpi ?? cutoutDensityDpi;
  const bytes = withPngDensity(cutoutPng, densityDpi);
  const strokeCount = order.strokes?.length ?? 0;
  const edits: Edit[] = [
    ...toneEdits(order.tone),
    ...(strokeCount > 0 ? [{ kind: 'cutout-corrected', value: strokeCount } as const] : []),
    { kind: 'backdrop-replaced', value: null },
    ...(matteBy === 'file' ? [] : [{ kind: 'foreground-recoloured', value: null } as const]),
  ];
  const judged = { kind: 'cutout', profile: null, checks: [], notes: [], edits } as const;
  return {
    fileName: 'cutout.png',
    bytes,
    output: {
      kind: 'cutout',
      standard: null,
      profile: null,
      backdrop: 'transparent',
      contentType: 'image/png',
      widthPx: working.widthPx,
      heightPx: working.heightPx,
      densityDpi,
      sizeBytes: bytes.length,
      sheet: null,
      measured: null,
      measuredSecond: null,
      crop: null,
      notes: [],
      checks: [],
      edits,
      ...verdictOf(judged, [], null),
    },
  };
}

/**
 * Returns the limits for the file. The office's limits bind only a file that the office takes: in its format, not
 * transparent, and not a private print.
 */
function fileRules(standard: PhotoStandard, frame: Frame, { format, backdrop, progressive }: JobFile): FileRules {
  const { densityDpi, widthPx, heightPx } = frame;
  const { minBytes, maxBytes, maxCompression, formats } = standard.file;
  const taken = (formats?.includes(format) ?? true) && backdrop.kind !== 'transparent';
  if (!taken || !isOfficeFile(standard, frame)) return { densityDpi, minBytes: null, maxBytes: null, progressive };
  const leastBytes = maxCompression ? Math.ceil((widthPx * heightPx * 3) / maxCompression) : 0;
  return { densityDpi, minBytes: Math.max(minBytes ?? 0, leastBytes) || null, maxBytes, progressive };
}
