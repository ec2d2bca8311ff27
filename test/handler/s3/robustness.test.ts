import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { type ObjectServer, startObjectServer } from '../../../local/s3/server.ts';
import {
  credentials,
  filesIn,
  newDataDir,
  refusalOf,
  send,
  sendSigned,
  signHeaders,
  startTestServer,
} from './server-setup.ts';

/** Opens a raw connection and returns everything that it receives until it is closed. `speak` writes to it. */
function converse(server: ObjectServer, speak: (socket: Socket) => unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: server.port });
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      received += text;
    });
    socket.on('error', (error) => (received === '' ? reject(error) : resolve(received)));
    socket.on('close', () => resolve(received));
    socket.on('connect', () => speak(socket));
  });
}

const headOf = (method: string, path: string, headers: Record<string, string>): string =>
  `${[`${method} ${path} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;

/** Returns the head of a signed upload of `sizeBytes` zeros. */
function putHead(server: ObjectServer, path: string, sizeBytes: number, more: Record<string, string> = {}): string {
  const headers = signHeaders(server, { method: 'PUT', path }, { payloadHash: 'UNSIGNED-PAYLOAD' });
  return headOf('PUT', path, { ...headers, 'content-length': String(sizeBytes), ...more });
}

test('a body that stops gets an error answer, a closed connection, and leaves no file', async () => {
  const s3 = await startTestServer({ idleTimeoutMs: 200 });
  const received = await converse(s3.server, (socket) => socket.write(`${putHead(s3.server, '/photos/a', 1000)}half`));
  expect(received).toMatch(/^HTTP\/1.1 400 /);
  expect(received).toContain('<Code>RequestTimeout</Code>');
  expect(await filesIn(s3.dataDir)).toEqual([]);
});

test('the connection of an endless slow body is closed', async () => {
  const s3 = await startTestServer({ idleTimeoutMs: 1000, requestTimeoutMs: 1000 });
  const started = Date.now();
  await converse(s3.server, async (socket) => {
    socket.write(putHead(s3.server, '/photos/a', 100_000));
    while (!socket.destroyed && socket.writable) {
      socket.write('x');
      await sleep(50);
    }
  }).catch(() => '');
  expect(Date.now() - started).toBeLessThan(10_000);
  await sleep(50);
  expect(await filesIn(s3.dataDir)).toEqual([]);
});

test('the connection of endless headers is closed', async () => {
  const s3 = await startTestServer({ requestTimeoutMs: 500 });
  const received = await converse(s3.server, (socket) => socket.write('PUT /photos/a HTTP/1.1\r\nhost: x\r\n'));
  expect(received).toContain('<Code>RequestTimeout</Code>');
});

test('an upload whose client disconnects leaves no file', async () => {
  const s3 = await startTestServer();
  await converse(s3.server, (socket) => {
    socket.write(`${putHead(s3.server, '/photos/a', 1_000_000)}${'x'.repeat(100_000)}`, () => socket.destroy());
  });
  while ((await filesIn(s3.dataDir)).length > 0) await sleep(10);
  expect(s3.events).toEqual([]);
  expect(s3.internalErrors).toEqual([]);
  expect((await sendSigned(s3.server, { path: '/photos/a' })).status).toBe(404);
});

test('text that is not HTTP is refused, and so are headers that are too large', async () => {
  const s3 = await startTestServer();
  expect(await converse(s3.server, (socket) => socket.write('hello\r\n\r\n'))).toMatch(/^HTTP\/1.1 400 /);
  const long = headOf('GET', '/photos/a', { host: 'x', padding: 'x'.repeat(20_000) });
  expect(await converse(s3.server, (socket) => socket.write(long))).toMatch(/^HTTP\/1.1 400 /);
  const smuggled = headOf('PUT', '/photos/a', { host: 'x', 'content-length': '4', 'transfer-encoding': 'chunked' });
  expect(await converse(s3.server, (socket) => socket.write(`${smuggled}0\r\n\r\n`))).toMatch(/^HTTP\/1.1 400 /);
  expect((await send(s3.server, { method: 'OPTIONS', path: '*' })).status).toBe(400);
});

