import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import {
  chunkStringToSign,
  deriveSigningKey,
  sha256Hex,
  signText,
  trailerStringToSign,
} from '../../../local/s3/sigv4-signing.ts';
import {
  codeOf,
  credentials,
  filesIn,
  type RawRequest,
  refusalOf,
  region,
  type SigningOptions,
  send,
  sendSigned,
  signHeaders,
  startTestServer,
  type TestServer,
} from './server-setup.ts';

const Bucket = 'photos';
const get = new GetObjectCommand({ Bucket, Key: 'a b.jpg' });

async function withPhoto(): Promise<TestServer> {
  const s3 = await startTestServer();
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'a b.jpg', Body: 'photo', ContentType: 'image/jpeg' }));
  return s3;
}

const status = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;

test('a wrong secret, key or region, or no signature, is refused', async () => {
  const s3 = await withPhoto();
  const as = (config: object) => refusalOf(s3.clientWith(config).send(new ListObjectsV2Command({ Bucket })));
  expect(await as({})).toBe('accepted');
  expect(await as({ credentials: { ...credentials, secretAccessKey: 'wrong' } })).toBe('SignatureDoesNotMatch');
  expect(await as({ credentials: { ...credentials, accessKeyId: 'AKIDOTHER' } })).toBe('InvalidAccessKeyId');
  expect(await as({ credentials: { ...credentials, sessionToken: 'left over' } })).toBe('InvalidToken');
  expect(await as({ region: 'eu-west-1' })).toBe('AuthorizationHeaderMalformed');
  expect(codeOf(await send(s3.server, { path: '/photos/a%20b.jpg' }))).toBe('AccessDenied');
  expect(codeOf(await send(s3.server, { path: '/' }))).toBe('AccessDenied');
  expect(codeOf(await send(s3.server, { path: '/nowhere/a' }))).toBe('AccessDenied');
  expect(codeOf(await send(s3.server, { path: '/photos/a?AWSAccessKeyId=a&Signature=b&Expires=1' }))).toBe(
    'InvalidRequest',
  );
});

test('a signature is valid for one request only', async () => {
  const s3 = await startTestServer();
  const raw: RawRequest = { method: 'PUT', path: '/photos/a', body: 'text', headers: { 'x-amz-meta-order': 'one' } };
  const headers = signHeaders(s3.server, raw);
  const sent = async (change: Partial<RawRequest>) => codeOf(await send(s3.server, { ...raw, headers, ...change }));
  expect(await sent({ path: '/photos/b' })).toBe('SignatureDoesNotMatch');
  expect(await sent({ path: '/results/a' })).toBe('SignatureDoesNotMatch');
  expect(await sent({ path: '/photos/a?x-id=PutObject' })).toBe('SignatureDoesNotMatch');
  expect(await sent({ method: 'POST' })).toBe('SignatureDoesNotMatch');
  expect(await sent({ headers: { ...headers, 'x-amz-meta-order': 'two' } })).toBe('SignatureDoesNotMatch');
  expect(await sent({ headers: { ...headers, host: 'elsewhere' } })).toBe('SignatureDoesNotMatch');
  expect(await sent({ headers: { ...headers, 'x-amz-meta-more': 'x' } })).toBe('AccessDenied');
  expect(await sent({ body: 'tEXT' })).toBe('XAmzContentSHA256Mismatch');
  expect(await filesIn(s3.dataDir)).toEqual([]);
  expect((await send(s3.server, { ...raw, headers })).status).toBe(200);
});

test.each<[string, Record<string, string | undefined>, string]>([
  ['no hash of the body', { 'x-amz-content-sha256': undefined }, 'InvalidRequest'],
  ['no date', { 'x-amz-date': undefined }, 'AccessDenied'],
  ['another scheme', { authorization: 'AWS AKID:signature' }, 'InvalidRequest'],
  ['basic credentials', { authorization: 'Basic YTpi' }, 'InvalidRequest'],
  [
    'half a header',
    { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request' },
    'AuthorizationHeaderMalformed',
  ],
  [
    'no scope',
    { authorization: `AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=${'0'.repeat(64)}` },
    'AuthorizationHeaderMalformed',
  ],
])('%s', async (_, change, code) => {
  const s3 = await startTestServer();
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...signHeaders(s3.server, { path: '/photos/a' }), ...change })) {
    if (value !== undefined) headers[name] = value;
  }
  expect(codeOf(await send(s3.server, { path: '/photos/a', headers }))).toBe(code);
});

