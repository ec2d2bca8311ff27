/** The backdrops that the page offers for a document: those of its office, then the usual ones, without duplicates. */
import { type Backdrop, resolveBackdrop } from '../../core/backdrop.ts';
import type { PhotoStandard } from '../../core/standards.ts';

export interface Swatch {
  /** The backdrop as an order names it. */
  readonly backdrop: string;
  readonly name: { readonly en: string; readonly zh: string };
  /** CSS `background`. */
  readonly paint: string;
}

const usualSwatches: readonly Pick<Swatch, 'backdrop' | 'name'>[] = [
  { backdrop: 'white', name: { en: 'White', zh: '白色' } },
  { backdrop: '#438EDB', name: { en: 'Studio blue', zh: '蓝色' } },
  { backdrop: '#FF0000', name: { en: 'Red', zh: '红色' } },
  { backdrop: '#D9D9D9', name: { en: 'Light grey', zh: '浅灰色' } },
  { backdrop: '#CFE3F3', name: { en: 'Pale blue', zh: '淡蓝色' } },
  { backdrop: 'linear:#FFFFFF-#438EDB', name: { en: 'White to blue', zh: '白蓝渐变' } },
  { backdrop: 'radial:#FFFFFF-#C8CDD2', name: { en: 'Soft grey', zh: '柔灰渐变' } },
];

/** Returns the backdrops that the office names. */
export function officeSwatches(standard: PhotoStandard): readonly Swatch[] {
  return standard.backdrops.map(({ name, hex }) => ({
    backdrop: name.en.replaceAll(' ', '-'),
    name: { en: name.en[0].toUpperCase() + name.en.slice(1), zh: name.zh },
    paint: hex,
  }));
}

/** Returns the usual backdrops without those whose colour the office names. */
export function otherSwatches(standard: PhotoStandard): readonly Swatch[] {
  const taken = new Set(standard.backdrops.map(({ hex }) => hex));
  return usualSwatches
    .map(({ backdrop, name }) => ({ backdrop, name, paint: paintOf(resolveBackdrop(backdrop, standard)) }))
    .filter(({ paint }) => !taken.has(paint));
}

/** Returns the CSS `background` that looks like the backdrop that compose paints. */
export function paintOf(backdrop: Backdrop): string {
  if (backdrop.kind === 'solid') return hexOf(backdrop.colour);
  if (backdrop.kind !== 'gradient') return 'transparent';
  const [from, to] = [hexOf(backdrop.from), hexOf(backdrop.to)];
  const shape = backdrop.shape === 'linear' ? 'linear-gradient(to bottom' : 'radial-gradient(circle at 50% 40%';
  return `${shape}, ${from}, ${to})`;
}

function hexOf({ r, g, b }: { readonly r: number; readonly g: number; readonly b: number }): string {
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, '0').toUpperCase()}`;
}
