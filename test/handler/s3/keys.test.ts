import { readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsCommand,
  type ListObjectsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { S3Event } from '../../../local/s3/server.ts';
import { filesIn, newDataDir, refusalOf, send, sendSigned, startTestServer, type TestServer } from './server-setup.ts';

const Bucket = 'photos';

const put = (s3: TestServer, Key: string, Body = 'x') => s3.client.send(new PutObjectCommand({ Bucket, Key, Body }));

async function read(s3: TestServer, Key: string): Promise<string | undefined> {
  return (await s3.client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
}

/** Lists the keys and groups of all pages. */
async function list(s3: TestServer, more: Partial<ListObjectsV2CommandInput> = {}) {
  const keys: string[] = [];
  const groups: string[] = [];
  let pages = 0;
  let ContinuationToken: string | undefined;
  do {
    const token = ContinuationToken === undefined ? {} : { ContinuationToken };
    const page = await s3.client.send(new ListObjectsV2Command({ Bucket, ...more, ...token }));
    keys.push(...(page.Contents ?? []).map((each) => each.Key ?? ''));
    groups.push(...(page.CommonPrefixes ?? []).map((each) => each.Prefix ?? ''));
    expect(page.KeyCount).toBe((page.Contents ?? []).length + (page.CommonPrefixes ?? []).length);
    expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
    ContinuationToken = page.NextContinuationToken;
    pages += 1;
  } while (ContinuationToken !== undefined);
  return { keys, groups, pages };
}

const bytewise = (keys: readonly string[]) => [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

const hostile = [
  '../../../escape',
  '..',
  '.',
  './a',
  'a/../../b',
  '/',
  '//',
  '/etc/passwd',
  'a',
  'a/',
  'a/b',
  'a//b',
  'a/b/c',
  'A',
  'A/B',
  '~',
  '~/x',
  'a~2',
  '%2e%2e%2f',
  '%',
  '100%',
  'a+b c',
  'a?b#c&d=e',
  'quote"\'<>|*\\:',
  'tab\tline\nreturn\rbell\u0007',
  'jane\u00e9.jpg',
  'jane\u0065\u0301.jpg',
  '照片/ñandú.jpg',
  '\u{1f4f7}',
  '\uffff',
  'CON',
  'ends with dot.',
  'trailing space ',
  'x'.repeat(1024),
  `${'long/'.repeat(200)}end`,
  'é'.repeat(512),
];

test('hostile keys are ordinary keys, and none leads out of the folder', async () => {
  const parent = await newDataDir();
  let s3 = await startTestServer({ dataDir: join(parent, 'a', 'data') });
  for (const key of hostile) await put(s3, key, `content of ${key}`);
  for (let start = 0; start < 2; start += 1) {
    for (const key of hostile) expect(await read(s3, key)).toBe(`content of ${key}`);
    expect((await list(s3)).keys).toEqual(bytewise(hostile));
    s3 = await s3.restart();
  }
  expect(await readdir(parent)).toEqual(['a']);
  expect(await readdir(join(parent, 'a'))).toEqual(['data']);
  expect((await readdir(s3.dataDir)).sort()).toEqual(['.server', 'photos', 'results']);
  expect((await filesIn(s3.dataDir)).filter((file) => file.startsWith('photos/files/')).length).toBe(hostile.length);
  for (const key of hostile) await s3.client.send(new DeleteObjectCommand({ Bucket, Key: key }));
  expect(await filesIn(s3.dataDir)).toEqual([]);
  expect(await readdir(join(s3.dataDir, 'photos/files'))).toEqual([]);
});

test('keys that S3 refuses are refused', async () => {
  const s3 = await startTestServer();
  expect(await refusalOf(put(s3, 'x'.repeat(1025)))).toBe('KeyTooLongError');
  expect(await refusalOf(put(s3, 'a\0b'))).toBe('InvalidArgument');
  for (const path of ['/photos/%ff', '/photos/%zz', '/photos/%', '/photos/%c0%ae']) {
    const answer = await send(s3.server, { path });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('<Code>InvalidURI</Code>')]);
  }
});

test('more than a thousand keys are listed page by page, in order', async () => {
  const s3 = await startTestServer();
  const keys = Array.from({ length: 1203 }, (_, n) => `k/${(n * 7919) % 1203}`);
  for (let at = 0; at < keys.length; at += 50) await Promise.all(keys.slice(at, at + 50).map((key) => put(s3, key)));
  const all = await list(s3);
  expect(all).toEqual({ keys: bytewise(keys), groups: [], pages: 2 });
  expect(await list(s3, { MaxKeys: 100 })).toEqual({ keys: bytewise(keys), groups: [], pages: 13 });
  expect((await list(s3, { MaxKeys: 5000 })).pages).toBe(2);
  expect((await list(s3, { Prefix: 'k/12' })).keys).toEqual(bytewise(keys.filter((key) => key.startsWith('k/12'))));
  expect((await list(s3, { StartAfter: 'k/998' })).keys).toEqual(['k/999']);
  expect(await list(s3, { Delimiter: '/' })).toEqual({ keys: [], groups: ['k/'], pages: 1 });
});

test('listings describe each object, and can be encoded', async () => {
  const s3 = await startTestServer();
  const { ETag } = await put(s3, 'a b+\u0001é/c', 'four');
  const plain = await s3.client.send(new ListObjectsV2Command({ Bucket, FetchOwner: true }));
  expect(plain.Contents).toMatchObject([
    { Key: 'a b+\u0001é/c', Size: 4, ETag, StorageClass: 'STANDARD', Owner: { ID: 'local' } },
  ]);
  expect(Math.abs(Date.now() - (plain.Contents?.[0]?.LastModified?.getTime() ?? 0))).toBeLessThan(60_000);
  const encoded = await s3.client.send(
    new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: 'a b', Delimiter: '/' }),
  );
  expect(encoded).toMatchObject({ Prefix: 'a+b', Delimiter: '/', CommonPrefixes: [{ Prefix: 'a+b%2B%01%C3%A9/' }] });
  const none = await s3.client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
  expect(none).toMatchObject({ KeyCount: 0, IsTruncated: false });
  const bad = s3.client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'made-up' }));
  expect(await refusalOf(bad)).toBe('InvalidArgument');
  const query = [
    ['list-type', '2'],
    ['max-keys', 'many'],
  ] as const;
  expect((await sendSigned(s3.server, { path: '/photos?list-type=2&max-keys=many' }, { query })).status).toBe(400);
});

