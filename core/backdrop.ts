/**
 * What stands behind the person: colour names in English and Chinese, hex, gradients of two colours, a picture, the photo's
 * own background, or nothing. The order says it in a word, the standard says which its office takes, compose paints it.
 */
import { PhotoRejected } from './errors.ts';
import type { PhotoStandard, StandardBackdrop } from './standards.ts';

/** 8 bits a channel, sRGB. */
export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** A plain colour. */
export interface SolidBackdrop {
  readonly kind: 'solid';
  readonly name: string;
  readonly colour: Rgb;
}

/** `linear` runs from the upper edge to the lower, `radial` from behind the head to the corners. */
export interface GradientBackdrop {
  readonly kind: 'gradient';
  readonly name: string;
  readonly shape: 'linear' | 'radial';
  readonly from: Rgb;
  readonly to: Rgb;
}

/** A picture that lies in the results bucket under `backdrops/{id}` (core/keys.ts). */
export interface ImageBackdrop {
  readonly kind: 'image';
  readonly name: string;
  readonly id: string;
}

/**
 * `name` goes into records and file names and, in an order, means the same again: an English colour name in kebab
 * case, `#RRGGBB`, `linear:#438EDB-white`, or `image:office.jpg`.
 */
export type Backdrop =
  | SolidBackdrop
  | GradientBackdrop
  | ImageBackdrop
  | { readonly kind: 'original'; readonly name: 'original' }
  | { readonly kind: 'transparent'; readonly name: 'transparent' };

/**
 * Names for orders whose standard has no shade of its own by that name. Pale blue is the number of the China exit-entry
 * guide and diploma rules; blue and red are Chinese studio habit; the others render words. Collected November 2026.
 */
export const namedColours: readonly { readonly en: string; readonly zh: string; readonly hex: string }[] = [
  { en: 'white', zh: '白色', hex: '#FFFFFF' },
  { en: 'off-white', zh: '米白色', hex: '#FAFAFA' },
  { en: 'cream', zh: '米色', hex: '#F5F0E1' },
  { en: 'light', zh: '浅色', hex: '#EBEBEB' },
  { en: 'light grey', zh: '浅灰色', hex: '#D9D9D9' },
  { en: 'grey', zh: '灰色', hex: '#BEBEBE' },
  { en: 'light blue', zh: '淡蓝色', hex: '#CFE3F3' },
  { en: 'pale blue', zh: '浅蓝色', hex: '#64C5FF' },
  { en: 'blue', zh: '蓝色', hex: '#438EDB' },
  { en: 'red', zh: '红色', hex: '#FF0000' },
];

const originalWords: readonly string[] = ['original', '原图色', '原背景色', '原色'];
const transparentWords: readonly string[] = ['transparent', 'none', '透明色'];

const imageForm = /^image:([a-z0-9][a-z0-9._-]{0,47})$/;
const gradientForm = /^\s*(linear|radial|渐变|线性渐变|径向渐变)\s*[:：]\s*(.+)$/iu;
const radialWords: readonly string[] = ['radial', '径向渐变'];

/**
 * The backdrop that a person's word means for this standard. A word that names one of the standard's own colours, or
 * their kind (`blue` where only `pale blue` is listed), means that shade; so in gradients, `linear:blue-white`.
 * @throws PhotoRejected `bad-order`.
 */
export function resolveBackdrop(text: string, standard: PhotoStandard): Backdrop {
  const word = normalise(text);
  if (originalWords.includes(word)) return { kind: 'original', name: 'original' };
  if (transparentWords.includes(word)) return { kind: 'transparent', name: 'transparent' };
  const id = imageForm.exec(text.trim())?.[1];
  if (id) return { kind: 'image', name: `image:${id}`, id };
  const backdrop = findGradient(text, standard) ?? findColour(text, standard);
  if (!backdrop) throw new PhotoRejected('bad-order', `No backdrop is called ${JSON.stringify(text.slice(0, 48))}.`);
  return backdrop;
}