test('the clock of a client may be wrong by 15 minutes, and its date must be that of the scope', async () => {
  const s3 = await startTestServer();
  const signedAt = async (minutes: number, more: SigningOptions = {}) =>
    codeOf(
      await sendSigned(s3.server, { path: '/photos/none' }, { date: new Date(Date.now() + minutes * 60_000), ...more }),
    );
  expect(await signedAt(14)).toBe('NoSuchKey');
  expect(await signedAt(-14)).toBe('NoSuchKey');
  expect(await signedAt(16)).toBe('RequestTimeTooSkewed');
  expect(await signedAt(-16)).toBe('RequestTimeTooSkewed');
  const headers = signHeaders(s3.server, { path: '/photos/none' });
  headers['x-amz-date'] = '20200101T000000Z';
  expect(codeOf(await send(s3.server, { path: '/photos/none', headers }))).toBe('AuthorizationHeaderMalformed');
});

test('the body may be unsigned if the signature declares it', async () => {
  const s3 = await startTestServer();
  const raw = { method: 'PUT', path: '/photos/a', body: 'text' };
  expect((await sendSigned(s3.server, raw, { payloadHash: 'UNSIGNED-PAYLOAD' })).status).toBe(200);
  expect(codeOf(await sendSigned(s3.server, raw, { payloadHash: sha256Hex('other') }))).toBe(
    'XAmzContentSHA256Mismatch',
  );
  expect(codeOf(await sendSigned(s3.server, raw, { payloadHash: 'nonsense' }))).toBe('InvalidArgument');
  const ecdsa = { payloadHash: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' };
  const framed = { ...raw, headers: { 'x-amz-decoded-content-length': '4' } };
  expect(codeOf(await sendSigned(s3.server, framed, ecdsa))).toBe('NotImplemented');
});

test('a body in signed chunks is stored without its framing, and one forged byte makes it fail', async () => {
  const s3 = await startTestServer();
  const payloadHash = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
  const announced = {
    'x-amz-decoded-content-length': '5',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    'content-encoding': 'aws-chunked',
  };
  const upload = async (data: string, tamper: (wire: string) => string) => {
    const raw = { method: 'PUT', path: '/photos/chunked', headers: announced };
    const headers = signHeaders(s3.server, raw, { payloadHash });
    const amzDate = headers['x-amz-date'] ?? '';
    const scope = { accessKeyId: credentials.accessKeyId, day: amzDate.slice(0, 8), region };
    const key = deriveSigningKey(credentials.secretAccessKey, scope);
    const chunk = (previous: string, text: string) =>
      signText(key, chunkStringToSign(amzDate, scope, previous, sha256Hex(text)));
    const first = chunk(headers.authorization?.slice(-64) ?? '', data);
    const last = chunk(first, '');
    const trailer = 'x-amz-checksum-crc32:NhCmhg==';
    const trailerSignature = signText(key, trailerStringToSign(amzDate, scope, last, `${trailer}\n`));
    const wire = `5;chunk-signature=${first}\r\n${data}\r\n0;chunk-signature=${last}\r\n${trailer}\r\nx-amz-trailer-signature:${trailerSignature}\r\n\r\n`;
    return codeOf(await send(s3.server, { ...raw, headers, body: tamper(wire) }));
  };
  expect(await upload('hello', (wire) => wire.replace('hello', 'hullo'))).toBe('SignatureDoesNotMatch');
  expect(await upload('hullo', (wire) => wire)).toBe('BadDigest');
  expect(await filesIn(s3.dataDir)).toEqual([]);
  expect(await upload('hello', (wire) => wire)).toBe('');
  const stored = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'chunked' }));
  expect(await stored.Body?.transformToString()).toBe('hello');
  expect(stored.ContentEncoding).toBeUndefined();
});

test('a presigned URL returns its object with the requested headers, and no other object', async () => {
  const s3 = await withPhoto();
  const link = await getSignedUrl(s3.client, get, { expiresIn: 60 });
  const answer = await fetch(link);
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'image/jpeg',
    'photo',
  ]);
  const disposition = 'attachment; filename="jane é.jpg"';
  const named = new GetObjectCommand({
    Bucket,
    Key: 'a b.jpg',
    ResponseContentDisposition: disposition,
    ResponseCacheControl: 'no-store',
  });
  const download = await fetch(await getSignedUrl(s3.client, named, { expiresIn: 60 }));
  expect(Buffer.from(download.headers.get('content-disposition') ?? '', 'latin1').toString()).toBe(disposition);
  expect(download.headers.get('cache-control')).toBe('no-store');
  await download.text();
  expect(await status(`${link}&response-content-type=text/html`)).toBe(403);
  expect(await status(link.replace('a%20b.jpg', 'other.jpg'))).toBe(403);
  expect(await status(link.replace('photos', 'results'))).toBe(403);
  expect(await status(link.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'))).toBe(403);
  expect(await status(link.replace(/Signature=../, 'Signature=00'))).toBe(403);
  expect(await status(link, { method: 'DELETE' })).toBe(403);
  expect(await status(link, { method: 'PUT', body: 'x' })).toBe(403);
  expect(await status(link, { headers: { 'x-amz-meta-a': 'b' } })).toBe(403);
  expect(await status(link, { headers: { authorization: 'AWS4-HMAC-SHA256 x' } })).toBe(400);
  const injected = new GetObjectCommand({
    Bucket,
    Key: 'a b.jpg',
    ResponseContentType: 'text/html\r\nset-cookie: a=b',
  });
  expect(await status(await getSignedUrl(s3.client, injected, { expiresIn: 60 }))).toBe(400);
});

