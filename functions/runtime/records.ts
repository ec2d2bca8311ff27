/** Reads and writes the record of a photo (core/photo-record.ts) in the results bucket. */
import { Transient } from '../../core/errors.ts';
import { recordKey } from '../../core/keys.ts';
import { type ComposeResult, composedRecord, type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import type { ObjectStore } from './object-store.ts';

/** A record, with the state of its object at the time of reading. */
export interface StoredRecord {
  readonly record: PhotoRecord;
  readonly etag: string;
  readonly modifiedAt: Date;
}

/** Returns the record; null when there is none, or when its version is unknown to this code (it is then written anew). */
export async function readRecord(results: ObjectStore, photoId: string): Promise<PhotoRecord | null> {
  return (await readStoredRecord(results, photoId))?.record ?? null;
}

/** Returns the record as {@link readRecord} does, with the etag that {@link replaceRecord} needs. */
export async function readStoredRecord(results: ObjectStore, photoId: string): Promise<StoredRecord | null> {
  const stored = await results.get(recordKey(photoId));
  if (!stored) return null;
  const parsed = photoRecordSchema.safeParse(parseJson(stored.bytes));
  const { etag, modifiedAt } = stored;
  return parsed.success ? { record: parsed.data, etag, modifiedAt } : null;
}

/** Tries to write a record that other writers change or delete at the same time. */
const mostTries = 5;

/**
 * Writes the first record of an upload, over an earlier one unless that is newer. A new photo needs one write and no read.
 * @param isHandled returns whether the stored record makes this one superfluous.
 * @param beforeReplacing is called with the earlier record before it is replaced.
 * @returns false when the stored record stays.
 * @throws Transient `conflict` when the record kept changing.
 */
export async function claimRecord(
  results: ObjectStore,
  record: PhotoRecord,
  isHandled: (stored: PhotoRecord) => boolean,
  beforeReplacing: (stored: PhotoRecord) => Promise<void>,
): Promise<boolean> {
  const key = recordKey(record.photoId);
  const bytes = bytesOf(record);
  for (let left = mostTries; left > 0; left--) {
    if ((await results.putIf(key, bytes, 'application/json', null)) !== null) return true;
    const stored = await results.get(key);
    if (!stored) continue;
    const known = photoRecordSchema.safeParse(parseJson(stored.bytes)).data;
    if (known && isHandled(known)) return false;
    if (known) await beforeReplacing(known);
    if ((await results.putIf(key, bytes, 'application/json', stored.etag)) !== null) return true;
  }
  throw new Transient('conflict', 'the record kept changing');
}

/**
 * Writes the record unless it was written or deleted after `etag` was read, so that a deleted photo stays deleted.
 * @returns the new etag; null when nothing was written.
 */
export function replaceRecord(results: ObjectStore, record: PhotoRecord, etag: string): Promise<string | null> {
  return results.putIf(recordKey(record.photoId), bytesOf(record), 'application/json', etag);
}

/**
 * The result of the last write of an order: `written`; `overtaken`, a newer order has replaced this one; `gone`, the photo
 * was deleted.
 */
export type SettledState = 'written' | 'overtaken' | 'gone';

/**
 * Writes the last record of an order: the newest record with the result of compose in it. Other writers may change the
 * record at the same time; a deleted photo stays deleted, and a newer order stays as it is.
 * @param known the record as it was read when the order began.
 * @returns the state, and the written record; null when nothing was written.
 */
export async function settleRecord(
  results: ObjectStore,
  known: StoredRecord,
  result: ComposeResult,
): Promise<{ readonly state: SettledState; readonly record: PhotoRecord | null }> {
  let newest: StoredRecord | null = known;
  while (newest && newest.record.placedAt <= result.placedAt) {
    const record = composedRecord(newest.record, result);
    if (await replaceRecord(results, record, newest.etag)) return { state: 'written', record };
    newest = await readStoredRecord(results, known.record.photoId);
  }
  return { state: newest ? 'overtaken' : 'gone', record: null };
}

function bytesOf(record: PhotoRecord): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record, null, 1));
}

/** Parses bytes as JSON. @returns undefined when they are not JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
