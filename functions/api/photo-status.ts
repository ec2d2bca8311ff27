/** Returns the status of a photo: the public part of its record, with links to its files. */
import type { ApiPhoto, PhotoLink } from '../../core/api.ts';
import { plainFileName, uploadKey, workingPhotoKey } from '../../core/keys.ts';
import { isSettled, type PhotoRecord } from '../../core/photo-record.ts';
import type { ApiConfig } from '../runtime/config.ts';
import { photoReference } from '../runtime/log.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { presignDownload, type Signer } from '../runtime/presign.ts';
import { readStoredRecord } from '../runtime/records.ts';
import { ApiRefused } from './refused.ts';

/** The settings of download links. */
export type LinkSettings = Pick<ApiConfig, 'resultsBucket' | 'linkMinutes'>;

export interface Buckets {
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
}

/**
 * A photo that did not change for this long is late. Each try writes the record when it begins; three tries that all reach
 * their time limit take six minutes with the pauses between them.
 */
export const lateMs = 10 * 60_000;

/** Returns the status. @throws ApiRefused `no-such-photo` when there is neither a record nor an upload. */
export async function photoStatus(
  config: LinkSettings,
  buckets: Buckets,
  photoId: string,
  signer?: Signer,
): Promise<ApiPhoto> {
  const stored = await readStoredRecord(buckets.results, photoId);
  const record = stored?.record;
  const changedAt = stored?.modifiedAt ?? (await buckets.uploads.head(uploadKey(photoId)))?.modifiedAt;
  if (!changedAt) throw new ApiRefused('no-such-photo');
  const cutout = record ? await existingCutout(buckets, record) : null;
  const expiresAt = new Date(Date.now() + config.linkMinutes * 60_000).toISOString();
  const outputs = record?.status === 'done' ? record.outputs : [];
  return {
    photoId,
    reference: photoReference(photoId),
    status: statusOf(record, cutout !== null),
    isLate: !(record && isSettled(record)) && Date.now() - changedAt.getTime() > lateMs,
    order: record?.order ?? null,
    placedAt: record?.placedAt ?? null,
    rejection: record?.rejection ?? null,
    reusedCutout: record?.reusedCutout ?? false,
    degraded: record?.degraded ?? [],
    checks: record?.checks ?? [],
    verdict: record?.status === 'done' ? record.verdict : null,
    outputs: outputs.map(({ key, ...output }) => ({ ...output, name: plainFileName(key) })),
    timings: record?.timings ?? { matting: {}, compose: {} },
    links: record ? await linksOf(config, record, cutout, signer) : [],
    expiresAt,
  };
}

/** The record says `matting` until the first order is done. From the moment the cutout exists, compose is at work. */
function statusOf(record: PhotoRecord | undefined, isCutOut: boolean): ApiPhoto['status'] {
  if (!record) return 'waiting';
  return record.status === 'matting' && isCutOut ? 'composing' : record.status;
}

/**
 * Returns the key of the object that a photo's cutout needs; null when the photo has none. In versions before 0.3 the
 * working photo was an object of its own.
 */
export function cutoutKeyOf({ photoId, fingerprint, cutout }: PhotoRecord): string | null {
  return cutout ?? (fingerprint === null ? null : workingPhotoKey(photoId));
}

async function existingCutout({ results }: Buckets, record: PhotoRecord): Promise<string | null> {
  const key = cutoutKeyOf(record);
  return key !== null && (await results.exists(key)) ? key : null;
}

type LinkedFile = Omit<PhotoLink, 'url'> & { readonly key: string };

async function linksOf(
  { resultsBucket, linkMinutes }: LinkSettings,
  record: PhotoRecord,
  cutout: string | null,
  signer: Signer | undefined,
): Promise<PhotoLink[]> {
  const sign = async ({ key, ...file }: LinkedFile) => {
    return { ...file, url: await presignDownload(resultsBucket, key, file.name, linkMinutes * 60, signer) };
  };
  const working = { kind: 'working', contentType: 'image/jpeg', name: 'working.jpg' } as const;
  return Promise.all([...outputFiles(record), ...(cutout === null ? [] : [{ ...working, key: cutout }])].map(sign));
}

function outputFiles({ status, outputs }: PhotoRecord): LinkedFile[] {
  if (status !== 'done') return [];
  return outputs.map(({ key, kind, contentType }) => ({ key, kind, contentType, name: plainFileName(key) }));
}
