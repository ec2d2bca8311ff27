/**
 * The compose function: from a cutout in storage and an order to finished photos and the record. Invoked by matting,
 * or by the desk for a new order on the same photo.
 */
import * as z from 'zod';
import type { Check } from '../../core/checks.ts';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import { headSchema } from '../../core/head.ts';
import { backdropKey, cutoutKey, headKey, resultKey, workingPhotoKey } from '../../core/keys.ts';
import { orderSchema } from '../../core/order.ts';
import { type Output, rejectedRecord } from '../../core/photo-record.ts';
import { configFromEnv } from '../runtime/config.ts';
import { frame, type Outcome } from '../runtime/frame.ts';
import { openBucket } from '../runtime/object-store.ts';
import { parseJson, readRecord, writeRecord } from '../runtime/records.ts';
import { startStopwatch } from '../runtime/stopwatch.ts';
import { composePhoto } from './compose.ts';

const results = openBucket(configFromEnv().resultsBucket);
const payloadSchema = z.object({ photoId: z.string().min(1), placedAt: z.string(), order: orderSchema });
type Payload = z.infer<typeof payloadSchema>;

export const handler = frame('compose', async function* (event) {
  const payload = payloadSchema.safeParse(event);
  if (!payload.success) throw new Fault('bad-payload', 'the invocation is not an order for a photo');
  yield await serve(payload.data);
});

async function serve({ photoId, placedAt, order }: Payload): Promise<Outcome> {
  const watch = startStopwatch();
  const [record, headJson, cutoutPng] = await Promise.all([
    readRecord(results, photoId),
    results.get(headKey(photoId)),
    results.get(cutoutKey(photoId)),
  ]);
  if (!record) return { photoId, outcome: 'gone', timings: {} };
  const served = record.placedAt === placedAt && record.status !== 'composing';
  if (served || record.placedAt > placedAt) return { photoId, outcome: 'duplicate', timings: {} };
  if (!headJson || !cutoutPng) throw missingObject();
  const head = headSchema.safeParse(parseJson(headJson.bytes));
  if (!head.success) throw new Fault('bad-payload', 'the head measurements are of another version');
  watch.mark('fetch');
  const outputs: Output[] = [];
  let checks: readonly Check[] = [];
  const onChecked = (made: readonly Check[]) => {
    checks = made;
  };
  const backdropImage = async (id: string) => (await results.get(backdropKey(id)))?.bytes ?? null;
  const workingPhoto = async () => {
    const stored = await results.get(workingPhotoKey(photoId));
    if (!stored) throw missingObject();
    return stored.bytes;
  };
  try {
    for await (const file of composePhoto(
      { cutoutPng: cutoutPng.bytes, workingPhoto, backdropImage, head: head.data, order },
      watch.mark,
      onChecked,
    )) {
      const key = resultKey(photoId, file.fileName);
      await results.put(key, file.bytes, file.output.contentType);
      outputs.push({ key, ...file.output });
      watch.mark('store');
    }
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    await writeRecord(results, {
      ...rejectedRecord({ ...record, placedAt }, order, error),
      fingerprint: record.fingerprint,
    });
    return { photoId, outcome: error.code, timings: watch.timings() };
  }
  const timings = { ...record.timings, compose: watch.timings() };
  await writeRecord(results, {
    ...record,
    status: 'done',
    placedAt,
    order,
    rejection: null,
    checks: [...checks],
    outputs,
    timings,
  });
  return { photoId, outcome: 'done', timings: watch.timings() };
}

const missingObject = () => new Fault('missing-object', 'the cutout of a recorded photo is not there');
