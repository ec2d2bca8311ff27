import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type ChecksumAlgorithm, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Bucket, filesIn, newDataDir, put, read, refusalOf, sendSigned, startTestServer } from './server-setup.ts';

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex');

test('bytes and labels come back as they were stored', async () => {
  const s3 = await startTestServer();
  const body = randomBytes(300_000);
  const put = await s3.client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'uploads/us-passport/jane.jpg',
      Body: body,
      ContentType: 'image/jpeg',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment; filename="jane.jpg"',
      ContentLanguage: 'en',
      Metadata: { Order: '{"standard":"us-passport"}', empty: '' },
    }),
  );
  expect(put.ETag).toBe(`"${md5(body)}"`);
  const expected = {
    ContentType: 'image/jpeg',
    CacheControl: 'no-store',
    ContentDisposition: 'attachment; filename="jane.jpg"',
    ContentLanguage: 'en',
    ContentLength: 300_000,
    ETag: `"${md5(body)}"`,
    AcceptRanges: 'bytes',
    Metadata: { order: '{"standard":"us-passport"}', empty: '' },
  };
  const where = { Bucket, Key: 'uploads/us-passport/jane.jpg' };
  expect(await s3.client.send(new HeadObjectCommand(where))).toMatchObject(expected);
  const got = await s3.client.send(new GetObjectCommand(where));
  expect(got).toMatchObject(expected);
  expect(body.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  const files = await filesIn(s3.dataDir);
  expect(files.filter((file) => !file.includes('/meta/'))).toEqual(['photos/files/uploads/us-passport/jane.jpg']);
});

test('an empty object, an object without a type, and a replaced object', async () => {
  const s3 = await startTestServer();
  await put(s3, 'a', '');
  expect((await read(s3, 'a')).length).toBe(0);
  for (const text of ['one', 'two', 'three', 'four']) {
    await put(s3, 'a', text, { Metadata: { text } });
    const answer = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect([await answer.Body?.transformToString(), answer.Metadata]).toEqual([text, { text }]);
  }
  expect((await filesIn(s3.dataDir)).filter((file) => !file.includes('/meta/')).length).toBe(1);
  const raw = await sendSigned(s3.server, { method: 'PUT', path: '/photos/raw', body: 'x' });
  expect(raw.status).toBe(200);
  expect((await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'raw' }))).ContentType).toBe('binary/octet-stream');
});

test('streams are stored without their framing, with every kind of checksum', async () => {
  const s3 = await startTestServer();
  const body = randomBytes(200_000);
  const path = join(await newDataDir(), 'body');
  await writeFile(path, body);
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] satisfies ChecksumAlgorithm[]) {
    await put(s3, 'stream', createReadStream(path), { ChecksumAlgorithm });
    expect((await read(s3, 'stream')).equals(body)).toBe(true);
    await put(s3, 'buffer', body, { ChecksumAlgorithm });
    expect((await read(s3, 'buffer')).equals(body)).toBe(true);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }));
    expect(head).toHaveProperty(`Checksum${ChecksumAlgorithm}`);
    expect(head.ContentEncoding).toBeUndefined();
  }
  const without = s3.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  await without.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: createReadStream(path) }));
  expect((await read(s3, 'plain')).equals(body)).toBe(true);
  await put(s3, 'gzip', createReadStream(path), { ContentEncoding: 'gzip' });
  expect((await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'gzip' }))).ContentEncoding).toBe('gzip');
});

test('a stream without a length or with small chunks is refused, as on S3', async () => {
  const s3 = await startTestServer();
  const endless = { method: 'PUT', path: '/photos/a', body: 'x', headers: { 'transfer-encoding': 'chunked' } };
  expect((await sendSigned(s3.server, endless)).status).toBe(411);
  const unframed = { payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
  expect((await sendSigned(s3.server, endless, unframed)).status).toBe(411);
  const crumbs = Readable.from([randomBytes(100), randomBytes(100)]);
  expect(await refusalOf(put(s3, 'a', crumbs, { ContentLength: 200 }))).toBe('InvalidChunkSizeError');
  expect(await filesIn(s3.dataDir)).toEqual([]);
});

test('a body with another digest than announced is refused and leaves no file', async () => {
  const s3 = await startTestServer();
  expect(await refusalOf(put(s3, 'a', 'x', { ChecksumCRC32: 'AAAAAA==' }))).toBe('BadDigest');
  expect(await refusalOf(put(s3, 'a', 'x', { ChecksumSHA256: md5('x') }))).toBe('InvalidRequest');
  expect(await refusalOf(put(s3, 'a', 'x', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }))).toBe('BadDigest');
  expect(await refusalOf(put(s3, 'a', 'x', { ContentMD5: 'nonsense' }))).toBe('InvalidDigest');
  expect(await refusalOf(put(s3, 'a', 'x', { ContentMD5: createHash('md5').update('x').digest('base64') }))).toBe(
    'accepted',
  );
  const other = { method: 'PUT', path: '/photos/b', body: 'x', headers: { 'x-amz-checksum-sha512': 'x' } };
  expect((await sendSigned(s3.server, other)).status).toBe(501);
  expect((await filesIn(s3.dataDir)).filter((file) => !file.includes('/meta/'))).toEqual(['photos/files/a']);
});

