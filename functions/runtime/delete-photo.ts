/** Removes all objects of one photo at once. Lifecycle rules remove what is missed. */
import {
  cutoutKey,
  fingerprintKey,
  headKey,
  recordKey,
  resultsPrefix,
  uploadKey,
  workingPhotoKey,
} from '../../core/keys.ts';
import { ownerOf } from './cutout-store.ts';
import type { ObjectStore } from './object-store.ts';
import { readRecord } from './records.ts';

/**
 * Removes upload, record, cutout and results of a photo. It may be repeated. The upload goes first: matting then finds
 * nothing to work on, or finds at its end that the upload is gone (functions/matting/serve-upload.ts). The record goes before
 * the results: compose writes the record last and only if it still exists; else it removes the results that it wrote.
 */
export async function deletePhoto(uploads: ObjectStore, results: ObjectStore, photoId: string): Promise<void> {
  await uploads.delete(uploadKey(photoId));
  await deleteMade(results, photoId);
}

/** Removes what was made of a photo whose upload is gone. Other photos with the same content keep their own copies. */
export async function deleteMade(results: ObjectStore, photoId: string): Promise<void> {
  const fingerprint = (await readRecord(results, photoId))?.fingerprint;
  if (fingerprint && (await ownerOf(results, fingerprint)) === photoId)
    await results.delete(fingerprintKey(fingerprint));
  await results.delete(recordKey(photoId));
  const finished = await results.list(resultsPrefix(photoId));
  const made = [cutoutKey(photoId), headKey(photoId), workingPhotoKey(photoId), ...finished];
  await Promise.all(made.map((key) => results.delete(key)));
}
