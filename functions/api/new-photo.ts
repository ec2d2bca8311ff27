/** Issues a ticket for a new photo: a random id, and a signed form with which a browser uploads exactly this file. */
import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import type { newPhotoSchema, Ticket } from '../../core/api.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { foreignFormatOf, rejectForeign } from '../../core/foreign-formats.ts';
import { formPrefix, uploadKey } from '../../core/keys.ts';
import { formatOrderJson } from '../../core/order.ts';
import { findUploadType, type UploadType, uploadTypes } from '../../core/upload-types.ts';
import type { ApiConfig } from '../runtime/config.ts';
import { presignUpload, type Signer, type UploadGrant } from '../runtime/presign.ts';
import { checkOrder, mostOrderBytes } from './check-order.ts';

/** Issues the ticket. @throws PhotoRejected for an order or a file that would be refused later anyway. */
export async function issueTicket(
  config: ApiConfig,
  photo: z.output<typeof newPhotoSchema>,
  signer?: Signer,
): Promise<Ticket> {
  const { order, sizeBytes } = photo;
  const contentType = checkNewPhoto(config, photo);
  const photoId = newPhotoId(contentType);
  const metadata = { order: formatOrderJson(order) };
  const file = { key: uploadKey(photoId), sizeBytes, contentType, metadata };
  return { photoId, ...(await signUpload(config, file, signer)) };
}

/** Signs the form for one file of the uploads bucket. */
export async function signUpload(
  { uploadsBucket: bucket, uploadMinutes }: Pick<ApiConfig, 'uploadsBucket' | 'uploadMinutes'>,
  file: Omit<UploadGrant, 'bucket' | 'seconds'>,
  signer?: Signer,
): Promise<Omit<Ticket, 'photoId'>> {
  const seconds = uploadMinutes * 60;
  // The time is read before signing, so that the ticket never claims to be valid longer than its form.
  const expiresAt = new Date(Math.floor(Date.now() / 1000 + seconds) * 1000).toISOString();
  return { upload: await presignUpload({ ...file, bucket, seconds }, signer), expiresAt };
}

/** Checks a new photo. @returns its type. @throws PhotoRejected for what would be refused later anyway. */
export function checkNewPhoto(config: Pick<ApiConfig, 'maxBytes'>, photo: z.output<typeof newPhotoSchema>): UploadType {
  checkOrder(photo.order, mostOrderBytes.upload);
  return checkFile(config, photo);
}

/** Checks an announced file. @returns its type. @throws PhotoRejected `empty`, `too-large`, `unsupported-format`. */
export function checkFile(
  { maxBytes }: Pick<ApiConfig, 'maxBytes'>,
  { sizeBytes, contentType: named, fileName }: Omit<z.output<typeof newPhotoSchema>, 'order'>,
): UploadType {
  if (sizeBytes === 0) throw new PhotoRejected('empty');
  if (sizeBytes > maxBytes) {
    throw new PhotoRejected('too-large', `It has ${sizeBytes} bytes; the limit is ${maxBytes}.`);
  }
  const contentType = findUploadType(named, fileName);
  if (!contentType) throw rejectForeign(foreignFormatOf(named, fileName));
  return contentType;
}

/** Returns an id. @param digits 32 hexadecimal digits that make it; null: random ones. */
export function newPhotoId(contentType: UploadType, digits: string | null = null): string {
  return `${formPrefix}${digits ?? randomBytes(16).toString('hex')}.${uploadTypes[contentType][0]}`;
}
