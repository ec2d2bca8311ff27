/**
 * Searches the standards by what people type: a document, country or category in English or Chinese, an id, a size, with
 * or without small mistakes. Command line, API and page use this one index.
 */
import MiniSearch, { type SearchOptions } from 'minisearch';
import { ownSize } from '../custom-size.ts';
import { type PhotoStandard, standards } from '../standards.ts';
import { categoryNames, countryNames, furtherCountries, otherNames } from './names.ts';
import { hasSize, sizeDistance, sizeIn, type TypedSize } from './sizes.ts';
import { normalise, termsOf, withoutIdleWords } from './terms.ts';

/** The result of a search. */
export interface StandardSearch {
  /** `found`: the standards match the query. `nearest`: none does, and these are the nearest ones. */
  readonly match: 'found' | 'nearest';
  /** The best first. A size of the person's own, if the query is one, is the last. */
  readonly standards: readonly PhotoStandard[];
}

/** Words of a further language by which standards are found. */
export interface FurtherWords {
  /** BCP 47 tag of the language. */
  readonly tag: string;
  /** Returns names of the country and kind of a standard. */
  readonly wordsOf: (standard: PhotoStandard) => readonly string[];
  /** Words that fit every standard. */
  readonly idleWords: readonly string[];
}

/** How many standards are proposed for a name that no standard has. */
const nearestCount = 3;

/**
 * Returns the standards that match a query; all, in the order of the table, for an empty one.
 * @param further a language beside English and Chinese.
 */
export function searchStandards(query: string, further: FurtherWords | null = null): StandardSearch {
  if (query.trim() === '') return { match: 'found', standards };
  const size = sizeIn(query);
  const words = size ? size.rest : query;
  const own = size && normalise(words) === '' ? ownSize(query) : null;
  const found = matching(words, size, further);
  if (found.length > 0 || own) return { match: 'found', standards: own ? [...found, own] : found };
  return { match: 'nearest', standards: nearest(words, size, further) };
}

/** Returns the three standards that are nearest to a name, the best first. */
export function nearestStandards(name: string): readonly PhotoStandard[] {
  const size = sizeIn(name);
  const words = size ? size.rest : name;
  return [...new Set([...matching(words, size, null), ...nearest(words, size, null)])].slice(0, nearestCount);
}

const byId = new Map(standards.map((standard) => [standard.id, standard]));

/**
 * Returns the standard that a name means alone: its id, its name in either language, or another name of its own.
 * Capitals, accents, hyphens and spaces do not matter. Null when none or several have this name.
 */
export function standardNamed(name: string): PhotoStandard | null {
  const known = byId.get(name);
  if (known) return known;
  byName ??= namesOf(standards);
  return byName.get(normalise(name)) ?? null;
}

let byName: ReadonlyMap<string, PhotoStandard | null> | undefined;

/** Returns the standards by their own names; null stands for a name of several. */
function namesOf(all: readonly PhotoStandard[]): ReadonlyMap<string, PhotoStandard | null> {
  const found = new Map<string, PhotoStandard | null>();
  for (const standard of all) {
    for (const name of ownNames(standard).map(normalise)) {
      found.set(name, (found.get(name) ?? standard) === standard ? standard : null);
    }
  }
  return found;
}

function ownNames({ id, name }: PhotoStandard): string[] {
  return [id, name.en, name.zh, ...(otherNames[id]?.same ?? [])];
}

/** Returns the standards of this size that match all words: as they are written, else with small mistakes. */
function matching(words: string, size: TypedSize | null, further: FurtherWords | null): PhotoStandard[] {
  const fits = (standard: PhotoStandard) => size === null || hasSize(standard, size);
  if (normalise(words) === '') return size ? sortByName(`${size.width}x${size.height}`, standards.filter(fits)) : [];
  const text = withoutIdleWords(words, further?.idleWords);
  for (const options of [exact, tolerant]) {
    const found = ranked(text, options, further).filter(({ hasAll, standard }) => hasAll && fits(standard));
    if (found.length > 0)
      return sortByName(
        words,
        found.map(({ standard }) => standard),
      );
  }
  return [];
}

/** Puts the standards first whose other names contain the whole query. */
function sortByName(query: string, found: readonly PhotoStandard[]): PhotoStandard[] {
  const wanted = normalise(query);
  const isNamed = (standard: PhotoStandard) => {
    const names = [...ownNames(standard), ...(otherNames[standard.id]?.find ?? [])];
    return names.some((name) => normalise(name) === wanted);
  };
  return [...found.filter(isNamed), ...found.filter((standard) => !isNamed(standard))];
}

