/** Sends photos to a studio that may fail at any moment, and its events once more. For faulty-run.ts. */
import { setTimeout as delay } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { recordKey, uploadKey } from '../../core/keys.ts';
import { photoRecordSchema } from '../../core/photo-record.ts';
import { parseJson } from '../../functions/runtime/records.ts';
import { uploadsBucket } from '../../local/studio/folder.ts';
import type { Studio } from '../../local/studio/studio.ts';
import type { BucketView } from '../fuzz/bucket-view.ts';
import type { Photo } from '../performance/photos.ts';

const atOnce = 8;
const againMs = 300;

/** Several at once, each until it is taken: an answer that is lost makes a second upload of the same. */
export async function uploadAll(
  { endpoint, region, credentials }: Pick<Studio, 'endpoint' | 'region' | 'credentials'>,
  photos: readonly Photo[],
): Promise<void> {
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 2 });
  const left = [...photos];
  const isTaken = (command: PutObjectCommand) =>
    s3.send(command).then(
      () => true,
      () => false,
    );
  const work = async () => {
    for (let photo = left.shift(); photo; photo = left.shift()) {
      const upload = { Bucket: uploadsBucket, Key: uploadKey(photo.name), Body: photo.bytes };
      while (!(await isTaken(new PutObjectCommand(upload)))) await delay(againMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  s3.destroy();
}

/** The event of a photo's upload as it came before, and one of an older upload of the same key: nothing may change by them. */
export async function eventsAgain(view: BucketView, photoId: string): Promise<readonly object[]> {
  const stored = await view.read(recordKey(photoId)).catch(() => null);
  const parsed = photoRecordSchema.safeParse(stored && parseJson(stored.bytes));
  if (!parsed.success) return [];
  const { source, placedAt } = parsed.data;
  const event = (etag: string, sequencer: string) => {
    const object = { key: encodeURIComponent(uploadKey(photoId)), size: source.sizeBytes, eTag: etag, sequencer };
    const record = { eventVersion: '2.1', eventName: 'ObjectCreated:Put', eventTime: placedAt };
    return { Records: [{ ...record, s3: { bucket: { name: uploadsBucket }, object } }] };
  };
  return [event(source.etag, source.sequencer), event('0'.repeat(32), '000000000000000001')];
}