test('version 1 of the listing goes on after a marker, and after a whole group', async () => {
  const s3 = await startTestServer();
  for (const key of ['a b', 'c/1', 'c/2', 'd/1', 'e']) await put(s3, key, 'x');
  const list = (more: object) => s3.client.send(new ListObjectsCommand({ Bucket, ...more }));
  const names = (page: ListObjectsCommandOutput) => [
    ...(page.Contents ?? []).map((object) => object.Key),
    ...(page.CommonPrefixes ?? []).map((group) => group.Prefix),
  ];
  const all = await list({});
  expect(names(all)).toEqual(['a b', 'c/1', 'c/2', 'd/1', 'e']);
  expect(all).toMatchObject({ IsTruncated: false, Marker: '', Contents: [{ Owner: { ID: 'local' } }, {}, {}, {}, {}] });
  const first = await list({ Delimiter: '/', MaxKeys: 2 });
  expect([names(first), first.IsTruncated, first.NextMarker]).toEqual([['a b', 'c/'], true, 'c/']);
  const second = await list({ Delimiter: '/', MaxKeys: 2, Marker: 'c/' });
  expect([names(second), second.IsTruncated, second.NextMarker]).toEqual([['e', 'd/'], false, undefined]);
  const plain = await list({ MaxKeys: 2 });
  expect([names(plain), plain.IsTruncated, plain.NextMarker]).toEqual([['a b', 'c/1'], true, undefined]);
  expect(names(await list({ Marker: 'c/1', Prefix: 'c/' }))).toEqual(['c/2']);
  const encoded = await list({ EncodingType: 'url', Marker: 'a a', MaxKeys: 1 });
  expect(encoded).toMatchObject({ Marker: 'a+a', Contents: [{ Key: 'a+b' }], EncodingType: 'url' });
});

const objectsOf = (events: readonly S3Event[]) =>
  events.flatMap((event) => event.Records.map((record) => record.s3.object));

