/** Removes everything there is of one photo, at once; lifecycle rules are only the net below it. */
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
 * Upload first, so that a late event finds nothing to work on; record last, so that a deletion that broke off can be
 * seen and repeated. Other photos with the same content keep their own copies.
 */
export async function deletePhoto(uploads: ObjectStore, results: ObjectStore, photoId: string): Promise<void> {
  const fingerprint = (await readRecord(results, photoId))?.fingerprint;
  await uploads.delete(uploadKey(photoId));
  if (fingerprint && (await ownerOf(results, fingerprint)) === photoId)
    await results.delete(fingerprintKey(fingerprint));
  const finished = await results.list(resultsPrefix(photoId));
  const made = [cutoutKey(photoId), headKey(photoId), workingPhotoKey(photoId), ...finished];
  await Promise.all(made.map((key) => results.delete(key)));
  await results.delete(recordKey(photoId));
}
