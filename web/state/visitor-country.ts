/** Where the person probably is, as the browser's languages tell: which documents come first. */
import { standards } from '../../core/standards.ts';

/** The document that most people there come for, where it is not the passport. */
const usualThere: Readonly<Record<string, string>> = { CN: 'cn-1-inch' };

/** ISO 3166-1 alpha-2. Null where the browser tells none. */
export function homeCountry(): string | null {
  for (const tag of globalThis.navigator?.languages ?? []) {
    const { region } = new Intl.Locale(tag).maximize();
    if (region) return region;
  }
  return null;
}

/** Id of the standard to begin with at home; null where the table has none of that country. */
export function usualStandard(): string | null {
  const country = homeCountry();
  const there = standards.filter((standard) => standard.country === country);
  const passport = there.find(({ category }) => category === 'passport') ?? there[0];
  return (country && usualThere[country]) ?? passport?.id ?? null;
}
