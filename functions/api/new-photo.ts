/** Issues a ticket for a new photo: a random id, and a signed form with which a browser uploads exactly this file. */
import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import type { newPhotoSchema, Ticket } from '../../core/api.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { foreignFormatOf, rejectForeign } from '../../core/foreign-formats.ts';
import { formPrefix, uploadKey } from '../../core/keys.ts';
import { formatOrderJson } from '../../core/order.ts';
import { findUploadType, uploadTypes } from '../../core/upload-types.ts';
import type { ApiConfig } from '../runtime/config.ts';
import { presignUpload, type SignedOrigin } from '../runtime/presign.ts';
import { checkOrder } from './check-order.ts';

/** Issues the ticket. @throws PhotoRejected for an order or a file that would be refused later anyway. */
export async function issueTicket(
  config: ApiConfig,
  photo: z.output<typeof newPhotoSchema>,
  origin?: SignedOrigin,
): Promise<Ticket> {
  const { order, sizeBytes } = photo;
  checkOrder(order);
  if (sizeBytes === 0) throw new PhotoRejected('empty');
  if (sizeBytes > config.maxBytes) {
    throw new PhotoRejected('too-large', `It has ${sizeBytes} bytes; the limit is ${config.maxBytes}.`);
  }
  const contentType = findUploadType(photo.contentType, photo.fileName);
  if (!contentType) throw rejectForeign(foreignFormatOf(photo.contentType, photo.fileName));
  const photoId = `${formPrefix}${randomBytes(16).toString('hex')}.${uploadTypes[contentType][0]}`;
  const seconds = config.uploadMinutes * 60;
  // The time is read before signing, so that the ticket never claims to be valid longer than its form.
  const expiresAt = new Date(Math.floor(Date.now() / 1000 + seconds) * 1000).toISOString();
  const upload = await presignUpload({
    ...{ bucket: config.uploadsBucket, key: uploadKey(photoId), sizeBytes, contentType, seconds },
    metadata: { order: formatOrderJson(order) },
    ...(origin !== undefined && { origin }),
  });
  return { photoId, upload, expiresAt };
}