test('a client that sends Expect: 100-continue gets its error before it sends the body', async () => {
  const s3 = await startTestServer({ maxObjectBytes: 1000 });
  const expecting = { expect: '100-continue', connection: 'close' };
  const tooBig = await converse(s3.server, (socket) => socket.write(putHead(s3.server, '/photos/a', 5000, expecting)));
  expect(tooBig).toMatch(/^HTTP\/1.1 400 /);
  expect(tooBig).toContain('<Code>EntityTooLarge</Code>');
  const stored = await converse(s3.server, (socket) => {
    socket.write(putHead(s3.server, '/photos/a', 4, expecting));
    socket.once('data', () => socket.write('body'));
  });
  expect(stored).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
});

test('an object over the limit is refused because of its announced size', async () => {
  const s3 = await startTestServer({ maxObjectBytes: 1000 });
  const put = (Body: Buffer) => refusalOf(s3.client.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a', Body })));
  expect(await put(randomBytes(1000))).toBe('accepted');
  expect(await put(randomBytes(1001))).toBe('EntityTooLarge');
  expect(await put(randomBytes(5_000_000))).toBe('EntityTooLarge');
});

test('a client that sends everything before it reads can still read the error', async () => {
  const s3 = await startTestServer();
  let problem: Error | null | undefined;
  const received = await converse(s3.server, (socket) => {
    socket.pause();
    socket.write(headOf('PUT', '/photos/a', { host: 'x', 'content-length': '20000000' }));
    socket.write(Buffer.alloc(20_000_000), (error) => {
      problem = error;
      socket.resume();
    });
  });
  expect(problem ?? undefined).toBeUndefined();
  expect(received).toMatch(/^HTTP\/1.1 403 /);
  expect(received).toContain('<Code>AccessDenied</Code>');
});

test('one connection serves many requests', async () => {
  const s3 = await startTestServer();
  const get = headOf('GET', '/photos/none', signHeaders(s3.server, { path: '/photos/none' }));
  const last = get.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n');
  const received = await converse(s3.server, (socket) => socket.write(get + get + last));
  expect(received.match(/HTTP\/1.1 404 /g)?.length).toBe(3);
});

test('a download goes on while its object is replaced and deleted', async () => {
  const s3 = await startTestServer();
  const where = { Bucket: 'photos', Key: 'a' };
  const body = randomBytes(8_000_000);
  await s3.client.send(new PutObjectCommand({ ...where, Body: body }));
  const answer = await s3.client.send(new GetObjectCommand(where));
  await s3.client.send(new PutObjectCommand({ ...where, Body: 'new' }));
  await s3.client.send(new PutObjectCommand({ ...where, Body: 'newer' }));
  expect(body.equals((await answer.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
});

test('readers get one whole version while writers replace an object', async () => {
  const s3 = await startTestServer();
  const where = { Bucket: 'photos', Key: 'a' };
  const write = (n: number) =>
    s3.client.send(new PutObjectCommand({ ...where, Body: String(n).repeat(50_000), Metadata: { n: String(n) } }));
  await write(0);
  const writers = Array.from({ length: 8 }, async (_, n) => write(n + 1));
  const readers = Array.from({ length: 30 }, async () => {
    const answer = await s3.client.send(new GetObjectCommand(where));
    const text = (await answer.Body?.transformToString()) ?? '';
    expect(text).toBe((answer.Metadata?.n ?? '').repeat(50_000));
  });
  await Promise.all([...writers, ...readers]);
  expect((await filesIn(s3.dataDir)).length).toBe(2);
});

test('closing waits for an upload in progress', async () => {
  let queued = false;
  const s3 = await startTestServer({
    onEvent: async () => {
      await sleep(200);
      queued = true;
    },
  });
  const upload = refusalOf(s3.client.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a', Body: 'x' })));
  while ((await filesIn(s3.dataDir)).length < 2) await sleep(5);
  await s3.server.close();
  expect(queued).toBe(true);
  expect(await upload).toBe('accepted');
});

test('wrong options are refused at the start', async () => {
  const dataDir = await newDataDir();
  const start = (options: object) => startObjectServer({ dataDir, credentials, buckets: [], ...options });
  const expected = { name: 'ObjectServerError', code: 'bad-config' };
  for (const name of ['', 'ab', 'Photos', '../x', 'a..b', '.server', 'x'.repeat(64)]) {
    await expect(start({ buckets: [{ name }] })).rejects.toMatchObject(expected);
  }
  await expect(start({ buckets: [{ name: 'photos' }, { name: 'photos' }] })).rejects.toMatchObject(expected);
  await expect(start({ credentials: { accessKeyId: '', secretAccessKey: '' } })).rejects.toMatchObject(expected);
});