test('with If-None-Match only the first of many writers succeeds', async () => {
  const s3 = await startTestServer();
  const writers = Array.from({ length: 20 }, (_, n) =>
    refusalOf(put(s3, 'claim', `writer ${n}`, { IfNoneMatch: '*' })),
  );
  const results = await Promise.all(writers);
  expect(results.filter((result) => result === 'accepted').length).toBe(1);
  expect(new Set(results)).toEqual(new Set(['accepted', 'PreconditionFailed']));
  expect((await read(s3, 'claim')).toString()).toBe(`writer ${results.indexOf('accepted')}`);
  expect(s3.events.length).toBe(1);
  expect((await filesIn(s3.dataDir)).length).toBe(2);
});

test('with If-Match a write replaces only the named version', async () => {
  const s3 = await startTestServer();
  const { ETag } = await put(s3, 'a', 'one');
  expect(await refusalOf(put(s3, 'a', 'two', { IfMatch: '"0"' }))).toBe('PreconditionFailed');
  expect(await refusalOf(put(s3, 'b', 'two', { IfMatch: ETag }))).toBe('NoSuchKey');
  expect(await refusalOf(put(s3, 'a', 'two', { IfMatch: ETag }))).toBe('accepted');
  const rivals = await Promise.all(
    [1, 2, 3, 4].map((n) => refusalOf(put(s3, 'a', `rival ${n}`, { IfMatch: `"${md5('two')}"` }))),
  );
  expect(rivals.filter((result) => result === 'accepted').length).toBe(1);
  expect(await refusalOf(put(s3, 'c', 'x', { IfNoneMatch: '"tag"' }))).toBe('NotImplemented');
});

test('byte ranges', async () => {
  const s3 = await startTestServer();
  await put(s3, 'a', '0123456789');
  const range = async (Range: string) => (await read(s3, 'a', { Range })).toString();
  expect(await range('bytes=2-4')).toBe('234');
  expect(await range('bytes=7-')).toBe('789');
  expect(await range('bytes=-3')).toBe('789');
  expect(await range('bytes=-99')).toBe('0123456789');
  expect(await range('bytes=8-99')).toBe('89');
  expect(await range('bytes=4-2')).toBe('0123456789');
  expect(await range('bytes=0-1,4-5')).toBe('0123456789');
  const answer = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=2-4' }));
  await answer.Body?.transformToByteArray();
  expect(answer).toMatchObject({ ContentRange: 'bytes 2-4/10', ContentLength: 3 });
  expect(answer.$metadata.httpStatusCode).toBe(206);
  expect(await refusalOf(read(s3, 'a', { Range: 'bytes=10-' }))).toBe('InvalidRange');
  expect(await refusalOf(read(s3, 'a', { Range: 'bytes=-0' }))).toBe('InvalidRange');
});

test('conditional reads', async () => {
  const s3 = await startTestServer({ clock: () => new Date() });
  const { ETag = '' } = await put(s3, 'a', 'text');
  const past = new Date(Date.now() - 60_000);
  const future = new Date(Date.now() + 60_000);
  expect(await refusalOf(read(s3, 'a', { IfMatch: ETag }))).toBe('accepted');
  expect(await refusalOf(read(s3, 'a', { IfMatch: '"0"' }))).toBe('PreconditionFailed');
  expect(await refusalOf(read(s3, 'a', { IfNoneMatch: '"0"' }))).toBe('accepted');
  expect(await refusalOf(read(s3, 'a', { IfUnmodifiedSince: past }))).toBe('PreconditionFailed');
  expect(await refusalOf(read(s3, 'a', { IfUnmodifiedSince: past, IfMatch: ETag }))).toBe('accepted');
  expect(await refusalOf(read(s3, 'a', { IfModifiedSince: past }))).toBe('accepted');
  for (const more of [{ IfNoneMatch: ETag }, { IfModifiedSince: future }]) {
    await expect(read(s3, 'a', more)).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  }
});
