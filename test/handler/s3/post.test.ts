import { randomBytes } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { expect, test } from 'vitest';
import { filesIn, send, startTestServer, type TestServer } from './server-setup.ts';

const Bucket = 'photos';
type Fields = Record<string, string>;

interface Upload {
  readonly fields?: (fields: Fields) => Fields;
  readonly content?: string | Uint8Array<ArrayBuffer>;
  readonly fileName?: string;
  readonly origin?: string;
  /** Fields after the file. */
  readonly behind?: Fields;
}

const ticketOf = (s3: TestServer, options: Partial<PresignedPostOptions> = {}) =>
  createPresignedPost(s3.client, {
    Bucket,
    Key: 'uploads/ticket.jpg',
    Conditions: [['content-length-range', 1, 1000]],
    Fields: { 'Content-Type': 'image/jpeg', 'x-amz-meta-order': 'us-passport' },
    Expires: 60,
    ...options,
  });

/** Makes a form with the SDK and sends a file with it, as a browser does. */
async function post(s3: TestServer, options: Partial<PresignedPostOptions> = {}, upload: Upload = {}) {
  const ticket = await ticketOf(s3, options);
  const form = new FormData();
  const fields = upload.fields?.(ticket.fields) ?? ticket.fields;
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([upload.content ?? 'photo'], { type: 'text/plain' }), upload.fileName ?? 'jane.jpg');
  for (const [name, value] of Object.entries(upload.behind ?? {})) form.append(name, value);
  const headers: Record<string, string> = upload.origin === undefined ? {} : { origin: upload.origin };
  const answer = await fetch(ticket.url, { method: 'POST', body: form, headers, redirect: 'manual' });
  const text = await answer.text();
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? '';
  const message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? '';
  return { status: answer.status, headers: answer.headers, text, refusal: `${answer.status} ${code} ${message}` };
}

const policyFailed = (condition: string) =>
  `403 AccessDenied Invalid according to Policy: Policy Condition failed: ${condition}`;

test('a form made by the SDK stores its file, its type and its order', async () => {
  const s3 = await startTestServer();
  const content = new Uint8Array(randomBytes(1000));
  const answer = await post(s3, {}, { content });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('location')).toBe(`${s3.server.endpoint}/photos/uploads/ticket.jpg`);
  const stored = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'uploads/ticket.jpg' }));
  expect(stored).toMatchObject({ ContentType: 'image/jpeg', Metadata: { order: 'us-passport' }, ContentLength: 1000 });
  expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
  expect(s3.events.map((event) => event.Records[0]?.eventName)).toEqual(['ObjectCreated:Post']);
  expect(s3.events[0]?.Records[0]?.s3.object).toMatchObject({ key: 'uploads/ticket.jpg', size: 1000 });
});

test('success gets the answer that the form requests', async () => {
  const s3 = await startTestServer();
  const asking = (name: string, value: string) => post(s3, { Fields: { [name]: value } });
  expect((await asking('success_action_status', '200')).status).toBe(200);
  expect((await asking('success_action_status', '204')).status).toBe(204);
  expect((await asking('success_action_status', '500')).status).toBe(204);
  const created = await asking('success_action_status', '201');
  expect(created.status).toBe(201);
  expect(created.text).toContain(
    '<Bucket>photos</Bucket><Key>uploads/ticket.jpg</Key><ETag>&quot;5ae0c1c8a5260bc7b6648f6fbd115c35&quot;</ETag>',
  );
  const redirected = await asking('success_action_redirect', 'http://studio.test/done?a=b');
  expect(redirected.status).toBe(303);
  expect(redirected.headers.get('location')).toBe(
    'http://studio.test/done?a=b&bucket=photos&key=uploads%2Fticket.jpg&etag=%225ae0c1c8a5260bc7b6648f6fbd115c35%22',
  );
  expect((await asking('success_action_redirect', 'javascript:alert(1)')).status).toBe(204);
});

