/** Accepts the photo of one call: checks it as a ticket does, gives it an id and stores it, which starts the work. */
import { createHash } from 'node:crypto';
import { recordKey, uploadKey } from '../../../core/keys.ts';
import { formatOrderJson } from '../../../core/order.ts';
import type { ApiConfig } from '../../runtime/config.ts';
import type { HttpRequest } from '../../runtime/http-handler.ts';
import { checkNewPhoto, newPhotoId } from '../new-photo.ts';
import type { Buckets } from '../photo-status.ts';
import { ApiRefused } from '../refused.ts';
import { readPhotoForm } from './read-form.ts';

/** The parts of the API that one call uses. */
export interface OneCall {
  readonly config: Pick<ApiConfig, 'maxBytes' | 'resultsBucket' | 'linkMinutes'>;
  readonly buckets: Buckets;
  /** The largest body that is accepted, bytes. */
  readonly mostBodyBytes: number;
  /** The largest file that an answer may hold, bytes. A larger one is answered with a link. */
  readonly mostAnswerBytes: number;
  /** The longest wait for a finished photo, ms. */
  readonly waitMs: number;
}

/** The caller of a request. */
export interface OneCaller {
  /** The name of the access code; empty when none is required. */
  readonly name: string;
  /** Counts one photo of the code. @throws ApiRefused `daily-limit`. */
  readonly countPhoto: () => Promise<void>;
}

/**
 * Accepts the photo. A request that repeats an earlier one with the same `Idempotency-Key`, file and order gets the same photo,
 * which is neither stored nor counted again.
 * @returns the photoId. @throws ApiRefused, PhotoRejected, Transient: nothing is stored then.
 */
export async function acceptPhoto(
  { config, buckets, mostBodyBytes }: OneCall,
  request: HttpRequest,
  caller: OneCaller,
): Promise<string> {
  if (request.body.length > mostBodyBytes) {
    const sizes = `It has ${request.body.length} bytes; the limit of one call is ${mostBodyBytes}.`;
    throw new ApiRefused('body-too-large', sizes);
  }
  const key = idempotencyKeyOf(request);
  const { bytes, order, ...file } = await readPhotoForm(request);
  const contentType = checkNewPhoto(config, { ...file, order, sizeBytes: bytes.length });
  const metadata = { order: formatOrderJson(order) };
  // Without the file, the id cannot be derived from a key that somebody guesses.
  const digest = (value: string | Uint8Array) => createHash('sha256').update(value).digest('hex');
  const parts = key === null ? null : [caller.name, key, digest(bytes), metadata.order];
  const photoId = newPhotoId(contentType, parts === null ? null : digest(JSON.stringify(parts)).slice(0, 32));
  if (key !== null && (await isKnown(buckets, photoId))) return photoId;
  await caller.countPhoto();
  // A null means that a repeated request was faster.
  await buckets.uploads.putIf(uploadKey(photoId), bytes, contentType, null, metadata);
  return photoId;
}

function idempotencyKeyOf({ headers }: HttpRequest): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw new ApiRefused('bad-request', 'The Idempotency-Key must have 1 to 255 visible ASCII characters.');
}

/** The record is kept longer than the upload. */
async function isKnown({ uploads, results }: Buckets, photoId: string): Promise<boolean> {
  return (await uploads.exists(uploadKey(photoId))) || (await results.exists(recordKey(photoId)));
}
