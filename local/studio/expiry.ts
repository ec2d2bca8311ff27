/** Removes expired objects, as lifecycle rules do on S3. */

import { DeleteObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { keptPrefixes } from '../../core/keys.ts';

/** The days after which the objects of a bucket expire. The stack's lifecycle rules have the same defaults. */
export const keepDays = { uploads: 1, results: 7 } as const;

export const dayMs = 24 * 60 * 60 * 1000;

/**
 * Removes the objects of a bucket that are older than `days`. Objects under the kept prefixes (core/keys.ts) stay.
 * @param now epoch ms.
 * @returns the number of removed objects.
 */
export async function removeExpired(s3: S3Client, bucket: string, days: number, now: number): Promise<number> {
  let removed = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
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
