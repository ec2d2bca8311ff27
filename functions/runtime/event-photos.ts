/** Finds the photos that an event concerns, whichever function it is for. Logs of failures and dead letters use it. */
import * as z from 'zod';
import { functionOfUpload } from '../../core/functions.ts';
import { photoIdFromUploadKey } from '../../core/keys.ts';
import { uploadsOf } from './s3-events.ts';

const composePayload = z.object({ photoId: z.string() });
const settledEvent = z.object({ detail: composePayload });

/**
 * Returns the photoIds in the event's order, for uploads of other functions than matting their keys; none for an event
 * that cannot be read. The id of a photo that was dropped by hand contains a file name.
 */
export function photoIdsOfEvent(event: unknown): readonly string[] {
  const compose = composePayload.safeParse(event);
  if (compose.success) return [compose.data.photoId];
  const settled = settledEvent.safeParse(event);
  if (settled.success) return [settled.data.detail.photoId];
  try {
    return uploadsOf(event).map(({ key }) => (isPhoto(key) ? photoIdFromUploadKey(key) : key));
  } catch {
    return [];
  }
}

/** Returns whether the key is of a photo, or of no function at all, for which reading its photoId fails. */
function isPhoto(key: string): boolean {
  const name = functionOfUpload(key);
  return name === null || name === 'matting';
}
