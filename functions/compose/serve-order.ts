/** What compose does with one order: makes its files, checks them, and settles the record. Between handler.ts and compose.ts. */
import * as z from 'zod';
import type { Check } from '../../core/checks.ts';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import { headSchema } from '../../core/head.ts';
import {
  backdropKey,
  cutoutKey,
  headKey,
  orderedFileName,
  resultKey,
  resultsPrefix,
  workingPhotoKey,
} from '../../core/keys.ts';
import { orderSchema, orderVersion } from '../../core/order.ts';
import { isSettled, type Output, type PhotoRecord, rejectedRecord } from '../../core/photo-record.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import type { ObjectStore, StoredObject } from '../runtime/object-store.ts';
import { parseJson, readStoredRecord, settleRecord } from '../runtime/records.ts';
import { type Stopwatch, startStopwatch } from '../runtime/stopwatch.ts';
import { composePhoto } from './compose.ts';

/** What the function has from its start on. */
export interface ComposeContext {
  readonly results: ObjectStore;
  readonly codeVersion: string;
}

/** What matting and the API hand on. */
export const payloadSchema = z.object({
  photoId: z.string().min(1),
  placedAt: z.string(),
  order: orderSchema,
  /** Of a new order: sets its files apart from those of earlier ones. */
  stamp: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
});
type Payload = z.infer<typeof payloadSchema>;

/** @throws Transient, Fault: the platform sends the order again. A photo that cannot be served is recorded as rejected. */
export async function serveOrder(context: ComposeContext, payload: Payload): Promise<PhotoOutcome> {
  const { results } = context;
  const { photoId, placedAt } = payload;
  const watch = startStopwatch();
  const [stored, headJson, cutoutPng] = await Promise.all([
    readStoredRecord(results, photoId),
    results.get(headKey(photoId)),
    results.get(cutoutKey(photoId)),
  ]);
  watch.mark('fetch');
  // Deleted, perhaps while an earlier try was at work.
  if (!stored) return leave(results, photoId, await results.list(resultsPrefix(photoId)));
  const { record } = stored;
  if (isServed(record, placedAt)) return { photoId, outcome: 'duplicate', timings: {} };
  const made: Made = { outputs: [], checks: [] };
  const keys = () => made.outputs.map(({ key }) => key);
  try {
    const last = await compose(context, payload, { headJson, cutoutPng }, made, watch);
    const fate = await settleRecord(results, stored, placedAt, last);
    if (fate === 'gone') return await leave(results, photoId, keys());
    const { rejection, status, outputs } = last(record);
    const isRefused = rejection !== null || (fate === 'overtaken' && payload.stamp !== undefined);
    await removeAll(results, isRefused ? keys() : keysBeyond(fate === 'written' ? record.outputs : [], outputs));
    const outcome = fate === 'written' ? (rejection?.code ?? status) : 'duplicate';
    return { photoId, outcome, timings: watch.timings() };
  } catch (error) {
    if (await wasDeleted(results, error, photoId)) return leave(results, photoId, keys());
    throw error;
  }
}

/** By an earlier try, or by a newer order. */
function isServed(record: PhotoRecord, orderPlacedAt: string): boolean {
  const { placedAt } = record;
  return placedAt > orderPlacedAt || (placedAt === orderPlacedAt && isSettled(record));
}

/** Whether an object was missing only because the photo was deleted while it was read. */
async function wasDeleted(results: ObjectStore, error: unknown, photoId: string): Promise<boolean> {
  const isMissing = error instanceof Fault && error.code === 'missing-object';
  return isMissing && !(await readStoredRecord(results, photoId));
}

/** Grows while the files are made, so that what broke off can be removed. */
interface Made {
  readonly outputs: Output[];
  checks: Check[];
}

/** What matting left, as it was found. */
interface Left {
  readonly headJson: StoredObject | null;
  readonly cutoutPng: StoredObject | null;
}

/** @returns how the record ends: with what was made, or with why it is refused. */
async function compose(
  context: ComposeContext,
  payload: Payload,
  left: Left,
  made: Made,
  watch: Stopwatch,
): Promise<(now: PhotoRecord) => PhotoRecord> {
  const { placedAt, order } = payload;
  // Who cut the photo out stays in the record; who composed it last, and in what time, comes in.
  const lastOf = ({ timings, versions }: PhotoRecord) => ({
    timings: { ...timings, compose: watch.timings() },
    versions: { ...versions, code: { ...versions.code, compose: context.codeVersion }, order: orderVersion },
  });
  try {
    await makeFiles(context.results, payload, left, made, watch);
    return (now) => ({
      ...{ ...now, ...made, status: 'done', placedAt, order, rejection: null, ...lastOf(now) },
    });
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    return (now) => ({
      ...{ ...rejectedRecord({ ...now, placedAt }, order, error), ...lastOf(now) },
      ...{ fingerprint: now.fingerprint, reusedCutout: now.reusedCutout },
    });
  }
}

async function makeFiles(
  results: ObjectStore,
  { photoId, order, stamp }: Payload,
  left: Left,
  made: Made,
  watch: Stopwatch,
): Promise<void> {
  const [headJson, cutoutPng] = [bytesOf(left.headJson), bytesOf(left.cutoutPng)];
  const head = headSchema.safeParse(parseJson(headJson));
  if (!head.success) throw new Fault('bad-payload', 'the head measurements are of another version');
  const backdropImage = async (id: string) => (await results.get(backdropKey(id)))?.bytes ?? null;
  const workingPhoto = async () => bytesOf(await results.get(workingPhotoKey(photoId)));
  const input = { cutoutPng, workingPhoto, backdropImage, head: head.data, order };
  const onChecked = (checks: readonly Check[]) => {
    made.checks = [...checks];
  };
  for await (const { fileName, bytes, output } of composePhoto(input, watch.mark, onChecked)) {
    const key = resultKey(photoId, stamp ? orderedFileName(stamp, fileName) : fileName);
    made.outputs.push({ key, ...output });
    await results.put(key, bytes, output.contentType);
    watch.mark('store');
  }
}

async function leave(results: ObjectStore, photoId: string, keys: readonly string[]): Promise<PhotoOutcome> {
  await removeAll(results, keys);
  return { photoId, outcome: 'gone', timings: {} };
}

const keysBeyond = (earlier: readonly Output[], kept: readonly Output[]): string[] =>
  earlier.map(({ key }) => key).filter((key) => !kept.some((output) => output.key === key));

async function removeAll(results: ObjectStore, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => results.delete(key)));
}

function bytesOf(stored: StoredObject | null): Uint8Array {
  if (!stored) throw new Fault('missing-object', 'the cutout of a recorded photo is not there');
  return stored.bytes;
}
