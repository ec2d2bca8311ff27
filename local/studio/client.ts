/**
 * Talks to a studio as any outsider would: puts photos into the uploads bucket over S3, waits for their records, and
 * fetches results.
 */
import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { backdropKey, recordKey, uploadKey } from '../../core/keys.ts';
import { formatOrderJson, type PhotoOrderInput } from '../../core/order.ts';
import { isSettled, type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import { resultsBucket, uploadsBucket } from './folder.ts';
import type { Studio } from './studio.ts';

const pollMs = 50;

export interface StudioClient {
  /** Puts a photo under `uploads/`, with its order in the object's metadata unless its folder names it. */
  upload(
    photoId: string,
    file: { path: string; sizeBytes: number } | Uint8Array,
    order?: PhotoOrderInput,
  ): Promise<void>;
  /** Puts a picture that orders may name as backdrop `image:{id}`. */
  putBackdrop(id: string, bytes: Uint8Array): Promise<void>;
  /** Resolves with the settled record (done or rejected), or null when `givenUp` says that none will come. */
  waitForRecord(photoId: string, givenUp: () => boolean): Promise<PhotoRecord | null>;
  fetchResult(key: string): Promise<Uint8Array>;
  close(): void;
}

export function connect(studio: Pick<Studio, 'endpoint' | 'region' | 'credentials'>): StudioClient {
  const { endpoint, region, credentials } = studio;
  // A new connection for each request: all that were kept open would be stale at once after a pile that took long, and
  // the SDK does not try so many again.
  const requestHandler = { httpAgent: { keepAlive: false, maxSockets: 50 } };
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true, requestHandler });
  const fetchResult = async (key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: resultsBucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  };
  const readRecord = async (photoId: string) => {
    try {
      return photoRecordSchema.parse(JSON.parse(new TextDecoder().decode(await fetchResult(recordKey(photoId)))));
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };
  return {
    upload: async (photoId, file, order) => {
      const isBytes = file instanceof Uint8Array;
      const command = new PutObjectCommand({
        Bucket: uploadsBucket,
        Key: uploadKey(photoId),
        Body: isBytes ? file : createReadStream(file.path),
        ContentLength: isBytes ? file.length : file.sizeBytes,
        Metadata: order && { order: formatOrderJson(order) },
      });
      await s3.send(command);
    },
    putBackdrop: async (id, bytes) => {
      await s3.send(new PutObjectCommand({ Bucket: resultsBucket, Key: backdropKey(id), Body: bytes }));
    },
    waitForRecord: async (photoId, givenUp) => {
      for (;;) {
        const last = givenUp();
        const record = await readRecord(photoId);
        if (record && isSettled(record)) return record;
        if (last) return null;
        await delay(pollMs);
      }
    },
    fetchResult,
    close: () => s3.destroy(),
  };
}
