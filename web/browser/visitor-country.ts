/** Guesses the visitor's country from the languages of the browser. Documents of that country come first. */
import { standards } from '../../core/standards.ts';

/** Id of the usual standard of a country, where it is not the passport photo. */
const usualIds: Readonly<Record<string, string>> = { CN: 'cn-1-inch' };

/** Returns the country as ISO 3166-1 alpha-2; null when no language of the browser implies one. */
export function visitorCountry(): string | null {
  for (const tag of globalThis.navigator?.languages ?? []) {
    const { region } = new Intl.Locale(tag).maximize();
    if (region) return region;
  }
  return null;
}

/** Returns the id of the standard that the page starts with; null when there is none of the visitor's country. */
export function usualStandard(): string | null {
  const country = visitorCountry();
  const candidates = standards.filter((standard) => standard.country === country);
  const passport = candidates.find(({ category }) => category === 'passport') ?? candidates[0];
  return (country && usualIds[country]) ?? passport?.id ?? null;
}
