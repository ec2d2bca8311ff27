/**
 * Refuses impossible orders before the photo is uploaded. Compose refuses what can only be decided with the photo.
 */
import { resolveBackdrop } from '../../core/backdrop.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { documentStandards, findStandards } from '../../core/find-standard.ts';
import { isDocumentKind } from '../../core/forms/document-kinds.ts';
import { formatOrderJson, type PhotoOrder } from '../../core/order.ts';

/**
 * The most bytes of an order as JSON. S3 accepts 2 KB of metadata, names included (S3 user guide, "Working with object
 * metadata", read 2026-11-25). A new order on a photo is no metadata; 800 points of strokes fit into it.
 */
export const mostOrderBytes = { upload: 2000, newOrder: 16_000 } as const;

/** Checks an order. @throws PhotoRejected `unknown-standard`, `bad-order`. */
export function checkOrder(order: PhotoOrder, mostBytes: number): void {
  const { kind, standards } = order;
  const found = isDocumentKind(kind) ? documentStandards({ kind, standards }) : standards.flatMap(findStandards);
  for (const standard of found) {
    for (const backdrop of order.backdrops) resolveBackdrop(backdrop, standard);
  }
  const sizeBytes = formatOrderJson(order).length;
  if (sizeBytes <= mostBytes) return;
  const later = order.strokes ? ' Order strokes after the upload, with at most four decimal places.' : '';
  throw new PhotoRejected('bad-order', `It has ${sizeBytes} bytes as JSON; the limit is ${mostBytes}.${later}`);
}
