/** Reads and writes the record of a photo (core/photo-record.ts) in the results bucket. */
import { recordKey } from '../../core/keys.ts';
import { type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import type { ObjectStore } from './object-store.ts';

/** The record, or null when there is none or it is of a version that this code does not know (it is then written anew). */
export async function readRecord(results: ObjectStore, photoId: string): Promise<PhotoRecord | null> {
  const stored = await results.get(recordKey(photoId));
  if (!stored) return null;
  const parsed = photoRecordSchema.safeParse(parseJson(stored.bytes));
  return parsed.success ? parsed.data : null;
}

export async function writeRecord(results: ObjectStore, record: PhotoRecord): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(record, null, 1));
  await results.put(recordKey(record.photoId), bytes, 'application/json');
}

/** JSON from bytes; undefined when it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
