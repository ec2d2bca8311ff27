/** The studio's buckets as their owner sees them: every key, any object, and a broom. For benches that look for what must not be there. */
import { DeleteObjectsCommand, GetObjectCommand, NoSuchKey, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { resultsBucket, uploadsBucket } from '../../local/studio/folder.ts';
import type { Studio } from '../../local/studio/studio.ts';

export interface BucketView {
  readonly s3: S3Client;
  /** Every key of the results bucket. */
  results(): Promise<readonly string[]>;
  uploads(): Promise<readonly string[]>;
  /** An object of the results bucket with its ETag, quotes taken off; null when there is none. */
  read(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | null>;
  /** Removes everything from both buckets. */
  sweep(): Promise<void>;
  close(): void;
}

export function viewBuckets(studio: Pick<Studio, 'endpoint' | 'region' | 'credentials'>): BucketView {
  const { endpoint, region, credentials } = studio;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 4 });
  const keysOf = async (bucket: string) => {
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
      keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
    }
    return keys;
  };
  const read = async (key: string) => {
    try {
      const { Body, ETag = '' } = await s3.send(new GetObjectCommand({ Bucket: resultsBucket, Key: key }));
      return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag.replaceAll('"', '') };
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };
  return {
    s3,
    results: () => keysOf(resultsBucket),
    uploads: () => keysOf(uploadsBucket),
    read,
    sweep: async () => {
      for (const bucket of [uploadsBucket, resultsBucket]) await removeAll(s3, bucket, await keysOf(bucket));
    },
    close: () => s3.destroy(),
  };
}

async function removeAll(s3: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += 1000) {
    const Objects = keys.slice(at, at + 1000).map((Key) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
  }
}
