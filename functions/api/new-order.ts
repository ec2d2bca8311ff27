/** A new order on a photo that is cut out already: the record says so at once, compose does the rest. */
import { randomBytes } from 'node:crypto';
import type { OrderAccepted } from '../../core/api.ts';
import { Transient } from '../../core/errors.ts';
import { uploadKey } from '../../core/keys.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { PhotoRecord } from '../../core/photo-record.ts';
import type { ApiConfig } from '../runtime/config.ts';
import { invokeLater } from '../runtime/invoke.ts';
import { readStoredRecord, replaceRecord } from '../runtime/records.ts';
import { checkOrder } from './check-order.ts';
import type { Buckets } from './photo-status.ts';
import { ApiRefused } from './refused.ts';

/** Somebody else wrote the record in between: matting, compose or a second order. */
const mostTries = 3;

/**
 * @throws ApiRefused `no-such-photo`, `not-cut-out`; PhotoRejected for an order that nobody could serve; Transient
 * `conflict`, `invoke-unavailable`, and then the record is as before.
 */
export async function placeOrder(
  config: ApiConfig,
  buckets: Buckets,
  photoId: string,
  order: PhotoOrder,
): Promise<OrderAccepted> {
  checkOrder(order);
  for (let left = mostTries; left > 0; left--) {
    const stored = await readStoredRecord(buckets.results, photoId);
    if (!stored?.record.fingerprint) throw await refusal(buckets, photoId, stored !== null);
    const placed = reordered(stored.record, order);
    const etag = await replaceRecord(buckets.results, placed, stored.etag);
    if (etag === null) continue;
    const { placedAt } = placed;
    const stamp = randomBytes(8).toString('hex');
    await invokeLater(config.composeFunction, { photoId, placedAt, order, stamp }).catch(async (error: unknown) => {
      await replaceRecord(buckets.results, stored.record, etag);
      throw error;
    });
    return { photoId, status: 'composing', placedAt };
  }
  throw new Transient('conflict', 'the record kept changing');
}

/** The outputs stay until compose has made the new ones and removes them; the status shows none meanwhile. */
function reordered(record: PhotoRecord, order: PhotoOrder): PhotoRecord {
  // Later than what it replaces, even where two clocks differ: the later order is the one that counts.
  const placedAt = new Date(Math.max(Date.now(), Date.parse(record.placedAt) + 1)).toISOString();
  const timings = { ...record.timings, compose: {} };
  return { ...record, status: 'composing', placedAt, order, rejection: null, checks: [], timings };
}

async function refusal({ uploads }: Buckets, photoId: string, isRecorded: boolean): Promise<ApiRefused> {
  const isThere = isRecorded || (await uploads.exists(uploadKey(photoId)));
  return new ApiRefused(isThere ? 'not-cut-out' : 'no-such-photo');
}
