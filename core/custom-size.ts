/**
 * Custom sizes: `35x45mm`, `3.5x4.5cm`, `2x2in`, `600x600px`, `3:4`, `35x45mm@350` or `200x230px@20-50kB` in an order, in
 * place of the id of a standard. A custom size has no rules, so the place of the head is our choice.
 */
import { PhotoRejected } from './errors.ts';
import { bytesOf, type FileLimits, formatKb } from './search/size-options.ts';
import { sizeIn, type TypedSize, unitMm } from './search/sizes.ts';
import { unknownEditing } from './standards/editing-rules.ts';
import type { PhotoStandard } from './standards.ts';

/** A size without a unit is in px when both sides have at least so many; smaller ones could be in any unit. */
const leastPxWithoutUnit = 100;
/** The density of nearly all standards. */
const usualDensityDpi = 300;
const densityBand = { min: 72, max: 1200 };
/** The longer side over the shorter one. In a narrower photo the head would be tiny or cut. Our choice. */
const mostPersonAspect = 3;
/** The same for a signature: some forms want one of 1:3.75. */
const mostInkAspect = 8;
/** Height of the head as a share of the photo's height: two thirds, as studios do it. */
const usualHeadShare = 0.667;
/**
 * Most height of the head as a share of the photo's width. In narrow photos the ears must stay inside; a head with hair
 * is about 0.8 of its height wide.
 */
const headShareByAspect = 0.95;

/** The longer side of a photo of which only the aspect is ordered, px. Our choice. */
const aspectSidePx = 1200;
/** A file of an ordered aspect may be made so much smaller on each side, to stay within its limit in kB. Our choice. */
const leastAspectScale = 1 / 6;

/**
 * Returns the standard for a custom size, or null for a text that is no size. Its `id` is the size in one spelling, in
 * mm, px or as an aspect (`35x45mm@350`, `200x230px@20-50kB`, `3:4`).
 * @param subject ink may be longer than a person.
 * @throws PhotoRejected `bad-order` for a size, density or limit in kB outside the limits.
 */
export function customStandard(text: string, subject: 'person' | 'ink' = 'person'): PhotoStandard | null {
  const size = sizeIn(text);
  if (size?.rest !== '') return null;
  const { densityDpi, kb } = size;
  const sides = sidesOf(size);
  if (!sides) return null;
  const { width, height, unit } = sides;
  refuseOdd(text, sides, size, subject === 'ink' ? mostInkAspect : mostPersonAspect);
  const suffix = `${densityDpi ? `@${densityDpi}` : ''}${kb ? `@${formatKb(kb)}` : ''}`;
  const id = unit === 'aspect' ? `${width}:${height}${suffix}` : `${width}x${height}${unit}${suffix}`;
  return {
    ...unruled,
    id,
    name: { en: `Custom size ${id}`, zh: `自定义尺寸 ${id}` },
    print: unit === 'mm' ? printOf(sides, densityDpi) : null,
    upload: unit === 'mm' ? null : uploadOf(sides, densityDpi),
    file: kb ? { ...unruled.file, ...bytesOf(kb) } : unruled.file,
    aim: {
      headShare: Math.min(usualHeadShare, (headShareByAspect * width) / height),
      topShare: null,
      mostShare: null,
      basis: 'our own choice: two thirds of the height, less where the photo is narrow',
    },
  };
}

interface Sides {
  readonly width: number;
  readonly height: number;
  readonly unit: 'mm' | 'px' | 'aspect';
}

function printOf({ width, height }: Sides, densityDpi: number | null): PhotoStandard['print'] {
  const density = { densityDpi: densityDpi ?? usualDensityDpi, densityStated: densityDpi !== null };
  return { widthMm: width, heightMm: height, ...density };
}

function uploadOf({ width, height, unit }: Sides, densityDpi: number | null): PhotoStandard['upload'] {
  const noLimits = { minPx: null, maxPx: null, aspect: null, densityDpi };
  if (unit !== 'aspect') return { widthPx: Math.round(width), heightPx: Math.round(height), ...noLimits };
  const scale = aspectSidePx / Math.max(width, height);
  const side = (units: number, share = 1) => Math.round(units * scale * share);
  const minPx: [number, number] = [side(width, leastAspectScale), side(height, leastAspectScale)];
  return { widthPx: side(width), heightPx: side(height), ...noLimits, minPx };
}

/** Returns the sides in mm, in px or of an aspect; null for a small size without a unit. */
function sidesOf({ width, height, unit }: TypedSize): Sides | null {
  if (unit === 'px' || unit === 'aspect') return { width, height, unit };
  if (unit === null) return Math.min(width, height) < leastPxWithoutUnit ? null : { width, height, unit: 'px' };
  const inMm = (side: number) => Math.round(side * unitMm[unit] * 100) / 100;
  return { width: inMm(width), height: inMm(height), unit: 'mm' };
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

function refuseOdd(text: string, { width, height }: Sides, { densityDpi, kb }: TypedSize, mostAspect: number): void {
  const refusal = (reason: string) => new PhotoRejected('bad-order', `${text}: ${reason}.`);
  if (width <= 0 || height <= 0) throw refusal('width and height must be above 0');
  if (Math.max(width / height, height / width) > mostAspect)
    throw refusal(`the longer side may be at most ${mostAspect} times the shorter one`);
  if (densityDpi !== null && (densityDpi < densityBand.min || densityDpi > densityBand.max)) {
    throw refusal(`the density must be ${densityBand.min} to ${densityBand.max} dpi`);
  }
  if (kb && isOddRange(kb)) {
    throw refusal(`the file size must be ${leastKb} to ${mostKb} kB, and the first number below the second`);
  }
}

/** The least ceiling and the greatest floor of a file, kB. No portal is known to ask for less or for more. */
const [leastKb, mostKb] = [1, 10_000];

function isOddRange({ min, max }: FileLimits): boolean {
  if ([min, max].some((end) => end !== null && (end < leastKb || end > mostKb))) return true;
  // In bytes: 20 kB are 20,480 bytes as the least size and 20,000 bytes as the largest.
  const { minBytes, maxBytes } = bytesOf({ min, max });
  return minBytes !== null && maxBytes !== null && minBytes > maxBytes;
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
  caption: null,
  remark: null,
  sources: [],
  checked: null,
  confidence: 'convention',
  unconfirmed: [],
};
