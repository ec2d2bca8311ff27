/** How a photoId maps to the objects of one photo. Uploads live in one bucket, everything made from them in another. */
import { Fault } from './errors.ts';

/** Prefix of everything a person sends; the photoId is the rest of the key, extension included. */
export const uploadsPrefix = 'uploads/';

/** What photoIds of the web form begin with: apart from photos dropped by hand, which the API cannot reach. */
export const formPrefix = 'form/';

/** Prefix of the portraits that check a deployment: outside `uploads/`, so that no event starts the version in use. */
export const preTrafficPrefix = 'golden/';

/** The photoId of an upload key. @throws Fault `bad-event` for a key that is neither a person's nor golden (a wrongly wired event). */
export function photoIdFromUploadKey(key: string): string {
  const prefix = [uploadsPrefix, preTrafficPrefix].find((one) => key.startsWith(one));
  const photoId = key.slice(prefix?.length);
  if (prefix === undefined || photoId === '' || photoId.endsWith('/')) {
    throw new Fault('bad-event', 'the event names an object that is not an upload');
  }
  return photoId;
}

export const uploadKey = (photoId: string): string => `${uploadsPrefix}${photoId}`;
/** The portrait that a deployment is checked with, in the uploads bucket. */
export const preTrafficKey = (photoId: string): string => `${preTrafficPrefix}${photoId}`;
/** Its photoId; like any folder, its first one names the order. */
export const preTrafficPhotoId = (deploymentId: string): string => `us-passport+white/golden-${deploymentId}.jpg`;
/** Straight RGBA PNG of the person at working size. */
export const cutoutKey = (photoId: string): string => `cutouts/${photoId}.png`;
/** Head measurements (core/head.ts) as JSON. */
export const headKey = (photoId: string): string => `cutouts/${photoId}.json`;
/** The upright working photo, for orders that keep the original backdrop. */
export const workingPhotoKey = (photoId: string): string => `cutouts/${photoId}.photo.jpg`;
/** One finished file of the photo. */
export const resultKey = (photoId: string, fileName: string): string => `${resultsPrefix(photoId)}${fileName}`;
/** One finished file of a new order on the photo: no two orders share a file, whichever is done last. */
export const orderedFileName = (stamp: string, fileName: string): string => `order-${stamp}-${fileName}`;
/** The name that a finished file has for people, whichever order it is of. */
export const plainFileName = (key: string): string =>
  key.slice(key.lastIndexOf('/') + 1).replace(/^order-[0-9a-f]{16}-/, '');
/** All finished files of the photo, directly below. */
export const resultsPrefix = (photoId: string): string => `results/${photoId}/`;
/** A picture to stand behind people, put there by the studio's owner; `id` as in core/backdrop.ts. */
export const backdropKey = (id: string): string => `${backdropsPrefix}${id}`;
export const backdropsPrefix = 'backdrops/';
/** What happened to the photo (core/photo-record.ts). */
export const recordKey = (photoId: string): string => `records/${photoId}.json`;
/** The API's access code, made at first need; the operator reads it here. */
export const accessCodeKey = 'desk/access-code';
/** In the results bucket, of the studio and of no photo: expiry spares them. Lifecycle rules name all other prefixes. */
export const keptPrefixes: readonly string[] = [backdropsPrefix, 'desk/'];
/** In the results bucket, of photos: what lifecycle rules remove. */
export const expiringPrefixes: readonly string[] = ['cutouts/', 'results/', 'records/', 'fingerprints/'];
/** Which photo already holds the cutout of exactly this content, model and settings; `digest` is a sha256 in hex. */
export const fingerprintKey = (digest: string): string => `fingerprints/${digest}.json`;
