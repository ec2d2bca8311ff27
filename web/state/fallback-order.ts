/** Orders the photo without its extra pictures when the office's file limit cannot be met with them. */
import type { ApiPhoto } from '../../core/api.ts';
import { awaitResult } from './await-result.ts';
import { type Draft, orderOf } from './draft.ts';
import type { Photo } from './photo.ts';
import { placeOrder } from './place-order.ts';

/** The result of an order, and the draft that it was made for. */
interface OrderResult {
  readonly draft: Draft;
  readonly apiPhoto: ApiPhoto;
}

/**
 * Waits for the result of the draft's order. When it is rejected because a file is too large, one of the extra pictures
 * may be the reason: then this places an order of the current draft without them, and waits for its result.
 * @param placedAt as in awaitResult. @throws as awaitResult.
 */
export async function awaitWithFallback(
  photo: Photo,
  draft: Draft,
  placedAt: string | null,
  signal: AbortSignal,
): Promise<OrderResult> {
  const apiPhoto = await awaitResult(photo, placedAt, signal);
  const { status, rejection, photoId } = apiPhoto;
  const isTooLarge = status === 'rejected' && rejection?.code === 'file-size-unreachable';
  if (!isTooLarge || photo.withoutExtras) return { draft, apiPhoto };
  photo.withoutExtras = true;
  const current = photo.draft.value;
  const placedAgainAt = await placeOrder(photoId, orderOf(current, false), signal);
  return awaitWithFallback(photo, current, placedAgainAt, signal);
}
