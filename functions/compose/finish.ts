/** Turns a rendered picture into the file that is handed out and its entry in the record. After backdrop.ts; uses encode.ts. */
import { PhotoRejected } from '../../core/errors.ts';
import { type Frame, isOfficeFile } from '../../core/frame.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { Output } from '../../core/photo-record.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { checkOutput } from './checks/checks.ts';
import { encodeJpeg, encodePng, type FileRules, withPngDensity } from './encode.ts';
import type { JobFile } from './jobs.ts';
import { notesOn } from './notes.ts';
import type { OpenedCutout } from './open-cutout.ts';
import { missingPx, type Rendering } from './render.ts';

/** What compose hands out; its caller knows the key to store it under. */
export interface ComposedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly output: Omit<Output, 'key'>;
}

/** @throws PhotoRejected `file-size-unreachable`. */
export async function finishFile(
  file: JobFile,
  picture: Raster | Cutout,
  rendering: Rendering,
  opened: OpenedCutout,
): Promise<ComposedFile> {
  const { fileName, format, backdrop } = file;
  const { standard, frame, crop, outcome } = rendering;
  const { measured, hairOutsidePx } = outcome;
  const { rollDeg, hairCut } = opened.head;
  const rules = fileRules(standard, frame, file);
  const bytes = format === 'jpeg' ? await encodeJpeg(picture, rules) : await encodePng(picture, rules);
  const notes = notesOn({
    standard,
    frame,
    backdrop,
    format,
    measured,
    scale: crop.scale,
    rollDeg,
    missingPx: missingPx(rendering, backdrop, opened),
    hairCutBySource: hairCut,
    hairOutsidePx,
    missingBytes: Math.max(0, (rules.minBytes ?? 0) - bytes.length),
  });
  const { widthPx, heightPx, densityDpi, profile } = frame;
  const contentType = format === 'jpeg' ? 'image/jpeg' : 'image/png';
  const size = { contentType, widthPx, heightPx, sizeBytes: bytes.length } as const;
  const checks = checkOutput({
    head: opened.measurements,
    cutout: opened.cutout,
    workingPhoto: backdrop.kind === 'original' ? await opened.photo() : null,
    output: { ...size, standard, frame, crop, backdrop, measured },
  });
  const what = { kind: 'photo', standard: standard.id, profile, backdrop: backdrop.name } as const;
  return {
    fileName,
    bytes,
    output: { ...what, ...size, densityDpi, sheet: null, measured, notes, checks: [...checks] },
  };
}

/** Without a paper size there is no true density; this is what most programs print at. */
const cutoutDensityDpi = 300;

/** The cutout as it is, for an order that asks for no more. @throws PhotoRejected `bad-order` as JPEG or on a sheet. */
export function cutoutFile(cutoutPng: Uint8Array, { working }: HeadMeasurements, order: PhotoOrder): ComposedFile {
  if (order.sheet) throw new PhotoRejected('bad-order', 'A cutout has no print size and fits no sheet.');
  if (order.format === 'jpeg') throw new PhotoRejected('bad-order', 'JPEG cannot be transparent; ask for PNG.');
  const densityDpi = order.densityDpi ?? cutoutDensityDpi;
  const bytes = withPngDensity(cutoutPng, densityDpi);
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
      notes: [],
      checks: [],
    },
  };
}

/** The office's limits bind the file it takes, not a print for oneself, another format or a transparent picture. */
function fileRules(standard: PhotoStandard, frame: Frame, { format, backdrop, progressive }: JobFile): FileRules {
  const { densityDpi, widthPx, heightPx } = frame;
  const { minBytes, maxBytes, maxCompression, formats } = standard.file;
  const taken = (formats?.includes(format) ?? true) && backdrop.kind !== 'transparent';
  if (!taken || !isOfficeFile(standard, frame)) return { densityDpi, minBytes: null, maxBytes: null, progressive };
  const leastBytes = maxCompression ? Math.ceil((widthPx * heightPx * 3) / maxCompression) : 0;
  return { densityDpi, minBytes: Math.max(minBytes ?? 0, leastBytes) || null, maxBytes, progressive };
}
