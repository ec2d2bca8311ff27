import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startDigest } from '../../../local/s3/checksums.ts';
import { filesIn, refusalOf, startTestServer, type TestServer } from './server-setup.ts';

const where = { Bucket: 'photos', Key: 'uploads/big.tiff' };
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
const mib = 1024 * 1024;

const begin = async (s3: TestServer, more: object = {}): Promise<string> => {
  const labels = { ContentType: 'image/tiff', Metadata: { order: 'a' } };
  const command = new CreateMultipartUploadCommand({ ...where, ...labels, ...more });
  return (await s3.client.send(command)).UploadId ?? '';
};

async function upload(s3: TestServer, UploadId: string, PartNumber: number, Body: Uint8Array) {
  const { ETag, ChecksumCRC32 } = await s3.client.send(new UploadPartCommand({ ...where, UploadId, PartNumber, Body }));
  return { PartNumber, ETag: ETag ?? '', ChecksumCRC32 };
}

const complete = (s3: TestServer, UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  s3.client.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts }, ...more }));

test('parts become one object with one event, and leave no other file', async () => {
  const s3 = await startTestServer();
  const [first, second] = [randomBytes(5 * mib), randomBytes(1000)];
  const id = await begin(s3);
  const parts = [await upload(s3, id, 2, second), await upload(s3, id, 1, randomBytes(10))];
  const replaced = await upload(s3, id, 1, first);
  const listed = [replaced, ...parts.slice(0, 1)];
  const done = await complete(s3, id, listed);
  const etag = `"${createHash('md5').update(md5(first)).update(md5(second)).digest('hex')}-2"`;
  expect(done).toMatchObject({ ETag: etag, Bucket: 'photos', Key: where.Key });
  const answer = await s3.client.send(new GetObjectCommand(where));
  expect(answer).toMatchObject({ ETag: etag, ContentType: 'image/tiff', Metadata: { order: 'a' } });
  const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  expect(body.equals(Buffer.concat([first, second]))).toBe(true);
  expect(s3.events.map((event) => event.Records[0]?.eventName)).toEqual(['ObjectCreated:CompleteMultipartUpload']);
  expect(s3.events[0]?.Records[0]?.s3.object.eTag).toBe(etag.replaceAll('"', ''));
  expect((await filesIn(s3.dataDir)).filter((file) => !file.includes('/meta/'))).toEqual([`photos/files/${where.Key}`]);
  const { $metadata: _, ...again } = await complete(s3, id, listed);
  expect(done).toMatchObject(again);
  expect(s3.events.length).toBe(1);
  expect(await refusalOf(complete(s3, id, listed.slice(1)))).toBe('NoSuchUpload');
  await s3.client.send(new PutObjectCommand({ ...where, Body: 'newer' }));
  expect(await refusalOf(complete(s3, id, listed))).toBe('NoSuchUpload');
});

test('a wrong list of parts is refused', async () => {
  const s3 = await startTestServer();
  const id = await begin(s3);
  const small = await upload(s3, id, 1, randomBytes(100));
  const last = await upload(s3, id, 2, randomBytes(100));
  expect(await refusalOf(complete(s3, id, [last, small]))).toBe('InvalidPartOrder');
  expect(await refusalOf(complete(s3, id, [small, small]))).toBe('InvalidPartOrder');
  expect(await refusalOf(complete(s3, id, [small, last]))).toBe('EntityTooSmall');
  expect(await refusalOf(complete(s3, id, [{ ...small, ETag: last.ETag }]))).toBe('InvalidPart');
  expect(await refusalOf(complete(s3, id, [{ PartNumber: 3, ETag: last.ETag }]))).toBe('InvalidPart');
  expect(await refusalOf(complete(s3, id, []))).toBe('MalformedXML');
  expect(await refusalOf(upload(s3, id, 10_001, randomBytes(1)))).toBe('InvalidArgument');
  expect(await refusalOf(upload(s3, id, 0, randomBytes(1)))).toBe('InvalidArgument');
  expect(await refusalOf(s3.client.send(new HeadObjectCommand(where)))).toBe('NotFound');
  expect(await refusalOf(complete(s3, id, [last]))).toBe('accepted');
});

test('an upload is found by its id and key only', async () => {
  const s3 = await startTestServer();
  const id = await begin(s3);
  const body = randomBytes(1);
  for (const wrong of ['', 'x', '../..', '../../files', '0'.repeat(32)]) {
    expect(await refusalOf(upload(s3, wrong, 1, body))).toBe('NoSuchUpload');
    expect(await refusalOf(complete(s3, wrong, [{ PartNumber: 1, ETag: 'x' }]))).toBe('NoSuchUpload');
    const abort = new AbortMultipartUploadCommand({ ...where, UploadId: wrong });
    expect(await refusalOf(s3.client.send(abort))).toBe('NoSuchUpload');
  }
  const elsewhere = new UploadPartCommand({ ...where, Key: 'other', UploadId: id, PartNumber: 1, Body: body });
  expect(await refusalOf(s3.client.send(elsewhere))).toBe('NoSuchUpload');
  expect(await refusalOf(s3.client.send(new ListPartsCommand({ ...where, UploadId: id })))).toBe('NotImplemented');
});