test('the file name replaces its variable before the condition of the key is checked', async () => {
  const s3 = await startTestServer();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the variable is S3's
  const Key = 'uploads/${filename}';
  expect((await post(s3, { Key }, { fileName: 'jane é+$&.jpg' })).status).toBe(204);
  expect((await post(s3, { Key }, { fileName: '../../escape.jpg' })).status).toBe(204);
  const keys = s3.events.map((event) => event.Records[0]?.s3.object.key);
  expect(keys).toEqual(['uploads/jane+%C3%A9%2B%24%26.jpg', 'uploads/escape.jpg']);
  const narrow = { Key, Conditions: [['starts-with', '$key', 'uploads/j'] as ['starts-with', string, string]] };
  expect((await post(s3, narrow, { fileName: 'jane.jpg' })).status).toBe(204);
  expect((await post(s3, narrow, { fileName: 'other.jpg' })).refusal).toBe(
    policyFailed('["starts-with", "$key", "uploads/j"]'),
  );
});

test('every condition is enforced, and a file that breaks one is not stored', async () => {
  const s3 = await startTestServer();
  const changed = async (change: Fields) =>
    (await post(s3, {}, { fields: (fields) => ({ ...fields, ...change }) })).refusal;
  expect(await changed({ key: 'records/other.json' })).toBe(policyFailed('["eq", "$key", "uploads/ticket.jpg"]'));
  expect(await changed({ 'Content-Type': 'text/html' })).toBe(policyFailed('["eq", "$Content-Type", "image/jpeg"]'));
  expect(await changed({ 'x-amz-meta-order': 'other' })).toBe(
    policyFailed('["eq", "$x-amz-meta-order", "us-passport"]'),
  );
  expect(await changed({ bucket: 'results' })).toMatch(/^403 AccessDenied/);
  expect(await changed({ 'x-amz-meta-more': 'x' })).toBe(
    '403 AccessDenied Invalid according to Policy: Extra input fields: x-amz-meta-more',
  );
  expect(await changed({ acl: 'public-read' })).toBe(
    '403 AccessDenied Invalid according to Policy: Extra input fields: acl',
  );
  expect(await changed({ key: '' })).toMatch(/^400 InvalidArgument/);
  const missing = await post(s3, {}, { fields: ({ 'Content-Type': _, ...fields }) => fields });
  expect(missing.refusal).toBe(policyFailed('["eq", "$Content-Type", "image/jpeg"]'));
  expect((await post(s3, {}, { content: '' })).refusal).toMatch(/^400 EntityTooSmall/);
  expect((await post(s3, {}, { content: 'x'.repeat(1001) })).refusal).toMatch(/^400 EntityTooLarge/);
  expect(await filesIn(s3.dataDir)).toEqual([]);
  expect(s3.events).toEqual([]);
  expect(await changed({ 'x-ignore-this': 'x' })).toMatch(/^204/);
  expect((await post(s3, {}, { behind: { submit: 'Send', key: 'elsewhere' } })).status).toBe(204);
  expect((await post(s3, {}, { content: 'x'.repeat(1000) })).status).toBe(204);
});

test('a file far over the limit gets an error answer, not a broken connection', async () => {
  const s3 = await startTestServer();
  const answer = await post(s3, {}, { content: new Uint8Array(30_000_000) });
  expect(answer.refusal).toMatch(/^400 EntityTooLarge/);
  expect(await filesIn(s3.dataDir)).toEqual([]);
});

test('the browser may choose a type with the prefix of the condition', async () => {
  const s3 = await startTestServer();
  const options = {
    Fields: {},
    Conditions: [['starts-with', '$Content-Type', 'image/'] as ['starts-with', string, string]],
  };
  const choose = async (type: string) =>
    (await post(s3, options, { fields: (fields) => ({ ...fields, 'Content-Type': type }) })).status;
  expect(await choose('image/heic')).toBe(204);
  const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'uploads/ticket.jpg' }));
  expect(head.ContentType).toBe('image/heic');
  expect(await choose('text/html')).toBe(403);
  expect(await choose('image/png, text/html')).toBe(403);
});

