/**
 * Counts wrong access codes for all instances of the API together, as sixteen objects. Only a wrong code costs requests:
 * one read and one write. Addresses are stored as keyed digests and leave the object when they need not wait any more.
 */
import * as z from 'zod';
import { wrongTriesKey } from '../../core/keys.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { parseJson } from '../runtime/records.ts';

/** Epoch ms at which the wrong tries of a caller expire, by its digest. */
const triesSchema = z.record(z.string(), z.number());

/** Tries to write an object; other instances may write it at the same time. */
const mostTries = 4;
/** Callers with a count of their own in one object. All further callers share one count, so that objects stay small. */
const mostCallers = 500;
const everyoneElse = 'others';

/**
 * Adds one wrong try of a caller.
 * @param caller a digest in hexadecimal digits; the first one chooses the object.
 * @param add returns the new time at which the tries of the caller expire. It gets the present one, or 0.
 * @returns the time before the try, epoch ms; 0 when there was none, or when the try could not be stored.
 */
export async function addSharedTry(
  results: ObjectStore,
  caller: string,
  now: number,
  add: (clearAtMs: number) => number,
): Promise<number> {
  const key = wrongTriesKey(caller.slice(0, 1));
  for (let left = mostTries; left > 0; left--) {
    const stored = await results.get(key);
    const parsed = triesSchema.safeParse(stored && parseJson(stored.bytes));
    const waiting = Object.entries(parsed.success ? parsed.data : {}).filter(([, atMs]) => atMs > now);
    const tries = Object.fromEntries(waiting);
    const count = Object.hasOwn(tries, caller) || waiting.length < mostCallers ? caller : everyoneElse;
    const before = tries[count] ?? 0;
    const bytes = new TextEncoder().encode(JSON.stringify({ ...tries, [count]: add(before) }));
    if ((await results.putIf(key, bytes, 'application/json', stored?.etag ?? null)) !== null) return before;
  }
  return 0;
}