function findColour(text: string, standard: PhotoStandard): SolidBackdrop | null {
  const word = normalise(text);
  const hex = /^#?([0-9a-f]{6})$/.exec(word)?.[1]?.toUpperCase();
  if (hex) return { kind: 'solid', name: `#${hex}`, colour: rgbFromHex(`#${hex}`) };
  const own = standard.backdrops.map(({ name, hex }) => ({ ...name, hex }));
  const kinds = own.filter(({ en, zh }) => normalise(en).endsWith(` ${word}`) || zh.endsWith(word));
  const named = byName(own, word) ?? (kinds.length === 1 ? kinds[0] : undefined) ?? byName(namedColours, word);
  return named ? solid(named.en, named.hex) : null;
}

/** `shape:first-second`; names may have a hyphen themselves, so each hyphen is tried as the one between the two. */
function findGradient(text: string, standard: PhotoStandard): GradientBackdrop | null {
  const [, word, colours] = gradientForm.exec(text) ?? [];
  if (!word || !colours) return null;
  const shape = radialWords.includes(word.toLowerCase()) ? 'radial' : 'linear';
  const parts = colours.split('-');
  for (let at = 1; at < parts.length; at++) {
    const from = findColour(parts.slice(0, at).join('-'), standard);
    const to = findColour(parts.slice(at).join('-'), standard);
    if (!from || !to) continue;
    return { kind: 'gradient', name: `${shape}:${from.name}-${to.name}`, shape, from: from.colour, to: to.colour };
  }
  return null;
}

/** What the standard's office names first; white where it names none. */
export function defaultBackdrop(standard: PhotoStandard): SolidBackdrop {
  const [first] = standard.backdrops;
  return first ? solid(first.name.en, first.hex) : solid('white', '#FFFFFF');
}

/**
 * Whether the office takes this backdrop as far as its rules tell. The photo's own background is judged by looking at
 * it, not here; trade habits forbid nothing.
 */
export function isAccepted(backdrop: Backdrop, standard: PhotoStandard): boolean {
  if (backdrop.kind === 'original') return true;
  if (standard.confidence === 'convention' || standard.backdrops.length === 0) return true;
  // Every office that names a backdrop means a plain one.
  if (backdrop.kind !== 'solid') return false;
  return standard.backdrops.some((rule) => satisfies(backdrop.colour, rule));
}

/** @param hex `#RRGGBB`. */
export function rgbFromHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 };
}

/** Channels may differ this much: the office of Greece states +/-10, no other states any. */
const tolerance = 10;
/** CIE L* from which a plain colour counts as light; the darkest that an authority calls light or pale, #64C5FF, has 75.6. */
const lightFrom = 75;

function satisfies(colour: Rgb, { hex, accepts }: StandardBackdrop): boolean {
  const rule = rgbFromHex(hex);
  const differences = [colour.r - rule.r, colour.g - rule.g, colour.b - rule.b];
  const isWhite = Math.min(colour.r, colour.g, colour.b) > 255 - tolerance;
  switch (accepts) {
    case 'this':
      return differences.every((difference) => Math.abs(difference) <= tolerance);
    case 'lighter':
      return differences.every((difference) => difference >= -tolerance);
    case 'light':
      return lightness(colour) >= lightFrom;
    case 'light-not-white':
      return lightness(colour) >= lightFrom && !isWhite;
  }
}

/** CIE L*, 0..100, of an sRGB colour (IEC 61966-2-1, CIE 15). */
function lightness({ r, g, b }: Rgb): number {
  const linear = (value: number) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

function solid(en: string, hex: string): SolidBackdrop {
  return { kind: 'solid', name: en.replaceAll(' ', '-'), colour: rgbFromHex(hex) };
}

/** Lower case, words apart by one space, `grey` as the British spell it, Chinese colour words with their 色. */
function normalise(text: string): string {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ')
    .replaceAll('gray', 'grey');
  return /\p{Script=Han}$/u.test(word) && !word.endsWith('色') ? `${word}色` : word;
}

function byName<T extends { readonly en: string; readonly zh: string }>(list: readonly T[], word: string) {
  return list.find(({ en, zh }) => normalise(en) === word || zh === word);
}
