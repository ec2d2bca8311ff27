/** `ops access`: adds, lists and revokes the access codes of a studio. The API knows a change within a minute. */

import { Fault } from '../core/errors.ts';
import { photoCountKey } from '../core/keys.ts';
import {
  changeNamedCodes,
  digestOfCode,
  firstCodeName,
  newAccessCode,
  readFirstCode,
  readNamedCodes,
  replaceFirstCode,
} from '../functions/runtime/access-codes.ts';
import type { ObjectStore } from '../functions/runtime/object-store.ts';
import { openBucket } from '../functions/runtime/object-store.ts';
import { dayOf, readPhotoCount } from '../functions/runtime/photo-counts.ts';
import type { OpsTarget } from './target.ts';

/** An access code as `ops access list` shows it. The code itself is stored as a digest only. */
export interface ListedCode {
  readonly name: string;
  /** ISO 8601; null for the first code. */
  readonly createdAt: string | null;
  /** The most photos of one day (UTC); null: no limit. */
  readonly photosPerDay: number | null;
  /** The photos of today (UTC); null for a code without a limit, whose photos are not counted. */
  readonly photosToday: number | null;
}

const bucketOf = ({ s3, resultsBucket }: OpsTarget): ObjectStore => openBucket(resultsBucket, s3);

/**
 * Adds a code.
 * @returns the code. It cannot be shown again.
 * @throws Fault `not-allowed` when there is a code of this name.
 */
export async function addCode(target: OpsTarget, name: string, photosPerDay: number | null): Promise<string> {
  const code = newAccessCode();
  const sha256 = digestOfCode(code).toString('hex');
  const createdAt = new Date().toISOString();
  await changeNamedCodes(bucketOf(target), (codes) => {
    if (codes.some((other) => other.name === name)) {
      throw new Fault('not-allowed', `there is a code ${name} already; revoke it first, or choose another name`);
    }
    return [...codes, { name, sha256, createdAt, photosPerDay }];
  });
  return code;
}

/** Returns the codes: the first one, if it exists yet, then the named ones in the order of their creation. */
export async function listCodes(target: OpsTarget): Promise<readonly ListedCode[]> {
  const results = bucketOf(target);
  const [first, named] = await Promise.all([readFirstCode(results), readNamedCodes(results)]);
  const today = dayOf(Date.now());
  const listed = named.map(async ({ name, createdAt, photosPerDay }) => {
    if (photosPerDay === null) return { name, createdAt, photosPerDay, photosToday: null };
    const { day, photos } = await readPhotoCount(results, name);
    return { name, createdAt, photosPerDay, photosToday: day === today ? photos : 0 };
  });
  const unlimited = { name: firstCodeName, createdAt: null, photosPerDay: null, photosToday: null };
  return [...(first === null ? [] : [unlimited]), ...(await Promise.all(listed))];
}

/**
 * Revokes a code, with its count of photos. The first code is replaced by a new one, because a studio always has one.
 * @throws Fault `not-allowed` when there is no code of this name.
 */
export async function revokeCode(target: OpsTarget, name: string): Promise<void> {
  const results = bucketOf(target);
  if (name === firstCodeName) return replaceFirstCode(results);
  await changeNamedCodes(results, (codes) => {
    if (codes.some((other) => other.name === name)) return codes.filter((other) => other.name !== name);
    throw new Fault('not-allowed', `there is no code ${name}`);
  });
  await results.delete(photoCountKey(name));
}
