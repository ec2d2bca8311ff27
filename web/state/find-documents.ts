/** Finds documents by a query: a country, document or category in English or Chinese, an id, or a size. */
import { computed } from '@preact/signals';
import { type PhotoStandard, standards } from '../../core/standards.ts';
import { visitorCountry } from '../browser/visitor-country.ts';
import { en } from '../locales/en.ts';
import { zh } from '../locales/zh.ts';
import { countryName, texts } from './language.ts';

/** The countries that have documents; null for international ones. */
export const countries: readonly (string | null)[] = [...new Set(standards.map(({ country }) => country))];

let searchTexts: ReadonlyMap<PhotoStandard, string> | undefined;

/** Returns the documents whose search text contains every word of the query. @param country undefined: all. */
export function findDocuments(query: string, country?: string | null): readonly PhotoStandard[] {
  searchTexts ??= new Map(standards.map((standard) => [standard, searchText(standard)]));
  const textOf = searchTexts;
  const terms = normalise(query).split(' ').filter(Boolean);
  return ordered.value.filter((standard) => {
    if (country !== undefined && standard.country !== country) return false;
    const text = textOf.get(standard) ?? '';
    return terms.every((term) => text.includes(term));
  });
}

/** Documents of the visitor's country come first, then the others by the name of their country, then international ones. */
const ordered = computed<readonly PhotoStandard[]>(() => {
  const ownCountry = visitorCountry();
  const { compare } = new Intl.Collator(texts.value.tag);
  const rank = (country: string | null) => (country === null ? 2 : country === ownCountry ? 0 : 1);
  const ranked = standards.map((standard) => ({
    ...{ standard, rank: rank(standard.country), name: countryName(standard.country) },
  }));
  return ranked.sort((a, b) => a.rank - b.rank || compare(a.name, b.name)).map(({ standard }) => standard);
});

const regions = [en, zh].map(({ tag }) => new Intl.DisplayNames([tag], { type: 'region' }));

function searchText({ id, name, country, category, print, upload }: PhotoStandard): string {
  const sizes = [
    print && `${print.widthMm}x${print.heightMm} ${print.widthMm}x${print.heightMm}mm`,
    upload && `${upload.widthPx}x${upload.heightPx} ${upload.widthPx}x${upload.heightPx}px`,
  ];
  const names = [en, zh].map((language, at) => {
    const region = country ? regions[at].of(country) : language.document.international;
    return `${region} ${language.document.categories[category]}`;
  });
  const schengen = country === 'EU' ? 'europe 欧洲' : '';
  return normalise([id, name.en, name.zh, country, ...sizes, ...names, schengen].join(' '));
}

/** Returns lower case text. `35 × 45 mm` and `35*45` become `35x45`, and hyphens become spaces. */
function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[×*]/g, 'x')
    .replace(/(\d)\s*x\s*(\d)/g, '$1x$2')
    .replace(/[-_,.;:()/]+(?!\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
