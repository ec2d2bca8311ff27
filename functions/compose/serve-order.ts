/**
 * Serves one order: loads what matting stored, makes the files, writes the last record, and removes files that no
 * record names.
 */
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
import { orderSchema } from '../../core/order.ts';
import { isSettled, type Output, type PhotoRecord } from '../../core/photo-record.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import type { ObjectStore, StoredObject } from '../runtime/object-store.ts';
import { parseJson, readStoredRecord, type SettledState, settleRecord } from '../runtime/records.ts';
import { type Stopwatch, startStopwatch } from '../runtime/stopwatch.ts';
import { composePhoto } from './compose.ts';

/** The objects that the function has from its start. */
export interface ComposeContext {
  readonly results: ObjectStore;
  readonly codeVersion: string;
}

/** The payload that matting or the API sends. */
export const payloadSchema = z.object({
  photoId: z.string().min(1),
  /** When the order was placed, ISO 8601 UTC. */
  placedAt: z.string(),
  order: orderSchema,
  /**
   * Part of each file name of a new order, so that two orders never write the same file. Absent for the order of an
   * upload.
   */
  stamp: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
});
type Payload = z.infer<typeof payloadSchema>;

/**
 * Serves the order and returns what became of the photo. An order that is rejected is recorded, not thrown.
 * @throws Transient, Fault: Lambda then sends the order again.
 */
export async function serveOrder({ results, codeVersion }: ComposeContext, payload: Payload): Promise<PhotoOutcome> {
  const { photoId, placedAt, order, stamp } = payload;
  const watch = startStopwatch();
  const [stored, headJson, cutoutPng] = await Promise.all([
    readStoredRecord(results, photoId),
    results.get(headKey(photoId)),
    results.get(cutoutKey(photoId)),
  ]);
  watch.mark('fetch');
  if (!stored) {
    // The photo was deleted, perhaps during an earlier attempt that had already written files.
    await removeAll(results, await results.list(resultsPrefix(photoId)));
    return { photoId, outcome: 'gone', timings: {} };
  }
  if (isServed(stored.record, placedAt)) return { photoId, outcome: 'duplicate', timings: {} };

  const composed = await composeFiles(results, payload, { headJson, cutoutPng }, watch);
  const { rejection, outputs, checks } = composed;
  const state = composed.isDeleted
    ? 'gone'
    : await settleRecord(results, stored, {
        ...{ placedAt, order, rejection, outputs, checks },
        ...{ timings: watch.timings(), codeVersion },
      });

  await removeAll(results, leftOverKeys(composed, state, stored.record.outputs, stamp));
  if (state === 'gone') return { photoId, outcome: 'gone', timings: {} };
  const outcome = state === 'overtaken' ? 'duplicate' : (rejection?.code ?? 'done');
  return { photoId, outcome, timings: watch.timings() };
}

/** Returns whether an earlier attempt has finished this order, or a newer order has replaced it. */
function isServed(record: PhotoRecord, placedAt: string): boolean {
  return record.placedAt > placedAt || (record.placedAt === placedAt && isSettled(record));
}

/** The cutout and the head measurements as they were read; null when the object is missing. */
interface StoredFiles {
  readonly headJson: StoredObject | null;
  readonly cutoutPng: StoredObject | null;
}

interface ComposedOrder {
  /** The files that were written, in the order of writing. */
  readonly outputs: readonly Output[];
  readonly checks: readonly Check[];
  /** Why the order was rejected; null when all files were made. */
  readonly rejection: PhotoRejected | null;
  /** The photo was deleted before all files were made. */
  readonly isDeleted: boolean;
}

/**
 * Makes and writes the files of the order, one at a time. A rejected order and a deleted photo are returned, not
 * thrown.
 */
async function composeFiles(
  results: ObjectStore,
  { photoId, order, stamp }: Payload,
  stored: StoredFiles,
  watch: Stopwatch,
): Promise<ComposedOrder> {
  const outputs: Output[] = [];
  let checks: readonly Check[] = [];
  try {
    const [headJson, cutoutPng] = [bytesOf(stored.headJson), bytesOf(stored.cutoutPng)];
    const head = headSchema.safeParse(parseJson(headJson));
    if (!head.success) throw new Fault('bad-payload', 'the head measurements are of another version');
    const backdropImage = async (id: string) => (await results.get(backdropKey(id)))?.bytes ?? null;
    const workingPhoto = async () => bytesOf(await results.get(workingPhotoKey(photoId)));
    const input = { cutoutPng, workingPhoto, backdropImage, head: head.data, order };
    const files = composePhoto(input, watch.mark, (found) => {
      checks = found;
    });
    for await (const { fileName, bytes, output } of files) {
      const key = resultKey(photoId, stamp ? orderedFileName(stamp, fileName) : fileName);
      outputs.push({ key, ...output });
      await results.put(key, bytes, output.contentType);
      watch.mark('store');
    }
    return { outputs, checks, rejection: null, isDeleted: false };
  } catch (error) {
    if (error instanceof PhotoRejected) return { outputs, checks, rejection: error, isDeleted: false };
    if (await isDeletion(results, error, photoId)) return { outputs, checks, rejection: null, isDeleted: true };
    throw error;
  }
}

/** Returns whether an object was missing only because the photo was deleted during the reading. */
async function isDeletion(results: ObjectStore, error: unknown, photoId: string): Promise<boolean> {
  const isMissing = error instanceof Fault && error.code === 'missing-object';
  return isMissing && !(await readStoredRecord(results, photoId));
}

/**
 * Returns the keys of the files that no record names any more.
 * @param earlier the outputs that the record named before this order.
 */
function leftOverKeys(
  { outputs, rejection }: ComposedOrder,
  state: SettledState,
  earlier: readonly Output[],
  stamp: string | undefined,
): string[] {
  const written = outputs.map(({ key }) => key);
  if (state === 'gone' || rejection) return written;
  // Without a stamp, the newer order may have written files of the same names.
  if (state === 'overtaken') return stamp === undefined ? [] : written;
  return earlier.map(({ key }) => key).filter((key) => !written.includes(key));
}

async function removeAll(results: ObjectStore, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => results.delete(key)));
}

function bytesOf(stored: StoredObject | null): Uint8Array {
  if (!stored)
    throw new Fault('missing-object', 'an object of a recorded photo is missing: cutout, head or working photo');
  return stored.bytes;
}
