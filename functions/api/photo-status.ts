/** Returns the status of a photo: the public part of its record, with links to its files. */
import type { ApiPhoto, PhotoLink } from '../../core/api.ts';
import { cutoutKey, plainFileName, uploadKey, workingPhotoKey } from '../../core/keys.ts';
import { isSettled, type PhotoRecord } from '../../core/photo-record.ts';
import type { ApiConfig } from '../runtime/config.ts';
import { photoReference } from '../runtime/log.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { presignDownload } from '../runtime/presign.ts';
import { readStoredRecord } from '../runtime/records.ts';
import { ApiRefused } from './refused.ts';

export interface Buckets {
  readonly uploads: ObjectStore;
  readonly results: ObjectStore;
}

/**
 * A photo that did not change for this long is late. Each try writes the record when it begins; three tries that all reach
 * their time limit take six minutes with the pauses between them.
 */
const lateMs = 10 * 60_000;

/** Returns the status. @throws ApiRefused `no-such-photo` when there is neither a record nor an upload. */
export async function photoStatus(config: ApiConfig, buckets: Buckets, photoId: string): Promise<ApiPhoto> {
  const stored = await readStoredRecord(buckets.results, photoId);
  const record = stored?.record;
  const changedAt = stored?.modifiedAt ?? (await buckets.uploads.modifiedAt(uploadKey(photoId)));
  if (!changedAt) throw new ApiRefused('no-such-photo');
  const expiresAt = new Date(Date.now() + config.linkMinutes * 60_000).toISOString();
  const outputs = record?.status === 'done' ? record.outputs : [];
  return {
    photoId,
    reference: photoReference(photoId),
    status: record?.status ?? 'waiting',
    isLate: !(record && isSettled(record)) && Date.now() - changedAt.getTime() > lateMs,
    order: record?.order ?? null,
    placedAt: record?.placedAt ?? null,
    rejection: record?.rejection ?? null,
    reusedCutout: record?.reusedCutout ?? false,
    checks: record?.checks ?? [],
    verdict: record?.status === 'done' ? record.verdict : null,
    outputs: outputs.map(({ key, ...output }) => ({ ...output, name: plainFileName(key) })),
    timings: record?.timings ?? { matting: {}, compose: {} },
    links: record ? await linksOf(config, record) : [],
    expiresAt,
  };
}

type LinkedFile = Omit<PhotoLink, 'url'> & { readonly key: string };

async function linksOf({ resultsBucket, linkMinutes }: ApiConfig, record: PhotoRecord): Promise<PhotoLink[]> {
  const sign = async ({ key, ...file }: LinkedFile) => {
    return { ...file, url: await presignDownload(resultsBucket, key, file.name, linkMinutes * 60) };
  };
  return Promise.all([...outputFiles(record), ...cutoutFiles(record)].map(sign));
}

function outputFiles({ status, outputs }: PhotoRecord): LinkedFile[] {
  if (status !== 'done') return [];
  return outputs.map(({ key, kind, contentType }) => ({ key, kind, contentType, name: plainFileName(key) }));
}

/** Returns the files that exist as soon as matting is done, whatever the outcome of compose. */
function cutoutFiles({ photoId, fingerprint, outputs }: PhotoRecord): LinkedFile[] {
  if (fingerprint === null) return [];
  const working = { kind: 'working', contentType: 'image/jpeg', name: 'working.jpg' } as const;
  const cutout = { kind: 'cutout', contentType: 'image/png', name: 'cutout.png' } as const;
  const isOrdered = outputs.some(({ kind }) => kind === 'cutout');
  return [
    ...(isOrdered ? [] : [{ ...cutout, key: cutoutKey(photoId) }]),
    { ...working, key: workingPhotoKey(photoId) },
  ];
}
