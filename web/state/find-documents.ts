/** Finds documents by what people type: country or document in either language, category, id, or a size. */
import { computed } from '@preact/signals';
import { type PhotoStandard, standards } from '../../core/standards.ts';
import { en } from '../locales/en.ts';
import { zh } from '../locales/zh.ts';
import { countryName, words } from './language.ts';
import { homeCountry } from './visitor-country.ts';

/** The countries that have documents, null for international. */
export const countries: readonly (string | null)[] = [...new Set(standards.map(({ country }) => country))];

let texts: ReadonlyMap<PhotoStandard, string> | undefined;

/** All documents whose text holds every word of the query. @param country undefined: all. */
export function findDocuments(query: string, country?: string | null): readonly PhotoStandard[] {
  texts ??= new Map(standards.map((standard) => [standard, searchText(standard)]));
  const all = texts;
  const wanted = normalise(query).split(' ').filter(Boolean);
  return ordered.value.filter((standard) => {
    if (country !== undefined && standard.country !== country) return false;
    const text = all.get(standard) ?? '';
    return wanted.every((word) => text.includes(word));
  });
}

/** Those at home first, then by country as the page calls it, international ones last. */
const ordered = computed<readonly PhotoStandard[]>(() => {
  const home = homeCountry();
  const { compare } = new Intl.Collator(words.value.tag);
  const rank = (country: string | null) => (country === null ? 2 : country === home ? 0 : 1);
  const placed = standards.map((standard) => ({
    ...{ standard, rank: rank(standard.country), name: countryName(standard.country) },
  }));
  return placed.sort((a, b) => a.rank - b.rank || compare(a.name, b.name)).map(({ standard }) => standard);
});

const regions = [en, zh].map(({ tag }) => new Intl.DisplayNames([tag], { type: 'region' }));

function searchText({ id, name, country, category, print, upload }: PhotoStandard): string {
  const sizes = [
    print && `${print.widthMm}x${print.heightMm} ${print.widthMm}x${print.heightMm}mm`,
    upload && `${upload.widthPx}x${upload.heightPx} ${upload.widthPx}x${upload.heightPx}px`,
  ];
  const names = [en, zh].map((words, at) => {
    const region = country ? regions[at].of(country) : words.document.international;
    return `${region} ${words.document.categories[category]}`;
  });
  const schengen = country === 'EU' ? 'europe 欧洲' : '';
  return normalise([id, name.en, name.zh, country, ...sizes, ...names, schengen].join(' '));
}

/** `35 × 45 mm` and `35*45` are `35x45`; hyphens are spaces. */
function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[×*]/g, 'x')
    .replace(/(\d)\s*x\s*(\d)/g, '$1x$2')
    .replace(/[-_,.;:()/]+(?!\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
