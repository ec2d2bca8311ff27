import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Bucket, filesIn, put, read, refusalOf, send, sendSigned, startTestServer } from './server-setup.ts';

test('a copy keeps the labels of its source or gets new ones', async () => {
  const s3 = await startTestServer();
  const Key = 'from/jane é+ (1).jpg';
  const { ETag } = await put(s3, Key, 'photo', { ContentType: 'image/jpeg', Metadata: { a: 'b' } });
  const CopySource = `photos/${encodeURIComponent(Key)}`;
  const copy = (more: object) =>
    s3.client.send(new CopyObjectCommand({ Bucket: 'results', Key: 'to', CopySource, ...more }));
  const head = () => s3.client.send(new HeadObjectCommand({ Bucket: 'results', Key: 'to' }));
  expect((await copy({})).CopyObjectResult?.ETag).toBe(ETag);
  expect(await head()).toMatchObject({ ContentType: 'image/jpeg', Metadata: { a: 'b' }, ContentLength: 5 });
  await copy({ MetadataDirective: 'REPLACE', ContentType: 'image/png', Metadata: { c: 'd' } });
  expect(await head()).toMatchObject({ ContentType: 'image/png', Metadata: { c: 'd' } });
  expect(await refusalOf(copy({ CopySourceIfMatch: '"0"' }))).toBe('PreconditionFailed');
  expect(await refusalOf(copy({ CopySourceIfNoneMatch: ETag }))).toBe('PreconditionFailed');
  expect(await refusalOf(copy({ IfNoneMatch: '*' }))).toBe('PreconditionFailed');
  expect(await refusalOf(copy({ CopySource: 'photos/none' }))).toBe('NoSuchKey');
  expect(await refusalOf(copy({ CopySource: 'nowhere/none' }))).toBe('NoSuchBucket');
  expect(await refusalOf(copy({ Bucket, Key }))).toBe('InvalidRequest');
  expect(await refusalOf(copy({ Bucket, Key, MetadataDirective: 'REPLACE' }))).toBe('accepted');
  expect((await read(s3, Key)).toString()).toBe('photo');
});

test('objects are deleted one by one and in batches', async () => {
  const s3 = await startTestServer();
  const keys = ['a', 'b/c', 'b/d', 'é &<>"\'/\u0001'];
  for (const key of keys) await put(s3, key, 'x');
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'never was' }));
  const remove = (Quiet: boolean, ...names: string[]) =>
    s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Quiet, Objects: names.map((Key) => ({ Key })) } }));
  const loud = await remove(false, 'b/c', 'never was', keys[3] as string);
  expect(loud.Deleted?.map((each) => each.Key)).toEqual(['b/c', 'never was', keys[3]]);
  expect((await remove(true, 'b/d')).Deleted).toBeUndefined();
  expect((await remove(true, 'x'.repeat(1025))).Errors).toMatchObject([{ Code: 'KeyTooLongError' }]);
  expect(await refusalOf(read(s3, 'a'))).toBe('NoSuchKey');
  expect(await filesIn(s3.dataDir)).toEqual([]);
  const body = '<Delete><Object><Key>a</Key></Object></Delete>';
  const query = [['delete', '']] as const;
  const unprotected = await sendSigned(s3.server, { method: 'POST', path: '/photos?delete', body }, { query });
  expect(unprotected.text).toContain('Missing required header');
});

