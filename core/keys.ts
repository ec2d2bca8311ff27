/** The object keys of a photo. Uploads are in one bucket, everything that is made from them is in another. */
import { Fault } from './errors.ts';
import { safeName } from './roster/safe-name.ts';

/** Prefix of all uploads. The photoId is the rest of the key, with the file extension. */
export const uploadsPrefix = 'uploads/';

/**
 * PhotoIds of the web form begin with this. Photos that are put into the bucket by hand do not, and the API cannot read
 * them.
 */
export const formPrefix = 'form/';

/**
 * Prefix of the test portraits of the pre-traffic check. It is outside `uploads/`, so that no event starts the version
 * in use. The deployed name is kept.
 */
export const preTrafficPrefix = 'golden/';

/** Prefix of the uploads whose things are to be found. */
export const objectsPrefix = 'objects/';
/** Prefix of the uploads that are to be tagged. */
export const tagsPrefix = 'tags/';
/** Returns the id of a picture under a prefix: the rest of its key. @throws Fault `bad-event` for any other key. */
export function pictureIdOf(prefix: string, key: string): string {
  if (key.startsWith(prefix) && key.length > prefix.length && !key.endsWith('/')) return key.slice(prefix.length);
  throw new Fault('bad-event', `the event names an object that is not an upload under ${prefix}`);
}
/** The tags of a picture (core/tag-result.ts). */
export const tagResultKey = (pictureId: string): string => `${resultsPrefix(`${tagsPrefix}${pictureId}`)}tags.json`;
/** The result of a picture (core/object-result.ts). */
export const objectResultKey = (pictureId: string): string =>
  `${resultsPrefix(`${objectsPrefix}${pictureId}`)}objects.json`;
/** The picture with the boxes drawn. */
export const drawnKey = (pictureId: string): string => `${resultsPrefix(`${objectsPrefix}${pictureId}`)}boxes.jpg`;

/**
 * Returns the photoId of an upload or of a test portrait.
 * @throws Fault `bad-event` for any other key, which a wrongly configured event would cause.
 */
export function photoIdFromUploadKey(key: string): string {
  const prefix = [uploadsPrefix, preTrafficPrefix].find((one) => key.startsWith(one));
  const photoId = key.slice(prefix?.length);
  if (prefix === undefined || photoId === '' || photoId.endsWith('/')) {
    throw new Fault('bad-event', 'the event names an object that is not an upload');
  }
  return photoId;
}

export const uploadKey = (photoId: string): string => `${uploadsPrefix}${photoId}`;
/** The test portrait of the pre-traffic check, in the uploads bucket. */
export const preTrafficKey = (photoId: string): string => `${preTrafficPrefix}${photoId}`;
/** The photoId of the test portrait of a deployment. Its first folder names the order, as in every upload. */
export const preTrafficPhotoId = (deploymentId: string): string => `us-passport+white/golden-${deploymentId}.jpg`;
/**
 * The cutout of a photo: one JPEG file with the working photo, the edges of the person and the head measurements
 * (functions/runtime/cutout-file.ts). It has this name when an earlier photo has the name of {@link firstCutoutKey}.
 */
export const cutoutKey = (photoId: string): string => `cutouts/${photoId}.cutout.jpg`;
/**
 * The cutout of the first photo of a group with this fingerprint. A later photo finds it by its own fingerprint and
 * copies it. Only the first photo owns it.
 * @param group of {@link cutoutGroup}.
 * @param fingerprint a sha256 in hex.
 */
export const firstCutoutKey = (group: string, fingerprint: string): string =>
  `cutouts/${group}${fingerprint}.first.jpg`;
/**
 * Returns the prefix of the group that an upload belongs to: photos of the web form, test portraits, or all others
 * (empty). Photos of two groups never use the same cutout, so that the permissions of a function can end at its group.
 */
