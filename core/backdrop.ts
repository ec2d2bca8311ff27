/**
 * Backdrops: a colour by its English or Chinese name or as hex, a gradient of two colours, a picture, the photo's own
 * background, or none. The order names one in text, the standard lists what its office accepts, and compose paints it.
 */
import { PhotoRejected } from './errors.ts';
import { labDistance, labOf } from './lab.ts';
import type { PhotoStandard, StandardBackdrop } from './standards.ts';

/** A colour in sRGB, 0..255 for each channel. */
export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** A backdrop of one colour. */
export interface SolidBackdrop {
  readonly kind: 'solid';
  readonly name: string;
  readonly colour: Rgb;
}

/** A gradient. `linear` goes from the upper edge to the lower edge, `radial` from behind the head to the corners. */
export interface GradientBackdrop {
  readonly kind: 'gradient';
  readonly name: string;
  readonly shape: 'linear' | 'radial';
  readonly from: Rgb;
  readonly to: Rgb;
}

/** A picture in the results bucket, under the key `backdrops/{id}` (core/keys.ts). */
export interface ImageBackdrop {
  readonly kind: 'image';
  readonly name: string;
  readonly id: string;
}

/**
 * A backdrop. `name` stands in records and file names, and an order can use it as text: an English colour name in kebab
 * case, `#RRGGBB`, `linear:#438EDB-white`, or `image:office.jpg`.
 */
export type Backdrop =
  | SolidBackdrop
  | GradientBackdrop
  | ImageBackdrop
  | { readonly kind: 'original'; readonly name: 'original' }
  | { readonly kind: 'transparent'; readonly name: 'transparent' };

/**
 * Colours for orders whose standard has no colour of that name. The value of pale blue is from the guide to China
 * exit-entry documents and from diploma rules. Blue and red are those of Chinese studios. The others are our values for
 * a word. Collected November 2026.
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
 * Returns the backdrop that a text of the order means for this standard. The standard's own colours come first: `blue`
 * is its `pale blue` when it lists no other blue. The same holds for the colours of a gradient, `linear:blue-white`.
 * @throws PhotoRejected `bad-order` for a text that is no backdrop.
 */
export function resolveBackdrop(text: string, standard: Pick<PhotoStandard, 'backdrops'>): Backdrop {
  const word = normalise(text);
  if (originalWords.includes(word)) return { kind: 'original', name: 'original' };
  if (transparentWords.includes(word)) return { kind: 'transparent', name: 'transparent' };
  const id = imageForm.exec(text.trim())?.[1];
  if (id) return { kind: 'image', name: `image:${id}`, id };
  const backdrop = findGradient(text, standard) ?? findColour(text, standard);
  if (!backdrop) throw new PhotoRejected('bad-order', `There is no backdrop ${JSON.stringify(text.slice(0, 48))}.`);
  return backdrop;
}

function findColour(text: string, standard: Pick<PhotoStandard, 'backdrops'>): SolidBackdrop | null {
  const word = normalise(text);
  const hex = /^#?([0-9a-f]{6})$/.exec(word)?.[1]?.toUpperCase();
  if (hex) return { kind: 'solid', name: `#${hex}`, colour: rgbFromHex(`#${hex}`) };
  const own = standard.backdrops.map(({ name, hex }) => ({ ...name, hex }));
  const kinds = own.filter(({ en, zh }) => normalise(en).endsWith(` ${word}`) || zh.endsWith(word));
  const named = byName(own, word) ?? (kinds.length === 1 ? kinds[0] : undefined) ?? byName(namedColours, word);
  return named ? solid(named.en, named.hex) : null;
}

/** Parses `shape:first-second`. A colour name may contain a hyphen, so each hyphen is tried as the separator. */
function findGradient(text: string, standard: Pick<PhotoStandard, 'backdrops'>): GradientBackdrop | null {
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

/**
 * Returns the backdrop of an order that names none: the photo's own background where the office forbids to replace it,
 * else the first colour that the standard lists; white when it lists none.
 */
export function defaultBackdrop(standard: PhotoStandard): Backdrop {
  if (standard.editing.replaceBackdrop === 'forbidden') return { kind: 'original', name: 'original' };
  const [first] = standard.backdrops;
  return first ? solid(first.name.en, first.hex) : solid('white', '#FFFFFF');
}

/**
 * Returns whether the office accepts this backdrop by its rules. The photo's own background is accepted here; the
 * background checks of compose measure it. A standard that is only a trade convention accepts every backdrop.
 */
export function isAccepted(backdrop: Backdrop, standard: PhotoStandard): boolean {
  if (backdrop.kind === 'original') return true;
  if (standard.confidence === 'convention' || standard.backdrops.length === 0) return true;
  // Every office that names a backdrop means one plain colour.
  if (backdrop.kind !== 'solid') return false;
  return standard.backdrops.some((rule) => satisfies(backdrop.colour, rule));
}

/** @param hex `#RRGGBB`. */
export function rgbFromHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 };
}

/** @returns `#rrggbb`; each channel is rounded. */
export function hexFromRgb({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** A channel may differ by this much. Greece states +/-10; no other office states a tolerance. */
const tolerance = 10;
/**
 * A plain colour counts as light from this CIE L*. The darkest colour that an authority calls light or pale, #64C5FF,
 * has 75.6.
 */
const lightFrom = 75;
/** A wall counts as white above this CIE L*, where an office takes light walls but not white ones. */
const mostNotWhite = 96;

/**
 * A wall in a photo never has an exact colour: light and white balance change it. A distance up to this counts as the
 * colour itself. A white wall that is photographed a little dark (L* 88) is still white.
 */
const wallTolerance = 12;

/**
 * Returns how far the colour of a wall in a photo is from the colours that the office accepts, in CIELAB; 0 when it is
 * one of them or when the office has no rule.
 */
export function wallDistance(colour: Rgb, { backdrops }: Pick<PhotoStandard, 'backdrops'>): number {
  return backdrops.length === 0 ? 0 : Math.min(...backdrops.map((rule) => distanceTo(colour, rule)));
}

function distanceTo(colour: Rgb, { hex, accepts }: StandardBackdrop): number {
  const [wall, rule] = [labOf(colour), labOf(rgbFromHex(hex))];
  switch (accepts) {
    case 'this':
      return Math.max(0, labDistance(wall, rule) - wallTolerance);
    case 'lighter': {
      const shade = { ...rule, lightness: Math.max(rule.lightness, wall.lightness) };
      return Math.max(0, labDistance(wall, shade) - wallTolerance);
    }
    case 'light':
      return Math.max(0, lightFrom - wall.lightness);
    case 'light-not-white':
      return Math.max(0, lightFrom - wall.lightness, wall.lightness - mostNotWhite);
  }
}

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
      return labOf(colour).lightness >= lightFrom;
    case 'light-not-white':
      return labOf(colour).lightness >= lightFrom && !isWhite;
  }
}

function solid(en: string, hex: string): SolidBackdrop {
  return { kind: 'solid', name: en.replaceAll(' ', '-'), colour: rgbFromHex(hex) };
}

/**
 * Returns the text in lower case, with single spaces between words, with `grey` for `gray`, and with 色 after a Chinese
 * colour word.
 */
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