test('each stored object has an event, whose key is form-encoded', async () => {
  const clock = () => new Date('2026-06-01T12:00:00.123Z');
  const s3 = await startTestServer({ clock });
  const client = s3.clientWith({ systemClockOffset: clock().getTime() - Date.now() });
  await client.send(new PutObjectCommand({ Bucket, Key: 'uploads/jane doe+é~(1).jpg', Body: 'photo' }));
  const [record] = s3.events[0]?.Records ?? [];
  expect(record).toMatchObject({
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    awsRegion: 'us-east-1',
    eventTime: '2026-06-01T12:00:00.123Z',
    s3: {
      s3SchemaVersion: '1.0',
      bucket: { name: 'photos', arn: 'arn:aws:s3:::photos' },
      object: { key: 'uploads/jane+doe%2B%C3%A9%7E%281%29.jpg', size: 5, eTag: '5ae0c1c8a5260bc7b6648f6fbd115c35' },
    },
  });
  expect(record?.eventVersion).toMatch(/^2\./);
});

test('the sequencers of a key grow, also across restarts and when the clock goes back', async () => {
  let s3 = await startTestServer();
  const sequencers: string[] = [];
  for (let start = 0; start < 3; start += 1) {
    for (let n = 0; n < 3; n += 1) await put(s3, 'a');
    sequencers.push(...objectsOf(s3.events).map((object) => object.sequencer));
    s3 = await s3.restart({ clock: () => new Date(Date.now() - (start + 1) * 60_000) });
  }
  expect(sequencers).toEqual([...sequencers].sort());
  expect(new Set(sequencers).size).toBe(9);
  for (const sequencer of sequencers) expect(sequencer).toMatch(/^[0-9A-F]{18}$/);
});

test('an upload is answered only after its event is accepted', async () => {
  let release = () => {};
  const queued = new Promise<void>((resolve) => {
    release = resolve;
  });
  const s3 = await startTestServer({ onEvent: () => queued });
  let answered = false;
  const upload = put(s3, 'a').then(() => {
    answered = true;
  });
  while ((await filesIn(s3.dataDir)).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answered).toBe(false);
  release();
  await upload;
  expect(answered).toBe(true);
});

test('an event that is not accepted is an internal error without details, and the retry has an event', async () => {
  const attempts: S3Event[] = [];
  const s3 = await startTestServer({
    onEvent: (event) => {
      if (attempts.push(event) === 1) throw new Error('the secret disk is full');
    },
  });
  const answer = await sendSigned(s3.server, { method: 'PUT', path: '/photos/a', body: 'x' });
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('<Code>InternalError</Code>');
  expect(answer.text).not.toMatch(/secret|at .*:\d+/);
  expect(s3.internalErrors).toMatchObject([{ message: 'the secret disk is full' }]);
  expect((await sendSigned(s3.server, { method: 'PUT', path: '/photos/a', body: 'x' })).status).toBe(200);
  const [first, second] = objectsOf(attempts);
  expect((second?.sequencer ?? '') > (first?.sequencer ?? '')).toBe(true);
});

test('files that a person put into the folder are never changed', async () => {
  const s3 = await startTestServer();
  const own = join(s3.dataDir, 'photos/files/uploads/jane.jpg');
  await put(s3, 'uploads/other.jpg', 'other');
  await writeFile(own, 'dropped by hand');
  await put(s3, 'uploads/jane.jpg', 'uploaded');
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'uploads/jane.jpg' }));
  const again = await s3.restart();
  expect(await readFile(own, 'utf8')).toBe('dropped by hand');
  await unlink(join(s3.dataDir, 'photos/files/uploads/other.jpg'));
  expect(await refusalOf(read(again, 'uploads/other.jpg'))).toBe('NoSuchKey');
  expect((await list(again)).keys).toEqual([]);
  expect((await stat(dirname(own))).isDirectory()).toBe(true);
});

test('a body that was changed by hand is an error, not a wrong photo', async () => {
  const s3 = await startTestServer();
  await put(s3, 'a', 'original');
  await writeFile(join(s3.dataDir, 'photos/files/a'), 'changed by hand');
  expect(await refusalOf(read(s3, 'a'))).toBe('InternalError');
  expect(s3.internalErrors.length).toBe(1);
});
