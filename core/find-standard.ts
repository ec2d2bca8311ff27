/** Finds the standard that an order names: a record of the table, or a custom size. */
import { customStandard } from './custom-size.ts';
import { PhotoRejected } from './errors.ts';
import { nearestStandards, standardNamed } from './search/search-standards.ts';
import { sizeIn } from './search/sizes.ts';
import type { PhotoStandard } from './standards.ts';

/**
 * Returns the standard that an order names.
 * @param name id of a record, a name that this record alone has (`一寸`, `us passport`), or a custom size.
 * @throws PhotoRejected `unknown-standard`, with the nearest ids; `bad-order` for a custom size outside the limits.
 */
export function findStandard(name: string): PhotoStandard {
  const standard = standardNamed(name) ?? customStandard(name);
  if (!standard) throw new PhotoRejected('unknown-standard', unknown(name.slice(0, 64)));
  return standard;
}

/**
 * Returns the number of people that the photo of an order shows.
 * @throws PhotoRejected `bad-order` when its standards want different numbers; as {@link findStandard}.
 */
export function peopleIn(names: readonly string[]): PhotoStandard['people'] {
  const found = names.map(findStandard);
  const couple = found.find(({ people }) => people === 2);
  const single = found.find(({ people }) => people === 1);
  if (couple && single) {
    throw new PhotoRejected('bad-order', `${couple.id} shows two people and ${single.id} one. Order them apart.`);
  }
  return couple ? 2 : 1;
}

/** Returns what is said about a name that no standard has. */
function unknown(name: string): string {
  const near = nearestStandards(name).map(({ id, name: { en } }) => `${id} (${en})`);
  const hint = sizeIn(name)?.unit === null ? ' A size of your own needs a unit: mm, cm, in or px.' : '';
  return `The order names ${JSON.stringify(name)}. The nearest are ${near.join(', ')}.${hint}`;
}
