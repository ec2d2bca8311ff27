/**
 * The pre-traffic check: CodeDeploy invokes it when a new version of matting exists and gets no work yet. It sends the test
 * portrait through that version and through compose to a finished photo. The deployment then continues or fails.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { headSchema } from '../../core/head.ts';
import { preTrafficKey, preTrafficPhotoId } from '../../core/keys.ts';
import { configFromEnv, preTrafficConfig } from '../runtime/config.ts';
import { type CutoutParts, unpackCutout } from '../runtime/cutout-file.ts';
import { deleteMade } from '../runtime/delete-photo.ts';
import { reportCheck } from '../runtime/deployment.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { invokeAndWait } from '../runtime/invoke.ts';
import { errorFields, log } from '../runtime/log.ts';
import { openBucket } from '../runtime/object-store.ts';
import { parseJson, readRecord } from '../runtime/records.ts';
import { createdEventOf } from '../runtime/s3-events.ts';
import { startStopwatch } from '../runtime/stopwatch.ts';
import { judge } from './judge.ts';
import { opacityFile, portraitFile, truthFile, truthSchema } from './truth.ts';

const config = configFromEnv(preTrafficConfig);
const uploads = openBucket(config.uploadsBucket);
const results = openBucket(config.resultsBucket);
const read = (name: string) => readFile(new URL(name, import.meta.url));
const [portrait, opacity] = await Promise.all([portraitFile, opacityFile].map(read));
const truth = truthSchema.parse(parseJson(await read(truthFile)));

const hookEvent = z.object({ DeploymentId: z.string(), LifecycleEventHookExecutionId: z.string() });

/** The longest wait for compose, which may start cold, ms. The time limit of this function is longer (infra/gradual-deployment.ts). */
const photoWaitMs = 60_000;

export const handler = eventHandler('pre-traffic', async function* (event) {
  const parsed = hookEvent.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not from CodeDeploy');
  const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: executionId } = parsed.data;
  const watch = startStopwatch();
  const photoId = preTrafficPhotoId(deploymentId);
  // Any error is reported as "failed": without a report CodeDeploy would wait for an hour.
  const complaints = await check(photoId, watch.mark).catch((error: unknown) => {
    log('error', 'check aborted', errorFields(error));
    return ['the check aborted'];
  });
  for (const complaint of complaints) log('error', 'test portrait', { complaint });
  await reportCheck({ deploymentId, executionId, passed: complaints.length === 0 });
  watch.mark('report');
  yield { photoId, outcome: complaints.length === 0 ? 'passed' : 'failed', timings: watch.timings() };
});

/** Sends the portrait through the version. @returns one phrase per fault. */
async function check(photoId: string, mark: (step: string) => void): Promise<readonly string[]> {
  const key = preTrafficKey(photoId);
  try {
    await uploads.put(key, portrait, 'image/jpeg');
    const failure = await invokeAndWait(config.mattingFunction, createdEventOf(config.uploadsBucket, key, portrait));
    mark('matting');
    if (failure) return [`matting failed: ${failure}`];
    const cutout = await storedCutout(photoId);
    const measured = headSchema.safeParse(cutout && parseJson(cutout.headJson));
    if (!cutout || !measured.success) return ['matting left no cutout'];
    const complaints = judge(truth, opacity, measured.data, cutout.edgesPng, config.inferenceSidePx);
    mark('judge');
    const photo = await finishedPhoto(photoId);
    mark('compose');
    return [...complaints, ...photo];
  } finally {
    await uploads.delete(key);
    await deleteMade(results, photoId);
  }
}

/** Returns the cutout that the record names; null when there is none. */
async function storedCutout(photoId: string): Promise<CutoutParts | null> {
  const key = (await readRecord(results, photoId))?.cutout;
  const stored = key ? await results.get(key) : null;
  return stored && unpackCutout(stored.bytes);
}

/** Waits for compose. @returns one phrase per fault of the finished photo. */
async function finishedPhoto(photoId: string): Promise<readonly string[]> {
  for (const deadline = performance.now() + photoWaitMs; performance.now() < deadline; await delay(200)) {
    const record = await readRecord(results, photoId);
    if (record?.status === 'done') return record.reusedCutout ? ['the networks did not run'] : [];
    if (record?.status === 'rejected') return [`rejected: ${record.rejection?.code}`];
  }
  return ['compose made no photo of it'];
}
