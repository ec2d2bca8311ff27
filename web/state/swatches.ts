/** The backdrops to choose from for a document: what its office takes first, then the usual ones, each once. */
import { type Backdrop, resolveBackdrop } from '../../core/backdrop.ts';
import type { PhotoStandard } from '../../core/standards.ts';

export interface Swatch {
  /** A word that an order takes. */
  readonly word: string;
  readonly name: { readonly en: string; readonly zh: string };
  /** CSS `background`. */
  readonly paint: string;
}

const usual: readonly Pick<Swatch, 'word' | 'name'>[] = [
  { word: 'white', name: { en: 'White', zh: '白色' } },
  { word: '#438EDB', name: { en: 'Studio blue', zh: '蓝色' } },
  { word: '#FF0000', name: { en: 'Red', zh: '红色' } },
  { word: '#D9D9D9', name: { en: 'Light grey', zh: '浅灰色' } },
  { word: '#CFE3F3', name: { en: 'Pale blue', zh: '淡蓝色' } },
  { word: 'linear:#FFFFFF-#438EDB', name: { en: 'White to blue', zh: '白蓝渐变' } },
  { word: 'radial:#FFFFFF-#C8CDD2', name: { en: 'Soft grey', zh: '柔灰渐变' } },
];

export function officeSwatches(standard: PhotoStandard): readonly Swatch[] {
  return standard.backdrops.map(({ name, hex }) => ({
    word: name.en.replaceAll(' ', '-'),
    name: { en: name.en[0].toUpperCase() + name.en.slice(1), zh: name.zh },
    paint: hex,
  }));
}

/** Without those whose colour the office names. */
export function otherSwatches(standard: PhotoStandard): readonly Swatch[] {
  const taken = new Set(standard.backdrops.map(({ hex }) => hex));
  return usual
    .map(({ word, name }) => ({ word, name, paint: paintOf(resolveBackdrop(word, standard)) }))
    .filter(({ paint }) => !taken.has(paint));
}

/** CSS `background` that looks as compose will paint it. */
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
