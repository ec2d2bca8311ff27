/** Checks the file itself: pixels, bytes, compression, format, and whether the picture was enlarged. */
import { type Check, checkAdvice, judge, type Limits } from '../../../core/checks.ts';
import { isOfficeFile } from '../../../core/frame.ts';
import type { Crop } from '../crop.ts';
import type { CheckedOutput } from './checked-output.ts';
import { sourceOf } from './place.ts';

/** The parts of a finished file that do not depend on what it shows. */
export type CheckedFile = Omit<CheckedOutput, 'crop' | 'measured' | 'measuredSecond'> & {
  readonly crop: Pick<Crop, 'scale'>;
};

/**
 * Returns the checks of the file. The office's limits on a file do not bind a print that is not handed in as a file.
 */
export function checkFile(output: CheckedFile): Check[] {
  const { standard, frame } = output;
  const size = [resolution(output), side('file-width', output), side('file-height', output)];
  return isOfficeFile(standard, frame) ? [...size, ...bytes(output), ...compression(output), ...format(output)] : size;
}

/** A smaller enlargement is only the rounding of sizes. */
const slack = 0.005;

function resolution({ crop }: CheckedFile): Check {
  return judge({
    code: 'resolution',
    value: crop.scale,
    unit: 'ratio',
    limit: { min: null, max: 1 },
    slack,
    beyond: 'warn',
    source: 'ours: beyond 1 the photo has more pixels than the picture gave; no office states a figure',
    found:
      crop.scale > 1 + slack
        ? `The picture was enlarged ${crop.scale.toFixed(2)} times.`
        : 'The picture has enough pixels.',
  });
}

function side(code: 'file-width' | 'file-height', output: CheckedFile): Check {
  const { standard, frame } = output;
  const axis = code === 'file-width' ? 0 : 1;
  const px = axis === 0 ? output.widthPx : output.heightPx;
  const exact = axis === 0 ? frame.widthPx : frame.heightPx;
  const { minPx, maxPx } = (frame.profile === 'upload' && standard.upload) || { minPx: null, maxPx: null };
  const ranged = minPx !== null || maxPx !== null;
  const limit: Limits = ranged
    ? { min: minPx?.[axis] ?? null, max: maxPx?.[axis] ?? null }
    : { min: exact, max: exact };
  return judge({
    code,
    value: px,
    unit: 'px',
    limit,
    beyond: 'fail',
    source: sourceOf(standard),
    found: `The file is ${px} px ${axis === 0 ? 'wide' : 'high'}.`,
  });
}

function bytes({ standard, sizeBytes }: CheckedFile): Check[] {
  const { minBytes, maxBytes } = standard.file;
  if (minBytes === null && maxBytes === null) return [];
  return [
    judge({
      code: 'file-size',
      value: sizeBytes,
      unit: 'bytes',
      limit: { min: minBytes, max: maxBytes },
      beyond: 'fail',
      source: sourceOf(standard),
      found: `The file has ${(sizeBytes / 1000).toFixed(1)} kB.`,
    }),
  ];
}

function compression({ standard, sizeBytes, widthPx, heightPx, contentType }: CheckedFile): Check[] {
  const { maxCompression } = standard.file;
  if (maxCompression === null || contentType !== 'image/jpeg') return [];
  const ratio = (widthPx * heightPx * 3) / sizeBytes;
  return [
    judge({
      code: 'file-compression',
      value: ratio,
      unit: 'ratio',
      limit: { min: null, max: maxCompression },
      beyond: 'fail',
      source: sourceOf(standard),
      found: `The picture is compressed ${ratio.toFixed(1)} to 1.`,
    }),
  ];
}

function format({ standard, contentType, backdrop }: CheckedFile): Check[] {
  const { formats } = standard.file;
  // A transparent picture is not handed in to an office.
  if (!formats || backdrop.kind === 'transparent') return [];
  const value = contentType.slice(contentType.indexOf('/') + 1);
  const isAccepted = formats.some((known) => known === value);
  return [
    {
      code: 'file-format',
      value,
      unit: 'format',
      limit: { oneOf: [...formats] },
      result: isAccepted ? 'pass' : 'fail',
      source: sourceOf(standard),
      message: isAccepted ? `The file is ${value}.` : `The file is ${value}. ${checkAdvice['file-format']}`,
    },
  ];
}
