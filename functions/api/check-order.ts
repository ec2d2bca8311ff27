/**
 * Refuses impossible orders before the photo is uploaded. Compose refuses what can only be decided with the photo.
 */
import { resolveBackdrop } from '../../core/backdrop.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { documentStandards, findStandards } from '../../core/find-standard.ts';
import { isDocumentKind } from '../../core/forms/document-kinds.ts';
import { formatOrderJson, type PhotoOrder } from '../../core/order.ts';

/** S3 accepts 2 KB of metadata, names included (S3 user guide, "Working with object metadata", read 2026-11-25). */
const mostOrderBytes = 2000;

/** Checks an order. @throws PhotoRejected `unknown-standard`, `bad-order`. */
export function checkOrder(order: PhotoOrder): void {
  const { kind, standards } = order;
  const found = isDocumentKind(kind) ? documentStandards({ kind, standards }) : standards.flatMap(findStandards);
  for (const standard of found) {
    for (const backdrop of order.backdrops) resolveBackdrop(backdrop, standard);
  }
  const sizeBytes = formatOrderJson(order).length;
  if (sizeBytes <= mostOrderBytes) return;
  throw new PhotoRejected('bad-order', `It has ${sizeBytes} bytes as JSON; the limit is ${mostOrderBytes}.`);
}
