/** Returns the order of a row of a roster. */
import { resolveBackdrop } from '../backdrop.ts';
import { findStandards, peopleIn } from '../find-standard.ts';
import { type PhotoOrder, parseOrder } from '../order.ts';
import type { RosterRow } from './roster.ts';

/**
 * Returns the order of a row for a photo with a sheet of its own: the standards, backdrops and copies of the row, and
 * the rest of `usual`. Copies without a paper go onto a sheet of the usual paper.
 * @throws PhotoRejected `bad-order`, `unknown-standard`.
 */
export function orderOfRow(
  { standards, backdrops, copies }: Pick<RosterRow, 'standards' | 'backdrops' | 'copies'>,
  usual: PhotoOrder,
): PhotoOrder {
  const order = parseOrder({
    ...usual,
    ...(standards.length > 0 && { standards }),
    ...(backdrops.length > 0 && { backdrops }),
    ...(copies !== null && { sheet: { ...usual.sheet, photos: [{ count: copies }] } }),
  });
  peopleIn(order.standards);
  for (const standard of order.standards.flatMap(findStandards)) {
    for (const backdrop of order.backdrops) resolveBackdrop(backdrop, standard);
  }
  return order;
}
