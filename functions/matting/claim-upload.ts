/** Writes and removes the first record of an upload. Used by serve-upload.ts, serve-roster.ts and roster-order.ts. */
import { cutoutGroup, preTrafficPrefix } from '../../core/keys.ts';
import { isSettled, type PhotoRecord, type Versions } from '../../core/photo-record.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import type { MattingConfig } from '../runtime/config.ts';
import { deleteCutout } from '../runtime/cutout-store.ts';
import { deleteMade } from '../runtime/delete-photo.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { claimRecord, readRecord } from '../runtime/records.ts';
import { compareSequencers, type Upload } from '../runtime/s3-events.ts';
import type { Networks } from './inference/networks.ts';

/** Everything that the function has from its start. */
export interface MattingContext {
  readonly config: MattingConfig;
  readonly networks: Networks;
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
  readonly versions: Versions;
  /** Null: no limit. */
  readonly memory: FunctionMemory | null;
}

/** Returns whether the upload is the test portrait of the pre-traffic check. */
export const isTest = ({ key }: Upload): boolean => cutoutGroup(key) === preTrafficPrefix;

/**
 * Writes the first record of the upload. The cutout of an earlier upload with the same key is deleted before the record
 * that names it is replaced.
 * @returns false when an earlier delivery of the event, a later upload or a new order has written the record already.
 */
export function claim(
  { results }: MattingContext,
  { sequencer, createdAt }: Upload,
  record: PhotoRecord,
): Promise<boolean> {
  const isHandled = (stored: PhotoRecord) => {
    const age = compareSequencers(sequencer, stored.source.sequencer);
    const isServed = stored.placedAt > createdAt || (isSettled(stored) && stored.placedAt === createdAt);
    return age < 0 || (age === 0 && isServed);
  };
  return claimRecord(results, record, isHandled, async ({ photoId, cutout }) => {
    if (cutout !== null && cutout !== record.cutout) await deleteCutout(results, photoId, cutout);
  });
}

/**
 * Deletes what was made of a photo whose upload was deleted in the meantime.
 * @param cutout the key under which this run has stored a cutout. @returns the outcome `gone`.
 */
export async function abandon(
  { uploads, results }: MattingContext,
  { key, sequencer }: Upload,
  photoId: string,
  cutout: string | null = null,
): Promise<PhotoOutcome> {
  const [isThere, record] = await Promise.all([uploads.exists(key), readRecord(results, photoId)]);
  const isOurs = !record || record.source.sequencer === sequencer;
  if (!isThere && isOurs) await deleteMade(results, photoId, cutout);
  return { photoId, outcome: 'gone', timings: {} };
}
