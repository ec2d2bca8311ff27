/**
 * Other names of countries, categories and standards, and characters that mean the same, as data in names.json. A test
 * checks the data; the page contains it without zod.
 */
import names from './names.json' with { type: 'json' };

/** Other names of one standard. */
export interface OtherNames {
  /** Names that mean this standard alone. An order may use them in place of the id. */
  readonly same?: readonly string[];
  /** Names by which the search finds the standard. They may fit other standards, too. */
  readonly find?: readonly string[];
}

type Lists = Readonly<Record<string, readonly string[]>>;

/** Other names of countries, by the country code of the standards. */
export const countryNames: Lists = names.countries;
/** Names of each category of standards. */
export const categoryNames: Lists = names.categories;
/** Other names of standards, by id. */
export const otherNames: Readonly<Record<string, OtherNames>> = names.standards;
/** Further countries of a standard, by id: the Schengen visa is the visa of 29 countries (EU, read 2026-11). */
export const furtherCountries: Lists = names.alsoOf;
/** Words of queries that fit every document. */
export const idleWords: readonly string[] = names.idleWords;
/** Simplified characters by their traditional form, for the characters of our names. */
export const traditional: Readonly<Record<string, string>> = names.traditional;