/** Returns three standards that share most with the query; the usual ones, if it shares nothing with any. */
function nearest(words: string, size: TypedSize | null, further: FurtherWords | null): PhotoStandard[] {
  const bySize = size ? standards.toSorted((a, b) => sizeDistance(a, size) - sizeDistance(b, size)) : [];
  const text = withoutIdleWords(words, further?.idleWords);
  const byWords = normalise(words) === '' ? [] : ranked(text, wide, further).map(({ standard }) => standard);
  const usual = usualIds.flatMap((id) => byId.get(id) ?? []);
  return [...new Set([...byWords, ...bySize, ...usual])].slice(0, nearestCount);
}

/** Proposed for a query that is like nothing in the table. */
const usualIds = ['cn-1-inch', 'us-passport', 'eu-schengen-visa'];

/** A whole word weighs more than a beginning, and a beginning more than a word with mistakes. */
const weights = { prefix: 0.4, fuzzy: 0.3 };
/** True for words of scripts with spaces. */
const isWord = (term: string) => /^[\p{Script=Latin}\p{Script=Arabic}\p{Script=Devanagari}]/u.test(term);
const exact: SearchOptions = { prefix: isWord, weights };
/** One mistake in words of four letters or more, two in words of eight or more. */
const tolerant: SearchOptions = {
  ...exact,
  fuzzy: (term) => isWord(term) && term.length >= 4 && (term.length >= 8 ? 2 : 1),
};
/** Up to half of a word may be wrong. */
const wide: SearchOptions = { ...exact, fuzzy: (term) => isWord(term) && term.length >= 3 && 0.5, maxFuzzy: 4 };

const fields = ['spelling', 'name', 'other', 'country', 'category'] as const;
const boost = { spelling: 2, name: 3, other: 2, country: 2, category: 1 };

/** The index of English and Chinese, and that of the further language that was searched last. */
let index: MiniSearch | undefined;
let furtherIndex: { readonly tag: string; readonly index: MiniSearch } | undefined;

/** Returns the standards that share a term with the query, best first, and for each whether it has all of its units. */
function ranked(
  query: string,
  options: SearchOptions,
  further: FurtherWords | null,
): { standard: PhotoStandard; hasAll: boolean }[] {
  const { units } = termsOf(query);
  return indexOf(further)
    .search(query, { combineWith: 'OR', boost, boostDocument, ...options })
    .flatMap((result) => {
      const standard = byId.get(result.id);
      if (!standard) return [];
      return [{ standard, hasAll: units.every((unit) => result.queryTerms.includes(unit)) }];
    });
}

/** A passport is asked for more often than other documents of a country. */
function boostDocument(id: string): number {
  return byId.get(id)?.category === 'passport' ? 1.6 : 1;
}

function indexOf(further: FurtherWords | null): MiniSearch {
  if (!further) {
    index ??= makeIndex(null);
    return index;
  }
  if (furtherIndex?.tag !== further.tag) furtherIndex = { tag: further.tag, index: makeIndex(further) };
  return furtherIndex.index;
}

function makeIndex(further: FurtherWords | null): MiniSearch {
  const made = new MiniSearch({ fields: [...fields], tokenize });
  made.addAll(standards.map((standard) => entryOf(standard, further?.wordsOf(standard) ?? [])));
  return made;
}

function tokenize(text: string): string[] {
  const { units, pairs } = termsOf(text);
  return [...units, ...pairs];
}

const regions = ['en', 'zh-Hans'].flatMap((tag) =>
  (['long', 'short'] as const).map((style) => new Intl.DisplayNames([tag], { type: 'region', style })),
);

/** Returns the texts of one standard by field. @param further words of a further language. */
function entryOf(
  { id, name, country, category }: PhotoStandard,
  further: readonly string[],
): Record<'id' | (typeof fields)[number], string> {
  const other = otherNames[id];
  const countries = [...(country ? [country] : []), ...(furtherCountries[id] ?? [])];
  const spoken = countries.flatMap((code) => [
    ...regions.map((names) => names.of(code) ?? ''),
    ...(countryNames[code] ?? []),
  ]);
  return {
    id,
    spelling: `${id} ${id.replaceAll('-', '')}`,
    name: `${name.en} ${name.zh}`,
    other: [...(other?.same ?? []), ...(other?.find ?? [])].join(' '),
    country: [...new Set([...spoken, ...countries])].join(' '),
    category: [...(categoryNames[category] ?? []), ...further].join(' '),
  };
}
