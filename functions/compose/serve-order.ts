/**
 * Serves one order: loads what matting stored, makes the files, writes the last record, and removes files that no
 * record names.
 */
import * as z from 'zod';
import type { Check } from '../../core/checks.ts';
import { type Degraded, degradedNotes } from '../../core/degraded.ts';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import { backdropKey, orderedFileName, personFileName, resultKey, resultsPrefix } from '../../core/keys.ts';
import { orderSchema } from '../../core/order.ts';
import { isSettled, mattingResultSchema, type Output, type PhotoRecord } from '../../core/photo-record.ts';
import type { ComicSettings } from '../comic/comic-file.ts';
import type { ComicNetwork } from '../comic/draw-by-network.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import { type AnnounceSettings, announce } from '../runtime/announce.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { readStoredRecord, type SettledState, type StoredRecord, settleRecord } from '../runtime/records.ts';
import { type Stopwatch, startStopwatch } from '../runtime/stopwatch.ts';
import { composePhoto } from './compose.ts';
import { loadCutout, loadOldCutout } from './load-cutout.ts';
import type { StoredCutout } from './open-cutout.ts';
import { finishRosterOf } from './roster-results.ts';

/** The objects that the function has from its start. */
export interface ComposeContext {
  readonly results: ObjectStore;
  readonly codeVersion: string;
  readonly events: AnnounceSettings;
  /** The memory for a comic; null: no limit. */
  readonly memory: FunctionMemory | null;
  /** Draws comics of the look `network`; null: none. */
  readonly comicNetwork: ComicNetwork | null;
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
  /** The key of the cutout. Absent: the record names it. */
  cutout: z.string().optional(),
  /** Absent for a new order. */
  matting: mattingResultSchema.optional(),
  /** True for a test portrait, which is not announced. */
  isTest: z.boolean().default(false),
});
type Payload = z.infer<typeof payloadSchema>;

/**
 * Serves the order and returns what became of the photo. An order that is rejected is recorded, not thrown.
 * @throws Transient, Fault: Lambda then sends the order again.
 */
export async function serveOrder(
  { results, codeVersion, events, memory, comicNetwork }: ComposeContext,
  payload: Payload,
): Promise<PhotoOutcome> {
  const { photoId, placedAt, order, stamp, matting, isTest } = payload;
  const watch = startStopwatch();
  const reading = readStoredRecord(results, photoId);
  const [stored, cutout] = await Promise.all([reading, fetchCutout(results, payload, reading)]);
  watch.mark('fetch');
  if (!stored) {
    // The photo was deleted, perhaps during an earlier attempt that had already written files.
    await removeAll(results, await results.list(resultsPrefix(photoId)));
    return { photoId, outcome: 'gone', timings: {} };
  }
  if (isServed(stored.record, placedAt)) {
    // An earlier attempt may have ended before the event was sent.
    if (stored.record.placedAt === placedAt && !isTest) {
      await Promise.all([announce(events, stored.record), finishRosterOf(results, stored.record)]);
    }
    return { photoId, outcome: 'duplicate', timings: {} };
  }

  const person = stored.record.person?.name ?? '';
  const composed = await composeFiles(results, payload, { cutout, person, settings: { memory, comicNetwork } }, watch);
  const { rejection, outputs, checks, degraded } = composed;
  const { state, record } = composed.lost
    ? { state: composed.lost, record: null }
    : await settleRecord(results, stored, {
        ...{ placedAt, order, rejection, degraded, outputs, checks },
        ...{ timings: watch.timings(), codeVersion, matting },
      });

  // The record of a photo that its roster started anew has no outputs, and its files may have other names.
  const earlier = record?.person
    ? await results.list(resultsPrefix(photoId))
    : stored.record.outputs.map(({ key }) => key);
  await removeAll(results, leftOverKeys(composed, state, earlier, stamp));
  if (record && !isTest) await Promise.all([announce(events, record), finishRosterOf(results, record)]);
  if (state === 'gone') return { photoId, outcome: 'gone', timings: {} };
  const outcome = state === 'overtaken' ? 'duplicate' : (rejection?.code ?? 'done');
  return { photoId, outcome, timings: watch.timings() };
}

