/** Sheets with several people: which photos are on them, how often, on which paper, and the finished pages. Loaded on demand. */
import { computed, effect, signal } from '@preact/signals';
import { PhotoRejected } from '../../core/errors.ts';
import { nameMm, type Page, type PagePerson, pagesOf } from '../../core/sheet/pages.ts';
import { drawSheet } from '../browser/draw-sheet.ts';
import { isPrinted, standardOf, usualSheet } from './draft.ts';
import type { Photo } from './photo.ts';
import { printedPages, type SheetPage } from './printed-pages.ts';
import type { NamedFile } from './save-file.ts';
import { photos } from './workspace.ts';

/** A photo at its print size. */
interface SheetPerson extends PagePerson {
  readonly name: string;
  readonly blob: Blob;
  readonly densityDpi: number;
}

/** A finished page. */
type MadePage = NamedFile & SheetPage;

/** The wishes for all sheets. */
interface SheetWish {
  readonly paper: string;
  /** Copies of each photo that has no number of its own here; null: those of its roster, else one. */
  readonly copies: number | null;
  /** True: the name stands below each photo. */
  readonly withNames: boolean;
}

/** The most copies of a photo, as in a roster. */
export const mostCopies = 500;

export const wish = signal<SheetWish>({ paper: 'a4', copies: null, withNames: false });
/** Copies by photo, for those with a number of their own; 0 leaves a photo out. */
const ownCopies = signal<ReadonlyMap<Photo, number>>(new Map());

/** What became of the last try. */
type Made =
  | { readonly kind: 'pages'; readonly pages: readonly MadePage[] }
  | { readonly kind: 'making' | 'too-small' | 'failed' };

const lastMade = signal<{ readonly of: readonly SheetPerson[]; readonly wish: SheetWish; readonly made: Made } | null>(
  null,
);

/** The finished photos that have a size on paper. */
export const printed = computed<readonly Photo[]>(() =>
  photos.value.filter(({ result }) => result.value !== null && isPrinted(result.value.draft)),
);

export function copiesOf(photo: Photo): number {
  return ownCopies.value.get(photo) ?? wish.value.copies ?? photo.draft.value.sheet?.copies ?? 1;
}

export function setCopies(photo: Photo, count: number): void {
  if (isCount(count)) ownCopies.value = new Map(ownCopies.value).set(photo, count);
}

/** Changes the wishes. Copies of each replace the numbers of single photos. */
export function setWish(part: Partial<SheetWish>): void {
  if (part.copies != null) {
    if (!isCount(part.copies)) return;
    ownCopies.value = new Map();
  }
  wish.value = { ...wish.value, ...part };
}

const isCount = (count: number): boolean => Number.isInteger(count) && count >= 0 && count <= mostCopies;

/** The photos on the sheets, on each of their backdrops, in the order of the table. */
const people = computed<readonly SheetPerson[]>(() =>
  printed.value.flatMap((photo) => {
    const result = photo.result.value;
    const print = result && standardOf(result.draft).print;
    const copies = copiesOf(photo);
    if (!print || copies === 0) return [];
    const { widthMm, heightMm } = print;
    const name = photo.person?.name || photo.name.replace(/\.[^.]+$/, '');
    const files = [result.files.photo, ...result.files.further];
    return files.map(({ blob, output }) => ({
      ...{ name, blob, copies, widthMm, heightMm },
      densityDpi: output.densityDpi,
    }));
  }),
);

/** What was made of these photos with these wishes; null when they have changed since, or before the first try. */
export const made = computed<Made | null>(() => {
  const last = lastMade.value;
  return last && last.of === people.value && last.wish === wish.value ? last.made : null;
});

effect(() => {
  printedPages.value = made.value?.kind === 'pages' ? made.value.pages : [];
});

/** The number of the last try. An earlier one that is still under way shows nothing. */
let latest = 0;

/** Makes the pages. Never throws. */
export async function makeSheets(): Promise<void> {
  const [of, wished, run] = [people.value, wish.value, ++latest];
  const show = (next: Made) => {
    if (run !== latest) return;
    if (lastMade.value?.made.kind === 'pages')
      for (const { url } of lastMade.value.made.pages) URL.revokeObjectURL(url);
    lastMade.value = { of, wish: wished, made: next };
  };
  show({ kind: 'making' });
  try {
    const request = { sheet: { ...usualSheet, paper: wished.paper }, belowMm: wished.withNames ? nameMm : 0 };
    const plans: Page<SheetPerson>[] = [];
    await freeMoment();
    for (const page of pagesOf(of, request)) {
      plans.push(page);
      await freeMoment();
    }
    const pages: MadePage[] = [];
    for (const { plan, people: onPage } of plans) {
      const blob = await drawSheet(plan, onPage, wished.withNames);
      const name = plans.length > 1 ? `sheet-${pages.length + 1}.jpg` : 'sheet.jpg';
      pages.push({ name, blob, url: URL.createObjectURL(blob), widthMm: plan.widthMm, heightMm: plan.heightMm });
    }
    show({ kind: 'pages', pages });
  } catch (error) {
    show({ kind: error instanceof PhotoRejected ? 'too-small' : 'failed' });
  }
}

/** Lets the page show what has changed, and take clicks and keys. */
const freeMoment = () => new Promise((resolve) => setTimeout(resolve));
