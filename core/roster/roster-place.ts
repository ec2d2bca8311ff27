/**
 * The place of a roster in the uploads bucket: `uploads/roster/CLASS/roster.csv`, with the photos beside it or in folders
 * below. The first folder may name the order of rows that name none: `uploads/roster+us-passport+white/CLASS/`.
 */
import { PhotoRejected } from '../errors.ts';
import { type PhotoOrder, parseOrder, parseOrderForm } from '../order.ts';

const word = 'roster';
/** The name of the CSV file. */
export const rosterName = 'roster.csv';

/** A file in the folder of a roster. */
export interface RosterPlace {
  /** The photoId of the folder, with `/` at its end: `roster/class-7b/`. */
  readonly folder: string;
  /** The photoId of the roster. */
  readonly rosterId: string;
  /** The path of the file below the folder, as the roster names it. */
  readonly file: string;
}

/**
 * Returns the place of a file; null outside of the folders of rosters.
 * @throws PhotoRejected `bad-roster` for a file that is in no folder of a class.
 */
export function rosterPlaceOf(photoId: string): RosterPlace | null {
  const [form, group, ...rest] = photoId.split('/');
  if (form !== word && !form.startsWith(`${word}+`)) return null;
  if (rest.length === 0) {
    throw new PhotoRejected('bad-roster', 'It needs a folder of its own.', {
      advice: `Put the roster and its photos into a folder, as in uploads/${form}/class-7b/${rosterName}.`,
    });
  }
  const folder = `${form}/${group}/`;
  return { folder, rosterId: `${folder}${rosterName}`, file: rest.join('/') };
}

/** Returns whether the file is the roster itself. */
export const isRoster = ({ file }: RosterPlace): boolean => file === rosterName;

/** Returns the order of rows that name none. @throws PhotoRejected `bad-order`. */
export function usualOrderOf({ folder }: RosterPlace): PhotoOrder {
  const form = folder.slice(0, folder.indexOf('/'));
  return form === word ? parseOrder({}) : parseOrderForm(form.slice(word.length + 1));
}
