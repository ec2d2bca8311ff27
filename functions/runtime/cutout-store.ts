/**
 * Stores the objects that matting hands on to compose, and the fingerprints by which a photo that was cut out before is
 * found again, so that the networks need not run. Each photo owns a full copy of its objects, so that deleting one photo
 * never touches another (docs/decisions/0004-fingerprints.md).
 */
import { createHash } from 'node:crypto';
import { cutoutKey, fingerprintKey, headKey, workingPhotoKey } from '../../core/keys.ts';
import type { ObjectStore } from './object-store.ts';
import { parseJson } from './records.ts';

/** The encoded files that matting makes of one photo. */
export interface CutoutFiles {
  readonly cutoutPng: Uint8Array;
  readonly headJson: Uint8Array;
  readonly workingPhotoJpeg: Uint8Array;
}

const keysOf = [cutoutKey, headKey, workingPhotoKey] as const;

/** Returns the digest of everything that decides the cutout: the uploaded bytes and the settings of matting. */
export function fingerprintOf(bytes: Uint8Array, settings: unknown): string {
  return createHash('sha256').update(JSON.stringify(settings)).update('\0').update(bytes).digest('hex');
}

/** Writes the objects first and the fingerprint last, so that a fingerprint never names a photo with missing objects. */
export async function saveCutout(
  results: ObjectStore,
  photoId: string,
  fingerprint: string,
  files: CutoutFiles,
): Promise<void> {
  await Promise.all([
    results.put(cutoutKey(photoId), files.cutoutPng, 'image/png'),
    results.put(headKey(photoId), files.headJson, 'application/json'),
    results.put(workingPhotoKey(photoId), files.workingPhotoJpeg, 'image/jpeg'),
  ]);
  const owner = new TextEncoder().encode(JSON.stringify({ photoId }));
  await results.put(fingerprintKey(fingerprint), owner, 'application/json');
}

/** Copies the objects of an earlier photo with the same fingerprint. @returns false when there is none, or when it was deleted. */
export async function reuseCutout(results: ObjectStore, photoId: string, fingerprint: string): Promise<boolean> {
  const owner = await ownerOf(results, fingerprint);
  if (!owner) return false;
  // The photo that owns the fingerprint already has its objects, unless they were deleted.
  if (owner === photoId) return results.exists(headKey(photoId));
  const copies = await Promise.all(keysOf.map((keyOf) => results.copy(keyOf(owner), keyOf(photoId))));
  return copies.every(Boolean);
}

/** Returns the photoId that a fingerprint names; undefined when there is none. */
export async function ownerOf(results: ObjectStore, fingerprint: string): Promise<string | undefined> {
  const stored = await results.get(fingerprintKey(fingerprint));
  return stored ? (parseJson(stored.bytes) as { photoId?: string } | undefined)?.photoId : undefined;
}