test('a presigned URL is valid for its time, at most a week', async () => {
  const s3 = await withPhoto();
  const signedAt = async (seconds: number, expiresIn: number) => {
    const signingDate = new Date(Date.now() + seconds * 1000);
    return (await fetch(await getSignedUrl(s3.client, get, { expiresIn, signingDate }))).text();
  };
  expect(await signedAt(-50, 60)).toBe('photo');
  expect(await signedAt(-70, 60)).toContain('Request has expired');
  expect(await signedAt(800, 60)).toBe('photo');
  expect(await signedAt(1000, 60)).toContain('Request is not valid yet');
  expect(await signedAt(-3600, 7 * 24 * 3600)).toBe('photo');
  const week = (await getSignedUrl(s3.client, get, { expiresIn: 60 })).replace('Expires=60', 'Expires=604801');
  expect(await (await fetch(week)).text()).toContain('AuthorizationQueryParametersError');
  const incomplete = (await getSignedUrl(s3.client, get, { expiresIn: 60 })).replace(/&X-Amz-Date=\w+/, '');
  expect(await (await fetch(incomplete)).text()).toContain('AuthorizationQueryParametersError');
});

test('a presigned upload must match what was signed', async () => {
  const s3 = await startTestServer();
  const without = s3.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const put = new PutObjectCommand({
    Bucket,
    Key: 'up',
    Metadata: { order: 'us-passport' },
    ContentType: 'image/jpeg',
  });
  const link = await getSignedUrl(without, put, { expiresIn: 60 });
  expect(await status(link, { method: 'PUT', body: 'photo', headers: { 'content-type': 'image/jpeg' } })).toBe(200);
  const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'up' }));
  expect(head).toMatchObject({ ContentLength: 5, ContentType: 'image/jpeg', Metadata: { order: 'us-passport' } });
  // With its default settings the SDK signs the checksum of an empty body into the URL.
  const stock = await getSignedUrl(s3.client, put, { expiresIn: 60 });
  expect(stock).toContain('x-amz-checksum-crc32=AAAAAA');
  expect(await status(stock, { method: 'PUT', body: 'other photo' })).toBe(200);
  const promised = new PutObjectCommand({ Bucket, Key: 'up', ChecksumCRC32: 'NhCmhg==' });
  const other = await fetch(await getSignedUrl(s3.client, promised, { expiresIn: 60 }), { method: 'PUT', body: 'x' });
  expect(await other.text()).toContain('<Code>BadDigest</Code>');
});

test('a signature may take its date from the Date header', async () => {
  const s3 = await withPhoto();
  const raw = { path: '/photos/none' };
  for (const write of [(date: Date) => date.toUTCString(), (date: Date) => date.toISOString()]) {
    const date = new Date();
    const text = write(date).replace(/[-:]|\.\d+/g, (mark) => (write(date).endsWith('GMT') ? mark : ''));
    const headers = signHeaders(s3.server, { ...raw, headers: { date: text } }, { date, unsigned: ['x-amz-date'] });
    expect(codeOf(await send(s3.server, { ...raw, headers }))).toBe('NoSuchKey');
    const later = new Date(date.getTime() + 60_000).toUTCString();
    expect(codeOf(await send(s3.server, { ...raw, headers: { ...headers, date: later } }))).toBe(
      'SignatureDoesNotMatch',
    );
  }
});

test('in virtual-host URLs the host names the bucket', async () => {
  const s3 = await withPhoto();
  const client = new S3Client({ endpoint: `http://localhost:${s3.server.port}`, region, credentials });
  const link = new URL(await getSignedUrl(client, get, { expiresIn: 60 }));
  client.destroy();
  expect(link.hostname).toBe('photos.localhost');
  // Not every resolver maps such names to this machine, so the name is only in the header.
  const answer = await send(s3.server, { path: link.pathname + link.search, headers: { host: link.host } });
  expect([answer.status, answer.text]).toEqual([200, 'photo']);
  const other = await send(s3.server, {
    path: link.pathname + link.search,
    headers: { host: link.host.replace('photos', 'results') },
  });
  expect(other.status).toBe(403);
});
