/** Uploads the file of a photo: checks it, gets a ticket from the API and sends the file to the bucket. */
import type { Ticket } from '../../core/api.ts';
import { foreignFormatOf } from '../../core/foreign-formats.ts';
import type { PhotoOrderInput } from '../../core/order.ts';
import { findUploadType } from '../../core/upload-types.ts';
import { ApiFailure, newPhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import { sendForm } from '../api/send-form.ts';
import type { Photo } from './photo.ts';
import { settings } from './settings.ts';

/** Sends the file with the order and shows the progress. @throws ApiFailure; the reason of the signal. */
export async function uploadPhoto(photo: Photo, order: PhotoOrderInput, signal: AbortSignal): Promise<void> {
  const { file } = photo;
  if (!file) throw new ApiFailure('gone', 404);
  const contentType = checkFile(file);
  const body = { order, fileName: file.name, sizeBytes: file.size, contentType };
  const showProgress = (sentBytes: number, allBytes: number) => {
    photo.phase.value = { kind: 'sending', sentBytes, allBytes };
  };
  const attempt = async () => {
    const ticket = isValid(photo.ticket) ? photo.ticket : await newPhoto(body, signal);
    photo.ticket = ticket;
    photo.photoId.value = ticket.photoId;
    showProgress(0, file.size);
    await sendForm(ticket.upload, file, showProgress, signal);
  };
  await withRetries(attempt, signal, () => {
    photo.phase.value = { kind: 'interrupted' };
  });
  photo.isSent = true;
  photo.phase.value = { kind: 'waiting' };
}

/** Returns the content type. @throws ApiFailure for a file that the API would reject, before anything is sent. */
export function checkFile(file: File): string {
  const contentType = findUploadType(file.type, file.name);
  const format = foreignFormatOf(file.type, file.name);
  if (!contentType) throw new ApiFailure('unsupported-format', 0, 0, format ? { format } : {});
  if (file.size === 0) throw new ApiFailure('empty', 0);
  if (file.size > settings.value.limits.maxBytes) throw new ApiFailure('too-large', 0);
  return contentType;
}

function isValid(ticket: Ticket | null): ticket is Ticket {
  return ticket !== null && Date.parse(ticket.expiresAt) > Date.now();
}
