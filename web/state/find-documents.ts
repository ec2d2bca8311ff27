/** Finds documents by a query: a country, document or category in English, Chinese or the page's language, an id, or a size. */
import { computed } from '@preact/signals';
import { furtherCountries } from '../../core/search/names.ts';
import { type FurtherWords, type StandardSearch, searchStandards } from '../../core/search/search-standards.ts';
import { type PhotoStandard, standards } from '../../core/standards.ts';
import { visitorCountry } from '../browser/visitor-country.ts';
import { countryName, language, partTexts, texts } from './language.ts';
import { recentDocuments } from './recent-documents.ts';

/** The words of the page's language; null for English and Chinese, which the search has. */
const further = computed<FurtherWords | null>(() => {
  if (language.value === 'en' || language.value === 'zh') return null;
  const { tag, document } = texts.value;
  const { kinds, idleWords } = partTexts.value.search;
  const wordsOf = ({ id, country, category }: PhotoStandard) => {
    const countries = [...(country ? [country] : []), ...(furtherCountries[id] ?? [])];
    return [...countries.map(countryName), document.categories[category], ...(kinds[category] ?? [])];
  };
  return { tag, wordsOf, idleWords };
});

/** The countries that have documents; null for international ones. */
export const countries: readonly (string | null)[] = [...new Set(standards.map(({ country }) => country))];

/**
 * Returns the documents that match a query, the best first; without a query all, in the order of {@link ordered}.
 * @param country only the documents of this country; null: international ones; undefined: all.
 */
export function findDocuments(query: string, country?: string | null): StandardSearch {
  const search =
    query.trim() === '' ? { match: 'found' as const, standards: ordered.value } : searchStandards(query, further.value);
  if (country === undefined) return search;
  const isOfCountry = (standard: PhotoStandard) => standard.country === country && standard.sources.length > 0;
  return { match: search.match, standards: search.standards.filter(isOfCountry) };
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

/** Documents under one heading. */
export interface DocumentGroup {
  readonly name: string;
  readonly standards: readonly PhotoStandard[];
}

/** Returns the documents by country, in their order, after those that were chosen last. */
export function groupsOf(found: readonly PhotoStandard[]): readonly DocumentGroup[] {
  const recent = recentDocuments();
  const groups = new Map<string, PhotoStandard[]>();
  for (const standard of found) {
    const name = countryName(standard.country);
    groups.set(name, [...(groups.get(name) ?? []), standard]);
  }
  const byCountry = [...groups].map(([name, standards]) => ({ name, standards }));
  return recent.length > 0 ? [{ name: texts.value.document.recent, standards: recent }, ...byCountry] : byCountry;
}
