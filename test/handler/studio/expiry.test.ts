import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { accessCodeKey } from '../../../core/keys.ts';
import { startObjectServer } from '../../../local/s3/server.ts';
import { removeExpired } from '../../../local/studio/expiry.ts';

test("objects are removed after the days of their bucket, not before; the studio's own objects stay", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-expiry-'));
  const credentials = { accessKeyId: 'K', secretAccessKey: 'S' };
  const server = await startObjectServer({ dataDir, credentials, buckets: [{ name: 'uploads' }] });
  const s3 = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  onTestFinished(async () => {
    s3.destroy();
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  for (const Key of ['a', 'b', 'c/d']) await s3.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: 'x' }));
  const kept = ['backdrops/office.jpg', accessCodeKey];
  for (const Key of kept) await s3.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: 'x' }));
  const hoursOn = (hours: number) => Date.now() + hours * 3_600_000;
  expect(await removeExpired(s3, 'uploads', 1, hoursOn(23))).toBe(0);
  expect(await removeExpired(s3, 'uploads', 1, hoursOn(25), 'c/')).toBe(1);
  expect(await removeExpired(s3, 'uploads', 1, hoursOn(25))).toBe(2);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'uploads' }));
  expect(Contents.map(({ Key }) => Key)).toEqual(kept);
});
