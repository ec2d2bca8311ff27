/** Turns an order into the list of files to make, so that a bad order is rejected before any work. */
import { type Backdrop, defaultBackdrop, resolveBackdrop } from '../../core/backdrop.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { findStandards, peopleIn } from '../../core/find-standard.ts';
import { type Frame, frameOf } from '../../core/frame.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { withCaption } from './caption/caption-strip.ts';

/** One frame and the files that are made in it. */
export interface Job {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly files: readonly JobFile[];
}

export interface JobFile {
  readonly backdrop: Backdrop;
  readonly format: 'jpeg' | 'png';
  readonly progressive: boolean;
  /** True for a strict order, which names rules that are not known. */
  readonly isStrict: boolean;
  /** Whether the person is a baby or small child. */
  readonly infant: boolean;
  /** Unique within the order. */
  readonly fileName: string;
}

/**
 * The most px of a photo. The largest print of the table has 1890 x 2835 px and peaks at 137 MB; this limit is half as
 * much again.
 */
const mostPx = 8_000_000;
/** In a photo with a shorter side, no face can be recognised. */
const leastSidePx = 64;

/**
 * Returns one job for each standard, with one file for each backdrop. Duplicates are made once.
 * @throws PhotoRejected `unknown-standard`; `bad-order` for an unknown backdrop, for JPEG with a transparent backdrop,
 * for a size outside the limits, or for a caption that cannot be read in it.
 */
export function jobsOf(order: PhotoOrder): Job[] {
  const { standards, backdrops, densityDpi, profile, caption } = order;
  peopleIn(standards);
  const unique = new Map(standards.flatMap(findStandards).map((standard) => [standard.id, standard]));
  return [...unique.values()].map((standard) => {
    const wanted = backdrops.map((text) => resolveBackdrop(text, standard));
    const chosen = wanted.length > 0 ? wanted : [defaultBackdrop(standard)];
    const files = chosen.map((backdrop) => jobFile(standard, backdrop, order));
    const whole = frameOf(standard, densityDpi, profile === 'auto' ? undefined : profile);
    refuseOddSize(standard, whole);
    const frame = withCaption(whole, caption);
    return { standard, frame, files: [...new Map(files.map((file) => [file.fileName, file])).values()] };
  });
}

function refuseOddSize({ id }: PhotoStandard, { widthPx, heightPx }: Frame): void {
  if (widthPx * heightPx <= mostPx && Math.min(widthPx, heightPx) >= leastSidePx) return;
  const limits = `each side must have at least ${leastSidePx} px, and the photo at most ${mostPx / 1e6} megapixels`;
  throw new PhotoRejected('bad-order', `${id} would be ${widthPx}x${heightPx} px; ${limits}.`);
}

/** Factor of each side when a file is too large even at the lowest quality. Four steps reach below half the size. */
const sizeStep = 0.85;

/**
 * Returns the frame of the next smaller size that the office accepts, for an upload whose file is too large. Returns
 * null when the size is fixed or is already the smallest.
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
  const smaller = frameOf({ ...standard, upload: { ...upload, widthPx, heightPx } }, frame.densityDpi, 'upload');
  return withCaption(smaller, frame.caption?.lines);
}

function jobFile(standard: PhotoStandard, backdrop: Backdrop, order: PhotoOrder): JobFile {
  const { format: ordered, progressive, strict: isStrict, infant } = order;
  const { formats } = standard.file;
  const needsPng = backdrop.kind === 'transparent' || (formats !== null && !formats.includes('jpeg'));
  if (ordered === 'jpeg' && backdrop.kind === 'transparent') {
    throw new PhotoRejected('bad-order', 'A JPEG cannot be transparent; order PNG.');
  }
  const format = ordered === 'auto' ? (needsPng ? 'png' : 'jpeg') : ordered;
  const stem = `${plain(standard.id)}-${plain(backdrop.name)}`;
  const fileName = `${stem}.${format === 'jpeg' ? 'jpg' : 'png'}`;
  return { backdrop, format, progressive, isStrict, infant, fileName };
}

/**
 * Returns the name with only letters, digits, dots and hyphens, for keys and file systems: `35x45mm@350@-50kB`
 * becomes `35x45mm-350dpi-max-50kb`.
 */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/@(\d+)(?=@|$)/, '-$1dpi')
    .replace(/@-/, '-max-')
    .replaceAll('@', '-')
    .replaceAll('#', '')
    .replaceAll(':', '-');
}
