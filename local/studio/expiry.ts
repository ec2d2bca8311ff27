/** Removes expired objects, as lifecycle rules do on S3. */

import { DeleteObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { keptPrefixes } from '../../core/keys.ts';

/** The days after which uploads, cutouts, and results with their records expire. The stack's lifecycle rules have the same defaults. */
export const keepDays = { uploads: 1, cutouts: 1, results: 7 } as const;

export const dayMs = 24 * 60 * 60 * 1000;

/**
 * Removes the objects of a bucket that are older than `days`. Objects under the kept prefixes (core/keys.ts) stay.
 * @param now epoch ms. @param prefix limits the removal to keys that begin with it.
 * @returns the number of removed objects.
 */
export async function removeExpired(
  s3: S3Client,
  bucket: string,
  days: number,
  now: number,
  prefix = '',
): Promise<number> {
  let removed = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
    const old = Contents.filter(
      ({ Key, LastModified }) =>
        LastModified &&
        now - LastModified.getTime() > days * dayMs &&
        !keptPrefixes.some((prefix) => Key?.startsWith(prefix)),
    );
    for (const { Key } of old) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    removed += old.length;
  }
  return removed;
}
