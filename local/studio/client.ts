/** A client of a studio. It uses S3 only: uploads photos, waits for their records and downloads results. */
import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { backdropKey, recordKey, uploadKey } from '../../core/keys.ts';
import { formatOrderJson, type PhotoOrderInput } from '../../core/order.ts';
import { isSettled, type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import { resultsBucket, uploadsBucket } from './folder.ts';
import type { Studio } from './studio.ts';

const pollMs = 50;

/** The operations of a client. */
export interface StudioClient {
  /**
   * Uploads a photo. `order` is stored in the object's metadata; leave it out when the folder of the key is the order.
   */
  upload(
    photoId: string,
    file: { path: string; sizeBytes: number } | Uint8Array,
    order?: PhotoOrderInput,
  ): Promise<void>;
  /** Uploads a picture for a function beside matting. @param key with the prefix of the function. */
  uploadPicture(key: string, bytes: Uint8Array): Promise<void>;
  /** Uploads a backdrop picture, which orders name as `image:{id}`. */
  putBackdrop(id: string, bytes: Uint8Array): Promise<void>;
  /**
   * Waits for the settled record (done or rejected).
   * @returns null when `isGivenUp` returns true and there is no record.
   */
  waitForRecord(photoId: string, isGivenUp: () => boolean): Promise<PhotoRecord | null>;
  /** Downloads one object of the results bucket. */
  fetchResult(key: string): Promise<Uint8Array>;
  close(): void;
}

/** Returns a client of a running studio. */
export function connect(studio: Pick<Studio, 'endpoint' | 'region' | 'credentials'>): StudioClient {
  const { endpoint, region, credentials } = studio;
  // Each request opens a new connection. After a long batch all kept connections would be closed by the server at once,
  // and the SDK does not retry so many times.
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
    uploadPicture: async (key, bytes) => {
      await s3.send(new PutObjectCommand({ Bucket: uploadsBucket, Key: key, Body: bytes }));
    },
    putBackdrop: async (id, bytes) => {
      await s3.send(new PutObjectCommand({ Bucket: resultsBucket, Key: backdropKey(id), Body: bytes }));
    },
    waitForRecord: async (photoId, isGivenUp) => {
      for (;;) {
        // Read before the record, so that a record that was written just now is still found.
        const isLastTry = isGivenUp();
        const record = await readRecord(photoId);
        if (record && isSettled(record)) return record;
        if (isLastTry) return null;
        await delay(pollMs);
      }
    },
    fetchResult,
    close: () => s3.destroy(),
  };
}
