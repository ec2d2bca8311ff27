/** Finds the forms that a search for standards also means. */
import { normalise } from '../search/terms.ts';
import type { PhotoStandard } from '../standards.ts';
import { type Pack, packs } from './packs.ts';

/**
 * Returns the packs that a query names, then those whose photo is among the standards that it found; all without a query.
 * @param found the standards that match the query; none when only the nearest are known.
 */
export function findPacks(query: string, found: readonly PhotoStandard[]): readonly Pack[] {
  const words = normalise(query).split(' ').filter(Boolean);
  if (words.length === 0) return packs;
  const ids = new Set(found.map(({ id }) => id));
  const isNamed = ({ id, name }: Pack) => {
    const names = normalise(`${id} ${name.en} ${name.zh}`);
    return words.every((word) => names.includes(word));
  };
  const isOfPhoto = ({ files }: Pack) => files.some(({ standard }) => ids.has(standard ?? ''));
  return [...packs.filter(isNamed), ...packs.filter((pack) => !isNamed(pack) && isOfPhoto(pack))];
}
