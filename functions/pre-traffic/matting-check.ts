/** The check of matting: sends the test portrait through the new version, and on through compose to a finished photo. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CutoutParts } from '../../core/cutout-parts.ts';
import { headSchema } from '../../core/head.ts';
import { preTrafficKey } from '../../core/keys.ts';
import { configFromEnv, mattingCheckConfig } from '../runtime/config.ts';
import { unpackCutout } from '../runtime/cutout-file.ts';
import { deleteMade } from '../runtime/delete-photo.ts';
import { invokeAndWait } from '../runtime/invoke.ts';
import { type ObjectStore, openBucket } from '../runtime/object-store.ts';
import { parseJson, readRecord } from '../runtime/records.ts';
import { createdEventOf } from '../runtime/s3-events.ts';
import { judgeCutout } from './judge-cutout.ts';
import { readCarried, type StageCheck } from './stage-check.ts';
import { opacityFile, portraitFile, truthFile, truthSchema } from './truth.ts';

/** Returns the check. @throws Fault `bad-config` for a bad environment; the error of a missing file. */
export async function openMattingCheck(): Promise<StageCheck> {
  const config = configFromEnv(mattingCheckConfig);
  const uploads = openBucket(config.uploadsBucket);
  const results = openBucket(config.resultsBucket);
  const [portrait, opacity, truthJson] = await Promise.all([portraitFile, opacityFile, truthFile].map(readCarried));
  const truth = truthSchema.parse(parseJson(truthJson));
  return async (photoId, mark) => {
    const key = preTrafficKey(photoId);
    try {
      await uploads.put(key, portrait, 'image/jpeg');
      const failure = await invokeAndWait(config.mattingFunction, createdEventOf(config.uploadsBucket, key, portrait));
      mark('matting');
      if (failure) return [`matting failed: ${failure}`];
      const cutout = await storedCutout(results, photoId);
      const measured = headSchema.safeParse(cutout && parseJson(cutout.headJson));
      if (!cutout || !measured.success) return ['matting left no cutout'];
      const complaints = judgeCutout(truth, opacity, measured.data, cutout.edgesPng, config.inferenceSidePx);
      mark('judge');
      const photo = await finishedPhoto(results, photoId, config.photoWaitMs);
      mark('compose');
      return [...complaints, ...photo];
    } finally {
      await uploads.delete(key);
      await deleteMade(results, photoId);
    }
  };
}

/** Returns the cutout that the record names; null when there is none. */
async function storedCutout(results: ObjectStore, photoId: string): Promise<CutoutParts | null> {
  const key = (await readRecord(results, photoId))?.cutout;
  const stored = key ? await results.get(key) : null;
  return stored && unpackCutout(stored.bytes);
}

/** Waits for compose. @returns one phrase per fault of the finished photo. */
async function finishedPhoto(results: ObjectStore, photoId: string, waitMs: number): Promise<readonly string[]> {
  for (const deadline = performance.now() + waitMs; performance.now() < deadline; await delay(200)) {
    const record = await readRecord(results, photoId);
    if (record?.status === 'done') return record.reusedCutout ? ['the networks did not run'] : [];
    if (record?.status === 'rejected') return [`rejected: ${record.rejection?.code}`];
  }
  return ['compose made no photo of it'];
}