export function cutoutGroup(key: string): string {
  if (key.startsWith(preTrafficPrefix)) return preTrafficPrefix;
  return key.startsWith(`${uploadsPrefix}${formPrefix}`) ? formPrefix : '';
}
/** Written before version 0.3 instead of one file: the cutout as PNG with straight RGBA, at working size. */
export const cutoutPngKey = (photoId: string): string => `cutouts/${photoId}.png`;
/** Written before version 0.3: the head measurements (core/head.ts) as JSON. */
export const headKey = (photoId: string): string => `cutouts/${photoId}.json`;
/** Written before version 0.3: the upright working photo, for orders that keep the original backdrop. */
export const workingPhotoKey = (photoId: string): string => `cutouts/${photoId}.photo.jpg`;
/** One finished file of the photo. */
export const resultKey = (photoId: string, fileName: string): string => `${resultsPrefix(photoId)}${fileName}`;
/**
 * The file name of a new order on the photo. The stamp makes it unique, so that two orders never write the same file.
 */
export const orderedFileName = (stamp: string, fileName: string): string => `order-${stamp}-${fileName}`;
/** Returns the file name without folder and stamp, for people. */
export const plainFileName = (key: string): string =>
  key.slice(key.lastIndexOf('/') + 1).replace(/^order-[0-9a-f]{16}-/, '');
/** Returns the name of a file of a person in a roster: `李伟-cn-1-inch-white.jpg`. @param name of the person; empty for none. */
export const personFileName = (name: string, fileName: string): string =>
  name === '' ? fileName : `${safeName(name)}-${fileName}`;
/** Prefix of all finished files of the photo. */
export const resultsPrefix = (photoId: string): string => `results/${photoId}/`;
/** A backdrop picture, stored by the operator of the studio; `id` as in core/backdrop.ts. */
export const backdropKey = (id: string): string => `${backdropsPrefix}${id}`;
const backdropsPrefix = 'backdrops/';
/** Returns the photoId of a finished file or of a record; null for another key. */
export function photoIdFromKey(key: string): string | null {
  const [, ofRecord] = /^records\/(.+)\.json$/.exec(key) ?? [];
  const [, ofResult] = /^results\/(.+)\/[^/]+$/.exec(key) ?? [];
  return ofRecord ?? ofResult ?? null;
}
/** Prefix of the records of the photos whose ids begin with `start`. */
export const recordsPrefix = (start: string): string => `records/${start}`;
/** The table of the results of a roster. @param rosterId the photoId of the roster. */
export const rosterResultsKey = (rosterId: string): string => resultKey(rosterId, 'results.csv');
/** The record of the photo (core/photo-record.ts). */
export const recordKey = (photoId: string): string => `records/${photoId}.json`;
/** The first access code as text. The set-up or the API creates it; the operator reads it here. The deployed name is kept. */
export const accessCodeKey = 'desk/access-code';
/** The named access codes as JSON, without the codes themselves (functions/runtime/access-codes.ts). */
export const namedCodesKey = 'desk/named-codes.json';
/** The number of photos that a named code with a daily limit has made today. */
export const photoCountKey = (name: string): string => `desk/photo-counts/${name}.json`;
/** Stored while the brake is on (functions/runtime/brake.ts). */
export const brakeKey = 'desk/brake.json';
/** A share of the wrong access codes that all instances of the API have counted; `share` is one hexadecimal digit. */
export const wrongTriesKey = (share: string): string => `desk/wrong-tries/${share}.json`;
/**
 * Prefixes of the results bucket that belong to the studio, not to a photo. They do not expire; the lifecycle rules
 * name all other prefixes.
 */
export const keptPrefixes: readonly string[] = [backdropsPrefix, 'desk/'];
/** Prefix of the cutouts, which expire with the uploads. */
export const cutoutsPrefix = 'cutouts/';
/** Prefixes of the results bucket that belong to photos. The lifecycle rules remove them. */
export const expiringPrefixes: readonly string[] = [cutoutsPrefix, 'results/', 'records/', 'fingerprints/'];
/** Written before version 0.3: names the photo that has the cutout of this fingerprint; `digest` is a sha256 in hex. */
export const fingerprintKey = (digest: string): string => `fingerprints/${digest}.json`;
