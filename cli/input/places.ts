/** The places of the finished files below the output folder. No two sources get the same place. */

import { resolve } from 'node:path';

/** A source file and where its results go. */
export interface Placed {
  readonly path: string;
  /** Path below the output folder, with `/` and without extension: the start of the names of the results. */
  readonly place: string;
}

/** Places are equal for systems that ignore case and the form of accents. */
const keyOf = (place: string) => place.normalize('NFC').toLowerCase();

/**
 * Gives each source its own place. A place that is taken gets a number: `jane-2`.
 * @param owners absolute paths of the sources of earlier runs by their place; such a source keeps its place, and no other gets it.
 */
export function distinctPlaces<T extends Placed>(wanted: readonly T[], owners: ReadonlyMap<string, string>): T[] {
  const taken = new Map([...owners].map(([place, path]) => [keyOf(place), path]));
  const used = new Set<string>();
  return wanted.map((item) => {
    for (let number = 1; ; number++) {
      const place = number === 1 ? item.place : `${item.place}-${number}`;
      const key = keyOf(place);
      const owner = taken.get(key);
      if (used.has(key) || (owner !== undefined && owner !== resolve(item.path))) continue;
      used.add(key);
      return { ...item, place };
    }
  });
}