/** A missing or unreadable cutout is an error only if the order must still be served, so it is kept for later. */
type FetchedCutout = { readonly stored: StoredCutout } | { readonly error: unknown };

async function fetchCutout(
  results: ObjectStore,
  { photoId, cutout }: Payload,
  reading: Promise<StoredRecord | null>,
): Promise<FetchedCutout> {
  try {
    const key = cutout ?? (await reading)?.record.cutout;
    return { stored: await (key ? loadCutout(results, key) : loadOldCutout(results, photoId)) };
  } catch (error) {
    return { error };
  }
}

/** Returns whether an earlier attempt has finished this order, or a newer order has replaced it. */
function isServed(record: PhotoRecord, placedAt: string): boolean {
  return record.placedAt > placedAt || (record.placedAt === placedAt && isSettled(record));
}

interface ComposedOrder {
  /** The files that were written, in the order of writing. */
  readonly outputs: readonly Output[];
  readonly checks: readonly Check[];
  /** What matting or compose made smaller. */
  readonly degraded: readonly Degraded[];
  /** Why the order was rejected; null when all files were made. */
  readonly rejection: PhotoRejected | null;
  /** The photo was deleted or a newer order was placed, and the cutout is gone. Null: it is there. */
  readonly lost: Exclude<SettledState, 'written'> | null;
}

/**
 * Makes and writes the files of the order, one at a time. A rejected order and a lost cutout are returned, not thrown.
 * @param source.person the name before the names of the files; empty for none.
 */
async function composeFiles(
  results: ObjectStore,
  { photoId, placedAt, order, stamp }: Payload,
  {
    cutout,
    person,
    settings,
  }: { readonly cutout: FetchedCutout; readonly person: string; readonly settings: ComicSettings },
  watch: Stopwatch,
): Promise<ComposedOrder> {
  const outputs: Output[] = [];
  let checks: readonly Check[] = [];
  let degraded: readonly Degraded[] = [];
  try {
    if ('error' in cutout) throw cutout.error;
    degraded = cutout.stored.head.degraded;
    const backdropImage = async (id: string) => (await results.get(backdropKey(id)))?.bytes ?? null;
    const files = composePhoto({ ...cutout.stored, backdropImage, order, ...settings }, watch.mark, (found) => {
      checks = found;
    });
    for await (const { fileName, bytes, output, degraded: own = [] } of files) {
      const named = personFileName(person, fileName);
      const key = resultKey(photoId, stamp ? orderedFileName(stamp, named) : named);
      // All files of an order have the same.
      degraded = [...cutout.stored.head.degraded, ...own];
      outputs.push({ key, ...output, notes: [...output.notes, ...degradedNotes(degraded)] });
      await results.put(key, bytes, output.contentType);
      watch.mark('store');
    }
    return { outputs, checks, degraded, rejection: null, lost: null };
  } catch (error) {
    if (error instanceof PhotoRejected) return { outputs, checks, degraded, rejection: error, lost: null };
    const lost = await stateAfterLoss(results, error, photoId, placedAt);
    if (lost) return { outputs, checks, degraded, rejection: null, lost };
    throw error;
  }
}

/** Returns why an object is missing when the photo was deleted or overtaken during the reading; else null. */
async function stateAfterLoss(
  results: ObjectStore,
  error: unknown,
  photoId: string,
  placedAt: string,
): Promise<ComposedOrder['lost']> {
  if (!(error instanceof Fault && error.code === 'missing-object')) return null;
  const stored = await readStoredRecord(results, photoId);
  if (!stored) return 'gone';
  return isServed(stored.record, placedAt) ? 'overtaken' : null;
}

/**
 * Returns the keys of the files that no record names any more.
 * @param earlier the keys of the files that were there before this order, or are there now.
 */
function leftOverKeys(
  { outputs, rejection }: ComposedOrder,
  state: SettledState,
  earlier: readonly string[],
  stamp: string | undefined,
): string[] {
  const written = outputs.map(({ key }) => key);
  if (state === 'gone' || rejection) return written;
  // Without a stamp, the newer order may have written files of the same names.
  if (state === 'overtaken') return stamp === undefined ? [] : written;
  return earlier.filter((key) => !written.includes(key));
}

async function removeAll(results: ObjectStore, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => results.delete(key)));
}
