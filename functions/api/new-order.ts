/** Places a new order on a photo that is cut out: updates the record at once, then invokes compose. */
import { randomBytes } from 'node:crypto';
import type { OrderAccepted } from '../../core/api.ts';
import { Transient } from '../../core/errors.ts';
import { uploadKey } from '../../core/keys.ts';
import type { PhotoOrder } from '../../core/order.ts';
import type { PhotoRecord } from '../../core/photo-record.ts';
import type { ApiConfig } from '../runtime/config.ts';
import { invokeLater } from '../runtime/invoke.ts';
import { readStoredRecord, replaceRecord } from '../runtime/records.ts';
import { checkOrder, mostOrderBytes } from './check-order.ts';
import { type Buckets, cutoutKeyOf } from './photo-status.ts';
import { ApiRefused } from './refused.ts';

/** Tries to write the record; matting, compose or a second order may write it at the same time. */
const mostTries = 3;

export interface NewOrderRequest {
  readonly photoId: string;
  readonly order: PhotoOrder;
  /** Called once, when the order is found to be possible. An error that it throws ends the request. */
  readonly countPhoto: () => Promise<void>;
}

/**
 * Places the order.
 * @throws ApiRefused `no-such-photo`, `not-cut-out`, `cutout-expired`; PhotoRejected for an impossible order; Transient
 * `conflict`, `invoke-unavailable`: the record is then as it was before.
 */
export async function placeOrder(
  config: ApiConfig,
  buckets: Buckets,
  { photoId, order, countPhoto }: NewOrderRequest,
): Promise<OrderAccepted> {
  checkOrder(order, mostOrderBytes.newOrder);
  for (let left = mostTries; left > 0; left--) {
    const stored = await readStoredRecord(buckets.results, photoId);
    if (!stored) throw await refusalFor(buckets, photoId);
    await checkCutout(buckets, stored.record);
    if (left === mostTries) await countPhoto();
    const placed = reordered(stored.record, order);
    const etag = await replaceRecord(buckets.results, placed, stored.etag);
    if (etag === null) continue;
    const { placedAt, cutout } = placed;
    const payload = { photoId, placedAt, order, stamp: randomBytes(8).toString('hex'), ...(cutout && { cutout }) };
    await invokeLater(config.composeFunction, payload).catch(async (error: unknown) => {
      await replaceRecord(buckets.results, stored.record, etag);
      throw error;
    });
    return { photoId, status: 'composing', placedAt };
  }
  throw new Transient('conflict', 'the record kept changing');
}

/** Returns the record with the new order. The old outputs stay in it until compose removes them; the status hides them. */
function reordered(record: PhotoRecord, order: PhotoOrder): PhotoRecord {
  // It is later than the replaced order even when two clocks differ, because the latest order wins.
  const placedAt = new Date(Math.max(Date.now(), Date.parse(record.placedAt) + 1)).toISOString();
  const timings = { ...record.timings, compose: {} };
  return { ...record, status: 'composing', placedAt, order, rejection: null, checks: [], verdict: null, timings };
}

async function refusalFor({ uploads }: Buckets, photoId: string): Promise<ApiRefused> {
  return new ApiRefused((await uploads.exists(uploadKey(photoId))) ? 'not-cut-out' : 'no-such-photo');
}

/** @throws ApiRefused `not-cut-out` when there is no cutout yet, `cutout-expired` when there is none any more. */
async function checkCutout({ results }: Buckets, record: PhotoRecord): Promise<void> {
  const key = cutoutKeyOf(record);
  if (key === null) throw new ApiRefused('not-cut-out');
  if (await results.exists(key)) return;
  throw new ApiRefused(record.status === 'matting' ? 'not-cut-out' : 'cutout-expired');
}
