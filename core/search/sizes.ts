/**
 * Reads a size in a text that people type, such as `3.5x4.5cm`, `2x2 in`, `35mm × 45mm`, `413*626`, `35x45mm@350`,
 * `200x230px@20-50kB` or `3:4`.
 */
import { frameOf } from '../frame.ts';
import type { PhotoStandard } from '../standards.ts';
import { type SizeOptions, sizeOptions } from './size-options.ts';

/** `aspect`: only the ratio of the sides, as in `3:4`. */
type SizeUnit = 'mm' | 'cm' | 'in' | 'px' | 'aspect';

/** A size as it was typed. */
export interface TypedSize extends SizeOptions {
  readonly width: number;
  readonly height: number;
  /** Null when the text names no unit. */
  readonly unit: SizeUnit | null;
  /** The text before and behind the size. */
  readonly rest: string;
}

const number = '(\\d{1,4}(?:[.,]\\d{1,2})?)';
const unit = '(mm|cm|in(?:ch(?:es)?)?|px|pixels?|["″”]|毫米|厘米|公分|英寸|像素)?';
/** Everything behind an `@`, and a file size behind a space. */
const limitSign = '(?:(?:[<>≤≥]=?|max|min)\\s*)?';
const options = `((?:\\s*@\\s*${limitSign}[^@,+/\\s]*(?:\\s*[km]b)?)*(?:\\s+${limitSign}(?:\\d+\\s*-\\s*)?\\d+\\s*[km]b)?)`;
const form = new RegExp(
  `(?<![a-z\\d.,])${number}\\s*${unit}\\s*(?:[x×*✕✖]|by)\\s*${number}\\s*${unit}${options}(?![a-z\\d@])`,
  'iu',
);
const aspectForm = new RegExp(`^\\s*${number}\\s*:\\s*${number}${options}\\s*$`, 'iu');

const units: Readonly<Record<string, SizeUnit>> = {
  ...{ mm: 'mm', 毫米: 'mm', cm: 'cm', 厘米: 'cm', 公分: 'cm' },
  ...{ in: 'in', inch: 'in', inches: 'in', '"': 'in', '″': 'in', '”': 'in', 英寸: 'in' },
  ...{ px: 'px', pixel: 'px', pixels: 'px', 像素: 'px' },
};

/** Returns the first size in a text, or null. */
export function sizeIn(text: string): TypedSize | null {
  const plain = text.normalize('NFKC').toLowerCase();
  const found = form.exec(plain);
  if (!found) return aspectIn(plain);
  const [whole, width, firstUnit, height, secondUnit, tail] = found;
  if (firstUnit && secondUnit && units[firstUnit] !== units[secondUnit]) return null;
  const named = secondUnit ?? firstUnit;
  const typed = sizeOptions(tail);
  if (!typed) return null;
  return {
    width: decimal(width),
    height: decimal(height),
    unit: named ? units[named] : null,
    ...typed,
    rest: `${plain.slice(0, found.index)} ${plain.slice(found.index + whole.length)}`.trim(),
  };
}

function aspectIn(text: string): TypedSize | null {
  const [, width, height, tail = ''] = aspectForm.exec(text) ?? [];
  const typed = sizeOptions(tail);
  if (width === undefined || !typed) return null;
  return { width: decimal(width), height: decimal(height), unit: 'aspect', ...typed, rest: '' };
}

const decimal = (text: string) => Number(text.replace(',', '.'));

/** Millimetres of one unit. */
export const unitMm = { mm: 1, cm: 10, in: 25.4 } as const;

/** People round: 2 x 2 inches are 50.8 mm, and are often given as 51 mm. */
const mostMmApart = 0.6;
const mostPxApart = 1;
/** Two sides in px that are rounded. */
const mostAspectApart = 0.005;

/** Returns whether a standard has this size on paper or in pixels. A size without a unit may be in any. */
export function hasSize(standard: PhotoStandard, size: TypedSize): boolean {
  return sizeDistance(standard, size) <= 1;
}

/** Returns how far a standard is from a size: 1 is the most that rounding explains; larger is another size. */
export function sizeDistance(standard: PhotoStandard, { width, height, unit }: TypedSize): number {
  if (unit === 'aspect') {
    const known = [...sizesMm(standard), ...sizesPx(standard)];
    return Math.min(...known.map(([w, h]) => Math.abs(w / h - width / height) / mostAspectApart));
  }
  const candidates = unit ? [unit] : (['mm', 'cm', 'in', 'px'] as const);
  const distances = candidates.flatMap((each) => {
    const scale = each === 'px' ? 1 : unitMm[each];
    const most = each === 'px' ? mostPxApart : mostMmApart;
    const known = each === 'px' ? sizesPx(standard) : sizesMm(standard);
    return known.map(([w, h]) => Math.max(Math.abs(w - width * scale), Math.abs(h - height * scale)) / most);
  });
  return Math.min(Number.POSITIVE_INFINITY, ...distances);
}

function sizesMm({ print }: PhotoStandard): (readonly [number, number])[] {
  return print ? [[print.widthMm, print.heightMm]] : [];
}

function sizesPx(standard: PhotoStandard): (readonly [number, number])[] {
  const profiles = (['print', 'upload'] as const).filter((profile) => standard[profile]);
  return profiles.map((profile) => {
    const { widthPx, heightPx } = frameOf(standard, undefined, profile);
    return [widthPx, heightPx] as const;
  });
}
