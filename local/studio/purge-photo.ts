/**
 * What is left of a photo outside the buckets when it is deleted or expires: events that wait for a function, and dead
 * letters. They hold keys, and keys hold file names. The object server tells of every deletion (studio.ts); here the
 * function host lets go of what can find nothing any more.
 */
import * as z from 'zod';
import { recordKey, uploadsPrefix } from '../../core/keys.ts';
import { compareSequencers, type Upload, uploadsOf } from '../../functions/runtime/s3-events.ts';
import type { FunctionHost } from '../lambda/host.ts';
import type { Removal } from '../s3/server.ts';

const composePayload = z.object({ photoId: z.string() });
const [recordStart, recordEnd] = recordKey('\0').split('\0');

/**
 * Without its upload matting can do nothing, without its record compose can do nothing; a deletion removes the upload
 * first and then the record (functions/runtime/delete-photo.ts), expiry in no order.
 * @returns how many events and letters went.
 */
export async function forgetTraces(
  host: Pick<FunctionHost, 'discard'>,
  buckets: { readonly uploads: string; readonly results: string },
  { bucket, key, sequencer }: Removal,
): Promise<number> {
  if (bucket === buckets.uploads && key.startsWith(uploadsPrefix)) {
    // An upload that came after has an event of its own, which stays.
    const isEarlier = (upload: Upload) => upload.key === key && compareSequencers(upload.sequencer, sequencer) < 0;
    return host.discard('matting', (payload) => uploadsIn(payload).some(isEarlier));
  }
  if (bucket === buckets.results && key.startsWith(recordStart) && key.endsWith(recordEnd)) {
    const photoId = key.slice(recordStart.length, -recordEnd.length);
    return host.discard('compose', (payload) => composePayload.safeParse(payload).data?.photoId === photoId);
  }
  return 0;
}

function uploadsIn(payload: unknown): readonly Upload[] {
  try {
    return uploadsOf(payload);
  } catch {
    return [];
  }
}
