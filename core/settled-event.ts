/**
 * The event that says that a photo is settled: its order is finished or rejected. Compose and matting send it to
 * EventBridge; on one machine the webhook gets it. It holds no picture and no name beside the keys.
 */
import type { Output, PhotoRecord } from './photo-record.ts';

/** `source` and `detail-type` of the EventBridge event. Its `detail.bucket` is the results bucket of the studio. */
export const settledEvent = { source: 'zerobooth', detailType: 'PhotoSettled' } as const;

/** The event bus that every account has in every region. */
export const defaultBus = 'default';

/** The `detail` of the event. */
export interface SettledPhoto {
  readonly photoId: string;
  readonly status: 'done' | 'rejected';
  /** The verdict of the worst output; null without outputs. */
  readonly verdict: PhotoRecord['verdict'];
  /** The code of the rejection (core/errors.ts); null when the photo is done. */
  readonly rejection: string | null;
  /** The files in the results bucket; empty for a rejected photo. */
  readonly outputs: readonly Pick<Output, 'key' | 'kind' | 'standard' | 'contentType' | 'verdict'>[];
  /** When the order was placed, ISO 8601 UTC. A new order on the photo has a later time and gives an event of its own. */
  readonly placedAt: string;
  /** The results bucket. */
  readonly bucket: string;
  /** The stage of the studio (`--context stage=`); null when it has none. */
  readonly stage: string | null;
}

/** Returns the detail of a settled record. @param stage empty for none. */
export function settledPhotoOf(record: PhotoRecord, bucket: string, stage: string): SettledPhoto {
  const { photoId, verdict, rejection, placedAt, outputs } = record;
  return {
    photoId,
    status: rejection ? 'rejected' : 'done',
    verdict,
    rejection: rejection?.code ?? null,
    outputs: outputs.map(({ key, kind, standard, contentType, verdict: ofFile }) => {
      return { key, kind, standard, contentType, verdict: ofFile };
    }),
    placedAt,
    bucket,
    stage: stage || null,
  };
}