test('a policy with a wrong signature or key is refused', async () => {
  const s3 = await startTestServer();
  const changed = async (change: (fields: Fields) => Fields) => (await post(s3, {}, { fields: change })).refusal;
  const without = (name: string) => (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
  const open = Buffer.from(
    JSON.stringify({ expiration: '2999-01-01T00:00:00Z', conditions: [['starts-with', '$key', '']] }),
  );
  expect(await changed((fields) => ({ ...fields, Policy: open.toString('base64') }))).toMatch(
    /^403 SignatureDoesNotMatch/,
  );
  expect(await changed((fields) => ({ ...fields, 'X-Amz-Signature': '0'.repeat(64) }))).toMatch(
    /^403 SignatureDoesNotMatch/,
  );
  expect(await changed((fields) => ({ ...fields, 'X-Amz-Signature': '' }))).toMatch(/^403 SignatureDoesNotMatch/);
  expect(await changed(without('X-Amz-Signature'))).toMatch(/^403 AccessDenied/);
  expect(await changed(without('X-Amz-Credential'))).toMatch(/^403 AccessDenied/);
  expect(await changed(without('Policy'))).toMatch(/^403 AccessDenied/);
  expect(await changed(() => ({ key: 'uploads/ticket.jpg' }))).toMatch(/^403 AccessDenied/);
  const credential = (fields: Fields) => ({
    ...fields,
    'X-Amz-Credential': (fields['X-Amz-Credential'] ?? '').replace('AKIDLOCAL', 'AKIDOTHER'),
  });
  expect(await changed(credential)).toMatch(/^403 InvalidAccessKeyId/);
  expect(await changed((fields) => ({ ...fields, 'X-Amz-Algorithm': 'none' }))).toMatch(/^400 InvalidArgument/);
  expect(await filesIn(s3.dataDir)).toEqual([]);
});

test('a form expires', async () => {
  let skewMs = 0;
  const s3 = await startTestServer({ clock: () => new Date(Date.now() + skewMs) });
  expect((await post(s3)).status).toBe(204);
  skewMs = 61_000;
  expect((await post(s3)).refusal).toBe('403 AccessDenied Invalid according to Policy: Policy expired.');
});

test('a form without a file, or for no bucket, is refused', async () => {
  const s3 = await startTestServer();
  const ticket = await ticketOf(s3);
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value);
  expect((await fetch(ticket.url, { method: 'POST', body: form })).status).toBe(400);
  form.append('file', new Blob(['x']));
  expect((await fetch(ticket.url.replace('photos', 'nowhere'), { method: 'POST', body: form })).status).toBe(404);
});

test('pages of a listed origin may read answers and send preflights', async () => {
  const s3 = await startTestServer();
  const origin = 'http://studio.test';
  const accepted = await post(s3, {}, { origin });
  expect(accepted.headers.get('access-control-allow-origin')).toBe(origin);
  expect(accepted.headers.get('access-control-expose-headers')).toContain('ETag');
  const refused = await post(s3, {}, { origin, content: '' });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, origin]);
  expect((await post(s3, {}, { origin: 'http://evil.test' })).headers.get('access-control-allow-origin')).toBeNull();
  const ask = (path: string, headers: Fields) => send(s3.server, { method: 'OPTIONS', path, headers });
  const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'Content-Type' };
  const preflight = await ask('/photos', headers);
  expect(preflight.status).toBe(200);
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': expect.stringContaining('POST'),
    'access-control-allow-headers': 'content-type',
    vary: expect.stringContaining('Origin'),
  });
  expect((await ask('/photos', { ...headers, origin: 'http://evil.test' })).status).toBe(403);
  expect((await ask('/photos', { ...headers, 'access-control-request-method': 'DELETE' })).status).toBe(403);
  const off = await ask('/results', headers);
  expect([off.status, off.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  expect(off.text).toContain('CORS is not enabled for this bucket');
  expect((await ask('/photos', {})).status).toBe(400);
  expect((await ask('/nowhere', headers)).status).toBe(404);
});
