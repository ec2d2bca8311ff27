/** Returns what was found in a picture, and deletes a picture. */
import { objectResultKey, objectsPrefix, plainFileName, resultsPrefix } from '../../../core/keys.ts';
import { objectResultSchema } from '../../../core/object-result.ts';
import type { ApiPicture } from '../../../core/objects-api.ts';
import { presignDownload, type Signer } from '../../runtime/presign.ts';
import { parseJson } from '../../runtime/records.ts';
import { type Buckets, type LinkSettings, lateMs } from '../photo-status.ts';
import { ApiRefused } from '../refused.ts';

/** Returns the status. @throws ApiRefused `no-such-photo` when there is neither a result nor an upload. */
export async function pictureStatus(
  { resultsBucket, linkMinutes }: LinkSettings,
  { uploads, results }: Buckets,
  pictureId: string,
  signer?: Signer,
): Promise<ApiPicture> {
  const expiresAt = new Date(Date.now() + linkMinutes * 60_000).toISOString();
  const stored = await results.get(objectResultKey(pictureId));
  const result = stored && objectResultSchema.safeParse(parseJson(stored.bytes)).data;
  if (!result) {
    const upload = await uploads.head(`${objectsPrefix}${pictureId}`);
    if (!upload) throw new ApiRefused('no-such-photo');
    const isLate = Date.now() - upload.modifiedAt.getTime() > lateMs;
    const nothing = {
      picture: null,
      objects: [],
      degraded: [],
      rejection: null,
      model: null,
      timings: {},
      drawnUrl: null,
    };
    return { pictureId, status: 'waiting', isLate, ...nothing, expiresAt };
  }
  const { status, picture, objects, degraded, rejection, model, timings, drawn } = result;
  const drawnUrl =
    drawn && (await presignDownload(resultsBucket, drawn, plainFileName(drawn), linkMinutes * 60, signer));
  const found = { picture, objects, degraded, rejection, model, timings };
  return { pictureId, status, isLate: false, ...found, drawnUrl, expiresAt };
}

/**
 * Removes upload and results of a picture. It may be repeated. The upload goes first: the objects function then finds
 * nothing to work on, or finds at its end that the upload is gone.
 */
export async function deletePicture({ uploads, results }: Buckets, pictureId: string): Promise<void> {
  await uploads.delete(`${objectsPrefix}${pictureId}`);
  const made = await results.list(resultsPrefix(`${objectsPrefix}${pictureId}`));
  await Promise.all(made.map((key) => results.delete(key)));
}
