/** Loads what matting stored of a photo: the file of today, or the three objects of versions before 0.3. */
import { Fault } from '../../core/errors.ts';
import { type HeadMeasurements, headSchema } from '../../core/head.ts';
import { cutoutPngKey, headKey, workingPhotoKey } from '../../core/keys.ts';
import { unpackCutout } from '../runtime/cutout-file.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { parseJson } from '../runtime/records.ts';
import type { StoredCutout } from './open-cutout.ts';

/** @throws Fault `missing-object`, `bad-payload`. */
export async function loadCutout(results: ObjectStore, key: string): Promise<StoredCutout> {
  const { photoJpeg, edgesPng, headJson } = unpackCutout(await read(results, key));
  return { photoJpeg, edgesPng, head: readHead(headJson) };
}

/** @throws Fault `missing-object`, `bad-payload`. */
export async function loadOldCutout(results: ObjectStore, photoId: string): Promise<StoredCutout> {
  const [headJson, cutoutPng] = await Promise.all(
    [headKey, cutoutPngKey].map((keyOf) => read(results, keyOf(photoId))),
  );
  return { cutoutPng, workingPhoto: () => read(results, workingPhotoKey(photoId)), head: readHead(headJson) };
}

async function read(results: ObjectStore, key: string): Promise<Uint8Array> {
  const stored = await results.get(key);
  if (stored) return stored.bytes;
  throw new Fault('missing-object', 'an object of a recorded photo is missing: cutout, head or working photo');
}

function readHead(json: Uint8Array): HeadMeasurements {
  const head = headSchema.safeParse(parseJson(json));
  if (!head.success) throw new Fault('bad-payload', 'the head measurements are of another version');
  return head.data;
}
