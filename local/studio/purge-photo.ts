/**
 * Discards the waiting events and the dead letters of a deleted or expired photo, because they contain its key and keys
 * contain file names. studio.ts calls it for every object that the object server removes.
 */
import * as z from 'zod';
import { functionOfUpload, type PictureFunction, pictureFunctions } from '../../core/functions.ts';
import { recordKey } from '../../core/keys.ts';
import { hostedName, type ModelVersion } from '../../core/model-versions.ts';
import { compareSequencers, type Upload, uploadsOf } from '../../functions/runtime/s3-events.ts';
import type { FunctionHost } from '../lambda/host.ts';
import type { Removal } from '../s3/server.ts';
import { webhookFunction } from './functions.ts';
import { versionsOf } from './model-versions.ts';

const composePayload = z.object({ photoId: z.string() });
const settledEvent = z.object({ detail: composePayload });
const [recordPrefix, recordSuffix] = recordKey('\0').split('\0');

/** The functions that uploads start, and their versions. */
interface PurgedFunctions {
  readonly functions?: readonly PictureFunction[];
  readonly versions?: readonly ModelVersion[];
}

/**
 * Discards what the removed object makes useless: the events of the function that an upload starts for a removed upload, and the events of compose
 * and of the webhook for a removed record. A deletion removes the upload before the record (functions/runtime/delete-photo.ts); expiry
 * removes them in any order.
 * @returns the number of discarded events and dead letters.
 */
export async function purgePhoto(
  host: Pick<FunctionHost, 'discard'>,
  buckets: { readonly uploads: string; readonly results: string },
  { bucket, key, sequencer }: Removal,
  { functions = pictureFunctions, versions = [] }: PurgedFunctions = {},
): Promise<number> {
  const started = bucket === buckets.uploads ? functionOfUpload(key, functions) : null;
  if (started !== null) {
    // The event of a later upload with the same key stays.
    const isEarlier = (upload: Upload) => upload.key === key && compareSequencers(upload.sequencer, sequencer) < 0;
    const names = [started, ...versionsOf(started, versions).map(hostedName)];
    const discarded = await Promise.all(
      names.map((name) => host.discard(name, (payload) => uploadsIn(payload).some(isEarlier))),
    );
    return discarded.reduce((sum, count) => sum + count);
  }
  if (bucket === buckets.results && key.startsWith(recordPrefix) && key.endsWith(recordSuffix)) {
    const photoId = key.slice(recordPrefix.length, -recordSuffix.length);
    const orders = await host.discard(
      'compose',
      (payload) => composePayload.safeParse(payload).data?.photoId === photoId,
    );
    const isOfPhoto = (event: unknown) => settledEvent.safeParse(event).data?.detail.photoId === photoId;
    return orders + (await host.discard(webhookFunction, isOfPhoto));
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