test('an aborted upload is removed at once, an unfinished one after a day', async () => {
  const s3 = await startTestServer();
  const id = await begin(s3);
  await upload(s3, id, 1, randomBytes(100));
  await s3.client.send(new AbortMultipartUploadCommand({ ...where, UploadId: id }));
  expect(await refusalOf(upload(s3, id, 1, randomBytes(1)))).toBe('NoSuchUpload');
  expect(await filesIn(s3.dataDir)).toEqual([]);
  const kept = await begin(s3);
  await upload(s3, kept, 1, randomBytes(100));
  const again = await s3.restart();
  expect((await filesIn(again.dataDir)).length).toBe(2);
  expect(await refusalOf(upload(again, kept, 2, randomBytes(100)))).toBe('accepted');
  const tomorrow = await again.restart({ clock: () => new Date(Date.now() + 25 * 3_600_000) });
  expect(await filesIn(tomorrow.dataDir)).toEqual([]);
});

test('conditions, checksums and limits are checked for the whole object', async () => {
  const s3 = await startTestServer({ maxObjectBytes: 1000 });
  const id = await begin(s3, { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const body = randomBytes(600);
  const part = await upload(s3, id, 1, body);
  expect(await refusalOf(upload(s3, id, 2, body))).toBe('EntityTooLarge');
  const crc = startDigest('crc32');
  crc.update(body);
  const ChecksumCRC32 = crc.digest().toString('base64');
  expect(await refusalOf(complete(s3, id, [part], { ChecksumCRC32: 'AAAAAA==', ChecksumType: 'FULL_OBJECT' }))).toBe(
    'BadDigest',
  );
  expect(await refusalOf(complete(s3, id, [part], { ChecksumCRC32: `${ChecksumCRC32}-1` }))).toBe('InvalidRequest');
  expect(await refusalOf(complete(s3, id, [part], { ChecksumType: 'COMPOSITE' }))).toBe('InvalidRequest');
  expect(await refusalOf(complete(s3, id, [part], { MpuObjectSize: 601 }))).toBe('InvalidRequest');
  expect(await refusalOf(complete(s3, id, [{ ...part, ChecksumCRC32: 'AAAAAA==' }]))).toBe('InvalidPart');
  await s3.client.send(new PutObjectCommand({ ...where, Body: 'there' }));
  expect(await refusalOf(complete(s3, id, [part], { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
  expect(await refusalOf(complete(s3, id, [part], { ChecksumCRC32, ChecksumType: 'FULL_OBJECT' }))).toBe('accepted');
  const head = await s3.client.send(new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ContentLength: 600, ChecksumCRC32, ChecksumType: 'FULL_OBJECT' });
});

test('the checksum of the parts or of the whole object comes back in the answers', async () => {
  const s3 = await startTestServer();
  const body = randomBytes(600);
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const composite = new CreateMultipartUploadCommand({ ...where, ChecksumAlgorithm: 'SHA256' });
  const begun = await s3.client.send(composite);
  expect(begun).toMatchObject({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' });
  const UploadId = begun.UploadId ?? '';
  const command = { ...where, UploadId, PartNumber: 1, Body: body };
  expect(await refusalOf(s3.client.send(new UploadPartCommand({ ...command, ChecksumAlgorithm: 'CRC32C' })))).toBe(
    'InvalidRequest',
  );
  const { ETag = '', ChecksumSHA256 } = await s3.client.send(
    new UploadPartCommand({ ...command, ChecksumAlgorithm: 'SHA256' }),
  );
  expect(ChecksumSHA256).toBe(sha256(body).toString('base64'));
  const part = { PartNumber: 1, ETag, ChecksumSHA256 };
  expect(await refusalOf(complete(s3, UploadId, [{ PartNumber: 1, ETag }]))).toBe('InvalidRequest');
  expect(await refusalOf(complete(s3, UploadId, [part], { ChecksumSHA256 }))).toBe('BadDigest');
  const value = `${sha256(sha256(body)).toString('base64')}-1`;
  const done = await complete(s3, UploadId, [part], { ChecksumSHA256: value, MpuObjectSize: 600 });
  expect(done).toMatchObject({ ChecksumSHA256: value, ChecksumType: 'COMPOSITE' });
  const head = await s3.client.send(new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ChecksumSHA256: value, ChecksumType: 'COMPOSITE' });
  const whole = await begin(s3, { ChecksumAlgorithm: 'CRC64NVME' });
  const crcPart = await s3.client.send(
    new UploadPartCommand({ ...command, UploadId: whole, ChecksumAlgorithm: 'CRC64NVME' }),
  );
  const joined = await complete(s3, whole, [{ PartNumber: 1, ETag: crcPart.ETag ?? '' }]);
  expect(joined).toMatchObject({ ChecksumCRC64NVME: crcPart.ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' });
  expect(await refusalOf(begin(s3, { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }))).toBe(
    'InvalidRequest',
  );
});

test('an upload whose event was not accepted can be completed again', async () => {
  let failures = 1;
  const s3 = await startTestServer({
    onEvent: () => {
      if (failures-- > 0) throw new Error('queue is full');
    },
  });
  const id = await begin(s3);
  const part = await upload(s3, id, 1, randomBytes(100));
  expect(await refusalOf(complete(s3, id, [part]))).toBe('InternalError');
  expect(await refusalOf(complete(s3, id, [part]))).toBe('accepted');
});
