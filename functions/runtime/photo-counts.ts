/**
 * Stores how many photos an access code with a daily limit has made today: one small object for each code, which the
 * next day overwrites.
 */
import * as z from 'zod';
import { photoCountKey } from '../../core/keys.ts';
import type { ObjectStore } from './object-store.ts';
import { parseJson } from './records.ts';

const countSchema = z.object({
  /** The day in UTC, such as `2026-11-29`. */
  day: z.string(),
  photos: z.int().nonnegative(),
});

/** The photos of one day. */
export type PhotoCount = z.infer<typeof countSchema>;

/** The count in the bucket; `etag` is null when there is no object yet. */
export interface StoredCount extends PhotoCount {
  readonly etag: string | null;
}

/** Returns the last count of a code. It may be of an earlier day. */
export async function readPhotoCount(results: ObjectStore, name: string): Promise<StoredCount> {
  const stored = await results.get(photoCountKey(name));
  const parsed = countSchema.safeParse(stored && parseJson(stored.bytes));
  const count = parsed.success ? parsed.data : { day: '', photos: 0 };
  return { ...count, etag: stored?.etag ?? null };
}

/**
 * Writes a count if the stored one still has this etag.
 * @returns the new etag; null when another instance wrote in the meantime.
 */
export async function writePhotoCount(
  results: ObjectStore,
  name: string,
  count: PhotoCount,
  etag: string | null,
): Promise<string | null> {
  const bytes = new TextEncoder().encode(JSON.stringify(count));
  return results.putIf(photoCountKey(name), bytes, 'application/json', etag);
}

/** Returns the day of a time in UTC. @param now epoch ms. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
