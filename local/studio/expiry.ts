/** What lifecycle rules do on S3: removes objects that are older than their bucket keeps them. */

import { DeleteObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { keptPrefixes } from '../../core/keys.ts';

/** Days that a bucket keeps its objects; the stack's lifecycle rules have the same defaults. */
export const keepDays = { uploads: 1, results: 7 } as const;

export const dayMs = 24 * 60 * 60 * 1000;

/** @returns how many objects were removed; what is the studio's own stays. @param now epoch ms. */
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
