/** Places a new order on a photo that was cut out before. */
import type { PhotoOrderInput } from '../../core/order.ts';
import { newOrder } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';

/** Returns when the API placed the order, as in ApiPhoto.placedAt. @throws ApiFailure; the reason of the signal. */
export async function placeOrder(photoId: string, order: PhotoOrderInput, signal: AbortSignal): Promise<string> {
  const { placedAt } = await withRetries(() => newOrder(photoId, order, signal), signal);
  return placedAt;
}
