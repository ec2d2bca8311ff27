/**
 * Custom sizes: `35x45mm`, `3.5x4.5cm`, `2x2in`, `600x600px` or `35x45mm@350` in an order, in place of the id of a
 * standard. A custom size has no rules, so the place of the head is our choice.
 */
import { PhotoRejected } from './errors.ts';
import { sizeIn, type TypedSize, unitMm } from './search/sizes.ts';
import { unknownEditing } from './standards/editing-rules.ts';
import type { PhotoStandard } from './standards.ts';

/** A size without a unit is in px when both sides have at least so many; smaller ones could be in any unit. */
const leastPxWithoutUnit = 100;
/** The density of nearly all standards. */
const usualDensityDpi = 300;
const densityBand = { min: 72, max: 1200 };
/** The longer side over the shorter one. In a narrower photo the head would be tiny or cut. Our choice. */
const mostAspect = 3;
/** Height of the head as a share of the photo's height: two thirds, as studios do it. */
const usualHeadShare = 0.667;
/**
 * Most height of the head as a share of the photo's width. In narrow photos the ears must stay inside; a head with hair
 * is about 0.8 of its height wide.
 */
const headShareByAspect = 0.95;

/**
 * Returns the standard for a custom size, or null for a text that is no size. Its `id` is the size in one spelling, in
 * mm or px (`35x45mm@350`).
 * @throws PhotoRejected `bad-order` for a size or density outside the limits.
 */
export function customStandard(text: string): PhotoStandard | null {
  const size = sizeIn(text);
  if (size?.rest !== '') return null;
  const { densityDpi } = size;
  const sides = sidesOf(size);
  if (!sides) return null;
  const { width, height, inMm } = sides;
  refuseOdd(text, width, height, densityDpi);
  const id = `${width}x${height}${inMm ? 'mm' : 'px'}${densityDpi ? `@${densityDpi}` : ''}`;
  const printDpi = densityDpi ?? usualDensityDpi;
  return {
    ...unruled,
    id,
    name: { en: `Custom size ${id}`, zh: `自定义尺寸 ${id}` },
    print: inMm ? { widthMm: width, heightMm: height, densityDpi: printDpi, densityStated: densityDpi !== null } : null,
    upload: inMm
      ? null
      : {
          widthPx: Math.round(width),
          heightPx: Math.round(height),
          minPx: null,
          maxPx: null,
          aspect: null,
          densityDpi,
        },
    aim: {
      headShare: Math.min(usualHeadShare, (headShareByAspect * width) / height),
      topShare: null,
      mostShare: null,
      basis: 'our own choice: two thirds of the height, less where the photo is narrow',
    },
  };
}

/** Returns the sides in mm or px; null for a small size without a unit. */
function sidesOf({ width, height, unit }: TypedSize): { width: number; height: number; inMm: boolean } | null {
  if (unit === 'px') return { width, height, inMm: false };
  if (unit === null) return Math.min(width, height) < leastPxWithoutUnit ? null : { width, height, inMm: false };
  const inMm = (side: number) => Math.round(side * unitMm[unit] * 100) / 100;
  return { width: inMm(width), height: inMm(height), inMm: true };
}

/** Returns the same as {@link customStandard}, and null for a size outside the limits. */
export function ownSize(text: string): PhotoStandard | null {
  try {
    return customStandard(text);
  } catch (error) {
    if (error instanceof PhotoRejected) return null;
    throw error;
  }
}

function refuseOdd(text: string, width: number, height: number, densityDpi: number | null): void {
  const refusal = (reason: string) => new PhotoRejected('bad-order', `${text}: ${reason}.`);
  if (width <= 0 || height <= 0) throw refusal('width and height must be above 0');
  if (Math.max(width / height, height / width) > mostAspect)
    throw refusal(`the longer side may be at most ${mostAspect} times the shorter one`);
  if (densityDpi !== null && (densityDpi < densityBand.min || densityDpi > densityBand.max)) {
    throw refusal(`the density must be ${densityBand.min} to ${densityBand.max} dpi`);
  }
}

/** The fields of a standard that a custom size does not state. */
const unruled: Omit<PhotoStandard, 'id' | 'name' | 'print' | 'upload' | 'aim'> = {
  country: null,
  category: 'generic',
  people: 1,
  usual: null,
  rules: {
    crown: 'hair',
    width: 'ears',
    headHeight: null,
    eyeLine: null,
    topMargin: null,
    chinToBottom: null,
    headWidth: null,
    eyeDistance: null,
  },
  backdrops: [],
  file: { minBytes: null, maxBytes: null, maxCompression: null, formats: null },
  editing: unknownEditing,
  takenBy: null,
  glasses: null,
  headCover: null,
  infants: null,
  maxAgeMonths: null,
  remark: null,
  sources: [],
  checked: null,
  confidence: 'convention',
  unconfirmed: [],
};
