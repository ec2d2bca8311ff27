/** Removes all objects of one photo at once. Lifecycle rules remove what is missed. */
import {
  cutoutKey,
  cutoutPngKey,
  fingerprintKey,
  headKey,
  recordKey,
  resultsPrefix,
  uploadKey,
  workingPhotoKey,
} from '../../core/keys.ts';
import type { PhotoRecord } from '../../core/photo-record.ts';
import { deleteCutout } from './cutout-store.ts';
import type { ObjectStore } from './object-store.ts';
import { parseJson, readRecord } from './records.ts';

/**
 * Removes upload, record, cutout and results of a photo. It may be repeated. The upload goes first: matting then finds
 * nothing to work on, or finds at its end that the upload is gone (functions/matting/serve-upload.ts). The record goes before
 * the results: compose writes the record last and only if it still exists; else it removes the results that it wrote.
 */
export async function deletePhoto(uploads: ObjectStore, results: ObjectStore, photoId: string): Promise<void> {
  await uploads.delete(uploadKey(photoId));
  await deleteMade(results, photoId);
}

/**
 * Removes what was made of a photo whose upload is gone. Other photos with the same content keep their own cutouts.
 * @param cutout the key of a cutout that was stored after the record may have been deleted.
 */
export async function deleteMade(results: ObjectStore, photoId: string, cutout: string | null = null): Promise<void> {
  const record = await readRecord(results, photoId);
  const cutouts = new Set([record?.cutout, cutout].filter((key) => typeof key === 'string'));
  for (const key of cutouts) await deleteCutout(results, photoId, key);
  if (record) await deleteFingerprint(results, record);
  await results.delete(recordKey(photoId));
  const finished = await results.list(resultsPrefix(photoId));
  const named = [cutoutKey, cutoutPngKey, headKey, workingPhotoKey].map((keyOf) => keyOf(photoId));
  await Promise.all([...named, ...finished].map((key) => results.delete(key)));
}

/** Removes the fingerprint that versions before 0.3 stored as an object, if it names this photo. */
async function deleteFingerprint(results: ObjectStore, { photoId, fingerprint, cutout }: PhotoRecord): Promise<void> {
  if (fingerprint === null || cutout !== null) return;
  const stored = await results.get(fingerprintKey(fingerprint));
  const owner = stored && (parseJson(stored.bytes) as { photoId?: string } | undefined)?.photoId;
  if (owner === photoId) await results.delete(fingerprintKey(fingerprint));
}
