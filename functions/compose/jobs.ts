/**
 * Reads an order as a list of files to be made, so that a bad one is refused before any work is done. First step of
 * compose.
 */
import { type Backdrop, defaultBackdrop, resolveBackdrop } from '../../core/backdrop.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { findStandard } from '../../core/find-standard.ts';
import { type Frame, frameOf } from '../../core/frame.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { PhotoStandard } from '../../core/standards.ts';

/** One crop and the files made from it. */
export interface Job {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly files: readonly JobFile[];
}

export interface JobFile {
  readonly backdrop: Backdrop;
  readonly format: 'jpeg' | 'png';
  readonly progressive: boolean;
  /** Unique in the order. */
  readonly fileName: string;
}

/** The largest print of the table, 1890 x 2835 px, peaks at 137 MB; this leaves room for it and half as much again. */
const mostPx = 8_000_000;
/** Below this no face can be told. */
const leastSidePx = 64;

/**
 * One job for each standard, one file in it for each backdrop; what is asked for twice is made once.
 * @throws PhotoRejected `unknown-standard`; `bad-order` for an unknown backdrop, a format that cannot hold it, or a
 * size that is none.
 */
export function jobsOf(order: PhotoOrder): Job[] {
  const { standards, backdrops, densityDpi, profile } = order;
  const unique = new Map(standards.map(findStandard).map((standard) => [standard.id, standard]));
  return [...unique.values()].map((standard) => {
    const wanted = backdrops.map((text) => resolveBackdrop(text, standard));
    const chosen = wanted.length > 0 ? wanted : [defaultBackdrop(standard)];
    const files = chosen.map((backdrop) => jobFile(standard, backdrop, order));
    const frame = frameOf(standard, densityDpi, profile === 'auto' ? undefined : profile);
    refuseOddSize(standard, frame);
    return { standard, frame, files: [...new Map(files.map((file) => [file.fileName, file])).values()] };
  });
}

function refuseOddSize({ id }: PhotoStandard, { widthPx, heightPx }: Frame): void {
  if (widthPx * heightPx <= mostPx && Math.min(widthPx, heightPx) >= leastSidePx) return;
  const limits = `a side has at least ${leastSidePx} px and the whole at most ${mostPx / 1e6} megapixels`;
  throw new PhotoRejected('bad-order', `${id} would be ${widthPx}x${heightPx} px; ${limits}.`);
}

/** Of each side, when a file is too large at its coarsest. Four steps reach below half. */
const sizeStep = 0.85;

/**
 * The next smaller size of an upload that its office still takes, for a file that does not come below the ceiling
 * otherwise. @returns null where the size is fixed or already the least.
 */
export function smallerFrame({ standard }: Pick<Job, 'standard'>, frame: Frame): Frame | null {
  const { upload } = standard;
  if (frame.profile !== 'upload' || !upload?.minPx) return null;
  const [leastWidthPx, leastHeightPx] = upload.minPx;
  const least = Math.max(leastWidthPx / frame.widthPx, leastHeightPx / frame.heightPx);
  const factor = Math.max(sizeStep, least);
  const widthPx = Math.round(frame.widthPx * factor);
  const heightPx = Math.round((widthPx * upload.heightPx) / upload.widthPx);
  if (widthPx >= frame.widthPx || heightPx < leastHeightPx) return null;
  return frameOf({ ...standard, upload: { ...upload, widthPx, heightPx } }, frame.densityDpi, 'upload');
}

function jobFile(standard: PhotoStandard, backdrop: Backdrop, { format: asked, progressive }: PhotoOrder): JobFile {
  const { formats } = standard.file;
  const needsPng = backdrop.kind === 'transparent' || (formats !== null && !formats.includes('jpeg'));
  if (asked === 'jpeg' && backdrop.kind === 'transparent') {
    throw new PhotoRejected('bad-order', 'JPEG cannot be transparent; ask for PNG.');
  }
  const format = asked === 'auto' ? (needsPng ? 'png' : 'jpeg') : asked;
  const stem = `${plain(standard.id)}-${plain(backdrop.name)}`;
  return { backdrop, format, progressive, fileName: `${stem}.${format === 'jpeg' ? 'jpg' : 'png'}` };
}

/** Letters, digits, dots and hyphens only, as keys and file systems like it: `35x45mm@350` becomes `35x45mm-350dpi`. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/@(\d+)$/, '-$1dpi')
    .replaceAll('#', '')
    .replaceAll(':', '-');
}
