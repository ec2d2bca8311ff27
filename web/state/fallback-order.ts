/** Orders the photo again: without its extra pictures when the office's file limit cannot be met with them, and after a comic. */
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
 * may be the reason: then this places an order of the current draft without them, and waits for its result. The same when
 * the photo was last ordered as something else.
 * @param placedAt as in awaitResult. @throws as awaitResult.
 */
export async function awaitWithFallback(
  photo: Photo,
  draft: Draft,
  placedAt: string | null,
  signal: AbortSignal,
): Promise<OrderResult> {
  const apiPhoto = await awaitResult(photo, placedAt, signal);
  const { status, rejection, photoId, outputs } = apiPhoto;
  const isTooLarge = status === 'rejected' && rejection?.code === 'file-size-unreachable' && !photo.withoutExtras;
  // The last order was for something else, such as a comic.
  const isOther = status === 'done' && !outputs.some(({ kind }) => kind === 'photo');
  if (!isTooLarge && !isOther) return { draft, apiPhoto };
  if (isTooLarge) photo.withoutExtras = true;
  const current = photo.draft.value;
  const placedAgainAt = await placeOrder(photoId, orderOf(current, !photo.withoutExtras), signal);
  return awaitWithFallback(photo, current, placedAgainAt, signal);
}
