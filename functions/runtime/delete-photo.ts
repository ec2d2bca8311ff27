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
 * Everything, at once; harmless when repeated. Upload first, so that matting finds nothing to work on, or nothing when it
 * looks again at its end (functions/matting/serve-upload.ts). Record before results, because compose writes results, and at its
 * end the record only if that is still there: whatever it wrote meanwhile it then removes itself.
 */
export async function deletePhoto(uploads: ObjectStore, results: ObjectStore, photoId: string): Promise<void> {
  await uploads.delete(uploadKey(photoId));
  await deleteMade(results, photoId);
}

/** What was made of a photo whose upload is gone. Other photos with the same content keep their own copies. */
export async function deleteMade(results: ObjectStore, photoId: string): Promise<void> {
  const fingerprint = (await readRecord(results, photoId))?.fingerprint;
  if (fingerprint && (await ownerOf(results, fingerprint)) === photoId)
    await results.delete(fingerprintKey(fingerprint));
  await results.delete(recordKey(photoId));
  const finished = await results.list(resultsPrefix(photoId));
  const made = [cutoutKey(photoId), headKey(photoId), workingPhotoKey(photoId), ...finished];
  await Promise.all(made.map((key) => results.delete(key)));
}