test('the small calls on buckets', async () => {
  const s3 = await startTestServer();
  expect((await s3.client.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name)).toEqual([
    'photos',
    'results',
  ]);
  expect((await s3.client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
  expect((await s3.client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
  expect(await refusalOf(s3.client.send(new CreateBucketCommand({ Bucket })))).toBe('accepted');
  expect(await refusalOf(s3.client.send(new CreateBucketCommand({ Bucket: 'other' })))).toBe('NotImplemented');
});

test('missing objects and calls that are not implemented get an error', async () => {
  const s3 = await startTestServer();
  expect(await refusalOf(read(s3, 'none'))).toBe('NoSuchKey');
  expect(await refusalOf(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'none' })))).toBe('NotFound');
  expect(await refusalOf(s3.client.send(new HeadBucketCommand({ Bucket: 'none' })))).toBe('NotFound');
  expect(await refusalOf(s3.client.send(new GetObjectCommand({ Bucket: 'none', Key: 'a' })))).toBe('NoSuchBucket');
  expect(await refusalOf(s3.client.send(new GetObjectAclCommand({ Bucket, Key: 'a' })))).toBe('NotImplemented');
  expect(await refusalOf(read(s3, 'none', { VersionId: 'abc' }))).toBe('NotImplemented');
  expect(await refusalOf(put(s3, 'a', 'x', { Tagging: 'a=b' }))).toBe('NotImplemented');
  expect(await refusalOf(put(s3, 'a', 'x', { ServerSideEncryption: 'aws:kms' }))).toBe('NotImplemented');
  expect(await refusalOf(put(s3, 'a', 'x', { ACL: 'public-read' }))).toBe('NotImplemented');
  expect(await refusalOf(put(s3, 'a', 'x', { ACL: 'private', StorageClass: 'STANDARD' }))).toBe('accepted');
  const notify = new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} });
  expect(await refusalOf(s3.client.send(notify))).toBe('NotImplemented');
  expect((await send(s3.server, { method: 'PATCH', path: '/photos/a' })).status).toBe(405);
});

test('headers that would do nothing are refused, and the owner of a bucket is compared', async () => {
  const s3 = await startTestServer();
  await put(s3, 'a', 'x');
  const remove = (more: object) => refusalOf(s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a', ...more })));
  expect(await remove({ IfMatchSize: 2 })).toBe('NotImplemented');
  expect(await remove({ IfMatchLastModifiedTime: new Date(0) })).toBe('NotImplemented');
  expect(await remove({ MFA: 'serial 123456' })).toBe('NotImplemented');
  expect(await remove({ ExpectedBucketOwner: '111122223333' })).toBe('AccessDenied');
  const batch = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a', Size: 2 }] } });
  expect((await s3.client.send(batch)).Errors).toMatchObject([{ Key: 'a', Code: 'NotImplemented' }]);
  expect((await read(s3, 'a', { ExpectedBucketOwner: '123456789012' })).toString()).toBe('x');
  expect(await refusalOf(read(s3, 'a', { ExpectedBucketOwner: '111122223333' }))).toBe('AccessDenied');
});

test('an error is XML with code, resource and request id', async () => {
  const s3 = await startTestServer();
  const answer = await sendSigned(s3.server, { path: '/photos/no<such>&key' });
  expect(answer.status).toBe(404);
  expect(answer.headers['content-type']).toBe('application/xml');
  const id = answer.headers['x-amz-request-id'];
  expect(answer.text).toMatch(
    /^<\?xml .*\?>\n<Error><Code>NoSuchKey<\/Code><Message>[^<]+<\/Message><Key>no&lt;such&gt;&amp;key<\/Key>/,
  );
  expect(answer.text).toContain(`<RequestId>${id}</RequestId>`);
});

test('metadata beyond ASCII comes back in the encoding of S3, and too much metadata is refused', async () => {
  const s3 = await startTestServer();
  // Node sends Latin-1 headers as Latin-1 before a buffer, but as UTF-8 before a text. Both signatures are valid.
  await put(s3, 'a', 'x', { Metadata: { name: 'Zo\u00eb' } });
  await put(s3, 'a', Buffer.from('x'), { Metadata: { name: 'Zo\u00eb' } });
  const { Metadata } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
  expect(Metadata).toEqual({ name: `=?UTF-8?B?${Buffer.from('Zo\u00eb').toString('base64')}?=` });
  expect(await refusalOf(put(s3, 'a', 'x', { Metadata: { big: 'x'.repeat(2046) } }))).toBe('MetadataTooLarge');
  expect(await refusalOf(put(s3, 'a', 'x', { Metadata: { big: 'x'.repeat(2045) } }))).toBe('accepted');
});
