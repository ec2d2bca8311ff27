/** Returns what was found in a picture, and deletes a picture. */
import { type FinderName, pictureFunctionTable } from '../../../core/functions.ts';
import { resultsPrefix } from '../../../core/keys.ts';
import { presignDownload, type Signer } from '../../runtime/presign.ts';
import { type Buckets, type LinkSettings, lateMs } from '../photo-status.ts';
import { ApiRefused } from '../refused.ts';
import { type CommonAnswer, finders } from './finders.ts';

/** A picture of one function. */
interface PictureOf {
  readonly finder: FinderName;
  readonly pictureId: string;
}

/** Returns the key of the upload, which is also how logs name the picture. */
export const uploadOf = ({ finder, pictureId }: PictureOf): string =>
  `${pictureFunctionTable[finder].uploadPrefix}${pictureId}`;

/** Returns the status, with the own fields of the function. @throws ApiRefused `no-such-photo` when there is neither a result nor an upload. */
export async function pictureStatus(
  { resultsBucket, linkMinutes }: LinkSettings,
  { uploads, results }: Buckets,
  of: PictureOf,
  signer?: Signer,
): Promise<CommonAnswer> {
  const { resultKey, read } = finders[of.finder];
  const { pictureId } = of;
  const stored = await results.get(resultKey(pictureId));
  const { result, own } = await read(stored?.bytes ?? null, {
    expiresAt: new Date(Date.now() + linkMinutes * 60_000).toISOString(),
    linkTo: (key, fileName) => presignDownload(resultsBucket, key, fileName, linkMinutes * 60, signer),
  });
  if (result) {
    const { status, picture, rejection, degraded, timings } = result;
    return { pictureId, status, isLate: false, picture, rejection, degraded, timings, ...own };
  }
  const upload = await uploads.head(uploadOf(of));
  if (!upload) throw new ApiRefused('no-such-photo');
  const isLate = Date.now() - upload.modifiedAt.getTime() > lateMs;
  return { pictureId, status: 'waiting', isLate, picture: null, rejection: null, degraded: [], timings: {}, ...own };
}

/**
 * Removes upload and results of a picture. It may be repeated. The upload goes first: the function then finds nothing to work
 * on, or finds at its end that the upload is gone.
 */
export async function deletePicture({ uploads, results }: Buckets, of: PictureOf): Promise<void> {
  await uploads.delete(uploadOf(of));
  const made = await results.list(resultsPrefix(uploadOf(of)));
  await Promise.all(made.map((key) => results.delete(key)));
}
