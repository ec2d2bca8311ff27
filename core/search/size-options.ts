/** Reads what follows a typed size: `@350`, `@20-50kB`, `@<50kB`, `@350@20-50kB`. */

/** The limits on a file, kB. Null is an open end. */
export interface FileLimits {
  readonly min: number | null;
  readonly max: number | null;
}

export interface SizeOptions {
  /** Dots per inch; null when the text names none. */
  readonly densityDpi: number | null;
  /** Null when the text names none. */
  readonly kb: FileLimits | null;
}

const amount = '(\\d{1,5}(?:[.,]\\d)?)';
const densityForm = /^(\d{2,4})(?:dpi)?$/;
const rangeForm = new RegExp(`^${amount}\\s*(kb|mb)?\\s*(?:-|–|to|\\.\\.)\\s*${amount}\\s*(kb|mb)$`);
const ceilingForm = new RegExp(`^(?:-|<=?|≤|max)?\\s*${amount}\\s*(kb|mb)$`);
const floorForm = new RegExp(`^(?:(?:>=?|≥|min)\\s*${amount}\\s*(kb|mb)|${amount}\\s*(kb|mb)?\\s*-\\s*(?:kb|mb)?)$`);

/** A file size behind a space, without `@`. */
const looseKb = /(?<!max|min)(?<=^|[^@<>≤≥=\-\s])\s+((?:(?:[<>≤≥]=?|max|min)\s*)?(?:\d+\s*-\s*)?\d+\s*[km]b)$/;

/**
 * Returns the options of a size. @param text in lower case, what follows the sides; empty: no options.
 * @returns null when a part is no option, or when two are of the same kind.
 */
export function sizeOptions(text: string): SizeOptions | null {
  let [densityDpi, kb]: [number | null, FileLimits | null] = [null, null];
  const parts = text.replace(looseKb, '@$1').split('@').slice(1);
  for (const part of parts) {
    const option = part.trim();
    const density = densityForm.exec(option);
    const limits = density ? null : kbOf(option);
    if (density ? densityDpi !== null : limits === null || kb !== null) return null;
    if (density) densityDpi = Number(density[1]);
    else kb = limits;
  }
  return { densityDpi, kb };
}

function kbOf(option: string): FileLimits | null {
  const range = rangeForm.exec(option);
  if (range) return { min: kilobytes(range[1], range[2] ?? range[4]), max: kilobytes(range[3], range[4]) };
  const ceiling = ceilingForm.exec(option);
  if (ceiling) return { min: null, max: kilobytes(ceiling[1], ceiling[2]) };
  const floor = floorForm.exec(option);
  if (!floor) return null;
  return { min: kilobytes(floor[1] ?? floor[3], floor[2] ?? floor[4] ?? 'kb'), max: null };
}

function kilobytes(number: string, unit: string): number {
  return Number(number.replace(',', '.')) * (unit === 'mb' ? 1000 : 1);
}

/** Returns the limits in the spelling of ids: `20-50kB`, `-50kB`, `20-kB`. */
export function formatKb({ min, max }: FileLimits): string {
  return `${min ?? ''}-${max ?? ''}kB`;
}

/** Returns the limits in bytes. For the least size 1 kB counts as 1024 bytes, for the largest as 1000 bytes. */
export function bytesOf({ min, max }: FileLimits): {
  readonly minBytes: number | null;
  readonly maxBytes: number | null;
} {
  return { minBytes: min && Math.ceil(min * 1024), maxBytes: max && Math.floor(max * 1000) };
}
