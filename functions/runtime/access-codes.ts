/**
 * Stores the access codes of a studio in the results bucket. The first code is text that the operator can read. Named
 * codes are stored as digests: each has 100 random bits, so that a digest cannot be turned back. The set-up, the API and
 * `npm run ops -- access` use this module.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Fault, Transient } from '../../core/errors.ts';
import { accessCodeKey, namedCodesKey } from '../../core/keys.ts';
import type { ObjectStore } from './object-store.ts';
import { parseJson } from './records.ts';

/** 32 characters, 5 bits each. Characters that look alike (i l o u) are left out. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = 5;
const groupLength = 4;

/** The name of the code in the object `desk/access-code`. No other code may have it. */
export const firstCodeName = 'first';

/** The form of the name of a code. It is a part of a key. */
export const codeNamePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

const namedCodeSchema = z.object({
  name: z.string().regex(codeNamePattern),
  /** Digest of the code, 64 hexadecimal digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  /** The most photos of one day (UTC); null: no limit. */
  photosPerDay: z.int().positive().nullable().default(null),
});
const namedCodesSchema = z.object({ codes: z.array(namedCodeSchema) });

/** An access code that `npm run ops -- access add` has made. */
export type NamedCode = z.infer<typeof namedCodeSchema>;

/** Tries to write the list; another operator may write it at the same time. */
const mostTries = 5;

/** Returns a new code of 100 random bits, such as `x4kd-...`. */
export function newAccessCode(): string {
  const text = [...randomBytes(groups * groupLength)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return Array.from({ length: groups }, (_, at) => text.slice(at * groupLength, (at + 1) * groupLength)).join('-');
}

/** Returns the sha256 of a code. */
export const digestOfCode = (code: string): Buffer => createHash('sha256').update(code).digest();

/** Returns the first code; null when there is none. */
export async function readFirstCode(results: ObjectStore): Promise<string | null> {
  const stored = await results.get(accessCodeKey);
  return stored && new TextDecoder().decode(stored.bytes).trim();
}

/** Stores a new first code if there is none. @returns the code; null when there is one already. */
export async function createFirstCode(results: ObjectStore): Promise<string | null> {
  const code = newAccessCode();
  const etag = await results.putIf(accessCodeKey, new TextEncoder().encode(`${code}\n`), 'text/plain', null);
  return etag && code;
}

/** Stores a new first code in place of the present one. */
export async function replaceFirstCode(results: ObjectStore): Promise<void> {
  await results.put(accessCodeKey, new TextEncoder().encode(`${newAccessCode()}\n`), 'text/plain');
}

/** Returns the named codes. @throws Fault `bad-config` when the stored list cannot be read. */
export async function readNamedCodes(results: ObjectStore): Promise<readonly NamedCode[]> {
  return (await readStored(results)).codes;
}

/**
 * Changes the list of named codes. Changes by several operators at the same time are made one after the other.
 * @param change returns the new list; an error that it throws ends the change.
 * @throws Transient `conflict` when the list kept changing.
 */
export async function changeNamedCodes(
  results: ObjectStore,
  change: (codes: readonly NamedCode[]) => readonly NamedCode[],
): Promise<void> {
  for (let left = mostTries; left > 0; left--) {
    const { codes, etag } = await readStored(results);
    const bytes = new TextEncoder().encode(`${JSON.stringify({ codes: change(codes) }, null, 2)}\n`);
    if ((await results.putIf(namedCodesKey, bytes, 'application/json', etag)) !== null) return;
  }
  throw new Transient('conflict', 'the list of access codes kept changing');
}

async function readStored(results: ObjectStore): Promise<{ codes: readonly NamedCode[]; etag: string | null }> {
  const stored = await results.get(namedCodesKey);
  if (!stored) return { codes: [], etag: null };
  const parsed = namedCodesSchema.safeParse(parseJson(stored.bytes));
  if (!parsed.success) throw new Fault('bad-config', `the object ${namedCodesKey} cannot be read`);
  return { codes: parsed.data.codes, etag: stored.etag };
}
