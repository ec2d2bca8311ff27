/** Finds the standard that an order names: a record of the table, or a custom size. */
import { customStandard } from './custom-size.ts';
import { PhotoRejected } from './errors.ts';
import { type PhotoStandard, standards } from './standards.ts';

const byId = new Map(standards.map((standard) => [standard.id, standard]));

/**
 * Returns the standard with this id.
 * @param id id of a record, or a custom size (custom-size.ts).
 * @throws PhotoRejected `unknown-standard`; `bad-order` for a custom size outside the limits.
 */
export function findStandard(id: string): PhotoStandard {
  const standard = byId.get(id) ?? customStandard(id);
  if (!standard) throw new PhotoRejected('unknown-standard', `The order names ${JSON.stringify(id.slice(0, 64))}.`);
  return standard;
}
