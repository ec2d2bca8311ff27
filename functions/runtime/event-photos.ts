/** Which photos an event is about, whichever function it is for: for what is logged of a failure, and for dead letters. */
import * as z from 'zod';
import { photoIdFromUploadKey } from '../../core/keys.ts';
import { uploadsOf } from './s3-events.ts';

const composePayload = z.object({ photoId: z.string() });

/** In the event's order; none for an event that cannot be read. They are names of files for photos dropped by hand. */
export function photoIdsOfEvent(event: unknown): readonly string[] {
  const compose = composePayload.safeParse(event);
  if (compose.success) return [compose.data.photoId];
  try {
    return uploadsOf(event).map(({ key }) => photoIdFromUploadKey(key));
  } catch {
    return [];
  }
}
