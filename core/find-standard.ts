/** Finds the standard that an order names: a record of the table, or a size of the sender's own. */
import { customStandard } from './custom-size.ts';
import { PhotoRejected } from './errors.ts';
import { type PhotoStandard, standards } from './standards.ts';

const byId = new Map(standards.map((standard) => [standard.id, standard]));

/** @param id of the table, or a size of one's own (custom-size.ts). @throws PhotoRejected `unknown-standard`, `bad-order`. */
export function findStandard(id: string): PhotoStandard {
  const standard = byId.get(id) ?? customStandard(id);
  if (!standard) throw new PhotoRejected('unknown-standard', `Asked for: ${JSON.stringify(id.slice(0, 64))}.`);
  return standard;
}
