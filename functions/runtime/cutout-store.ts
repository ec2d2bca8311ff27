/**
 * The objects that matting leaves for compose, and the fingerprints that spare the networks a photo they have cut out
 * before. Every photo owns a full copy of its objects, so that deleting one never touches another
 * (docs/decisions/0004-fingerprints.md).
 */
import { createHash } from 'node:crypto';
import { cutoutKey, fingerprintKey, headKey, workingPhotoKey } from '../../core/keys.ts';
import type { ObjectStore } from './object-store.ts';
import { parseJson } from './records.ts';

/** What matting made of one photo, encoded. */
export interface CutoutFiles {
  readonly cutoutPng: Uint8Array;
  readonly headJson: Uint8Array;
  readonly workingPhotoJpeg: Uint8Array;
}

const keysOf = [cutoutKey, headKey, workingPhotoKey] as const;

/** Digest of everything that decides what the cutout looks like: the bytes sent and the settings they are cut with. */
export function fingerprintOf(bytes: Uint8Array, settings: unknown): string {
  return createHash('sha256').update(JSON.stringify(settings)).update('\0').update(bytes).digest('hex');
}

/** Writes the objects, then the fingerprint, so that a fingerprint never names a photo whose objects are not all there. */
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

/** Copies an earlier photo's objects with the same fingerprint; false when there is none, or it was deleted since. */
export async function reuseCutout(results: ObjectStore, photoId: string, fingerprint: string): Promise<boolean> {
  const owner = await ownerOf(results, fingerprint);
  if (!owner) return false;
  // A photo that owns the fingerprint already has its objects, unless someone deleted them.
  if (owner === photoId) return results.exists(headKey(photoId));
  const copies = await Promise.all(keysOf.map((keyOf) => results.copy(keyOf(owner), keyOf(photoId))));
  return copies.every(Boolean);
}

/** The photo that a fingerprint names, if there is one. */
export async function ownerOf(results: ObjectStore, fingerprint: string): Promise<string | undefined> {
  const stored = await results.get(fingerprintKey(fingerprint));
  return stored ? (parseJson(stored.bytes) as { photoId?: string } | undefined)?.photoId : undefined;
}
