/** Refuses orders that nobody could serve before a photo is sent for them; what only the photo can tell, compose refuses. */
import { resolveBackdrop } from '../../core/backdrop.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { findStandard } from '../../core/find-standard.ts';
import { formatOrderJson, type PhotoOrder } from '../../core/order.ts';

/** S3 takes 2 KB of metadata, names counted (S3 user guide, "Working with object metadata", read 2026-11-25). */
const mostOrderBytes = 2000;

/** @throws PhotoRejected `unknown-standard`, `bad-order`. */
export function checkOrder(order: PhotoOrder): void {
  for (const standard of order.standards.map(findStandard)) {
    for (const backdrop of order.backdrops) resolveBackdrop(backdrop, standard);
  }
  const sizeBytes = formatOrderJson(order).length;
  if (sizeBytes <= mostOrderBytes) return;
  throw new PhotoRejected('bad-order', `It takes ${sizeBytes} bytes; there is room for ${mostOrderBytes}.`);
}
