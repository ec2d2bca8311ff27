/**
 * Stores the cutouts that matting hands on to compose, and finds the cutout of an earlier photo with the same
 * fingerprint, so that the networks need not run. The first photo's cutout has the fingerprint in its key. A later photo
 * gets a copy under its own id. So each photo owns its cutout, and deleting one photo never touches another
 * (docs/decisions/0004-fingerprints.md).
 */
import { createHash } from 'node:crypto';
import { cutoutGroup, cutoutKey, firstCutoutKey } from '../../core/keys.ts';
import { photoReference } from './log.ts';
import type { ObjectStore } from './object-store.ts';

/** The place of a photo's cutout, as it is looked up before the networks run. */
export interface CutoutPlace {
  /** The key for the photo's own cutout. */
  readonly key: string;
  /** The key of an existing cutout with the same fingerprint: the photo's own or another photo's. Null: there is none. */
  readonly existing: string | null;
}

const contentType = 'image/jpeg';

/** Returns the digest of everything that decides the cutout: the uploaded bytes and the settings of matting. */
export function fingerprintOf(bytes: Uint8Array, settings: unknown): string {
  return createHash('sha256').update(JSON.stringify(settings)).update('\0').update(bytes).digest('hex');
}

/** Looks up the cutout of a fingerprint. @param uploadKey decides the group of photos that is searched. */
export async function findCutout(
  results: ObjectStore,
  photoId: string,
  uploadKey: string,
  fingerprint: string,
): Promise<CutoutPlace> {
  const first = firstCutoutKey(cutoutGroup(uploadKey), fingerprint);
  const stored = await results.head(first);
  if (!stored) return { key: first, existing: null };
  return { key: stored.metadata.owner === photoReference(photoId) ? first : cutoutKey(photoId), existing: first };
}

/** Makes the existing cutout the photo's own. @returns false when it was deleted in the meantime. */
export async function reuseCutout(results: ObjectStore, { key, existing }: CutoutPlace): Promise<boolean> {
  if (existing === null) return false;
  return existing === key ? results.exists(key) : results.copy(existing, key);
}

/**
 * Stores a new cutout. @param key of {@link CutoutPlace}.
 * @returns false when another photo with the same fingerprint has stored its cutout there; nothing was written then.
 */
export async function saveCutout(
  results: ObjectStore,
  photoId: string,
  key: string,
  file: Uint8Array,
): Promise<boolean> {
  if (key === cutoutKey(photoId)) {
    await results.put(key, file, contentType);
    return true;
  }
  const owner = photoReference(photoId);
  if ((await results.putIf(key, file, contentType, null, { owner })) !== null) return true;
  // An earlier try of this photo may have stored it.
  return (await results.head(key))?.metadata.owner === owner;
}

/** Deletes the photo's cutout. It does nothing when the cutout of this key belongs to another photo or is gone. */
export async function deleteCutout(results: ObjectStore, photoId: string, key: string): Promise<void> {
  const isOwn = key === cutoutKey(photoId) || (await results.head(key))?.metadata.owner === photoReference(photoId);
  if (isOwn) await results.delete(key);
}
