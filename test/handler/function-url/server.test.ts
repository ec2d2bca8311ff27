/**
 * The function URL server, byte by byte: the events that it makes from requests, and the connections that it closes.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import {
  type FunctionUrlOptions,
  type FunctionUrlServer,
  startFunctionUrl,
} from '../../../local/function-url/server.ts';
import { noInstances } from '../../support/api-world.ts';

interface TestServer {
  readonly server: FunctionUrlServer;
  /** Events that the API was invoked with. */
  readonly events: { readonly [name: string]: unknown }[];
}

type Handler = (event: object) => Promise<unknown>;

const fine = { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'fine' };

async function openServer(handler: Handler, options: Partial<FunctionUrlOptions> = {}): Promise<TestServer> {
  const events: TestServer['events'] = [];
  const server = await startFunctionUrl({
    ...{ port: 0, concurrency: 2, instances: () => noInstances },
    invoke: async (event) => {
      events.push(event as TestServer['events'][number]);
      return { requestId: 'r', payload: Buffer.from(JSON.stringify(await handler(event)) ?? '') };
    },
    ...options,
  });
  onTestFinished(() => server.close());
  return { server, events };
}

/** Sends text unchanged and returns everything that is received until the server closes the connection. */
async function talk({ port }: FunctionUrlServer, text: string, more?: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  socket.write(text);
  more?.(socket);
  await new Promise((resolve) => socket.once('close', resolve).once('error', resolve));
  return received;
}

const head = (line: string, ...headers: string[]) => [line, 'host: 127.0.0.1', ...headers, '', ''].join('\r\n');
const closing = 'connection: close';

test('a request becomes the event that Lambda would make from it', async () => {
  const { server, events } = await openServer(async () => fine);
  const lines = ['Content-Type: application/json', 'X-Twice: a', 'X-Twice: b', 'content-length: 2', closing];
  expect(await talk(server, `${head('POST /a/../b%2F?x=1&y HTTP/1.1', ...lines)}{}`)).toMatch(
    /^HTTP\/1\.1 200 OK.*fine$/s,
  );
  expect(events).toMatchObject([
    {
      ...{ version: '2.0', rawPath: '/a/../b%2F', rawQueryString: 'x=1&y', body: '{}', isBase64Encoded: false },
      headers: { host: '127.0.0.1', 'content-type': 'application/json', 'x-twice': 'a, b' },
      requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' } },
    },
  ]);
  await talk(server, `${head('POST / HTTP/1.1', 'content-type: image/jpeg', 'content-length: 2', closing)}\xff\xd8`);
  expect(events.at(-1)).toMatchObject({ isBase64Encoded: true });
});

test('a base64 body is decoded; a 204, a 304 and the response to HEAD have no body', async () => {
  let result: object = { ...fine, body: Buffer.from([0, 255]).toString('base64'), isBase64Encoded: true };
  const { server } = await openServer(async () => result);
  const answer = await fetch(`${server.origins[0]}/`);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  for (const statusCode of [204, 304]) {
    result = { ...fine, statusCode };
    expect(await talk(server, head('GET / HTTP/1.1', closing))).not.toContain('fine');
  }
  result = fine;
  expect(await talk(server, head('HEAD / HTTP/1.1', closing))).toMatch(/ 200 OK(?!.*fine)/s);
});

test('a function that fails or returns no HTTP response gives a 502, without any detail of the failure', async () => {
  for (const value of [undefined, 'text', { statusCode: 99 }, { statusCode: 200, headers: { a: 1 } }]) {
    const { server } = await openServer(async () => value);
    const answer = await fetch(`${server.origins[0]}/`);
    expect([answer.status, await answer.json()]).toEqual([502, expect.objectContaining({ code: 'bad-gateway' })]);
  }
  const { server } = await openServer(async () => {
    throw new Error('secret');
  });
  const answer = await fetch(`${server.origins[0]}/`);
  expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('secret')]);
});

test('/api/instances is answered without a request to the API', async () => {
  const { server, events } = await openServer(async () => fine);
  expect(await (await fetch(`${server.origins[1]}/api/instances?now`)).json()).toEqual(noInstances);
  expect(events).toEqual([]);
});

test('no more requests than instances reach the API; further ones wait, and get a 503 when they wait too long or are too many', async () => {
  let running = 0;
  let highest = 0;
  const { server } = await openServer(
    async () => {
      highest = Math.max(highest, ++running);
      await delay(60);
      running -= 1;
      return fine;
    },
    { limits: { maxWaiting: 5, maxWaitMs: 100 } },
  );
  const answers = await Promise.all(Array.from({ length: 12 }, () => fetch(`${server.origins[0]}/`)));
  const refused = answers.filter(({ status }) => status === 503);
  expect(highest).toBe(2);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(4);
  expect(refused.length).toBeGreaterThanOrEqual(5);
  expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(refused.map(() => '2'));
  expect((await fetch(`${server.origins[0]}/`)).status).toBe(200);
});

test('slow, huge, endless, half-open and malformed requests are cut off and do not reach the API', async () => {
  const limits = { headersTimeoutMs: 200, requestTimeoutMs: 600 };
  const { server, events } = await openServer(async () => fine, { limits });
  const drip = (text: string) => (socket: Socket) => {
    const timer = setInterval(() => socket.write(text), 50);
    socket.once('close', () => clearInterval(timer));
  };
  const responses = await Promise.all([
    talk(server, 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n', drip('x: y\r\n')),
    talk(server, ''),
    talk(server, head('POST / HTTP/1.1', 'content-length: 1000'), drip('x')),
    talk(server, head('POST / HTTP/1.1', 'transfer-encoding: chunked'), drip('1\r\nx\r\n')),
    talk(server, head('GET / HTTP/1.1', `x: ${'y'.repeat(20_000)}`)),
    talk(server, 'nonsense\r\n\r\n'),
    talk(server, head('POST / HTTP/1.1', 'content-length: 5', 'content-length: 6')),
    talk(server, 'GET / HTTP/1.1\r\n\r\n'),
  ]);
  const statuses = responses.map((text) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]));
  expect(statuses).toEqual([408, 408, 408, 408, 431, 400, 400, 400]);
  const announced = await talk(server, head('POST / HTTP/1.1', 'content-length: 99999999'));
  expect(announced).toMatch(/^HTTP\/1\.1 413 .*body-too-large/s);
  const sent = `${head('POST / HTTP/1.1', 'transfer-encoding: chunked')}80000\r\n${'x'.repeat(0x80000)}\r\n0\r\n\r\n`;
  expect(await talk(server, sent)).toMatch(/^HTTP\/1\.1 413 /);
  expect(events).toEqual([]);
  expect((await fetch(`${server.origins[0]}/`)).status).toBe(200);
});

test('connections above the limit are dropped, and the others still work', async () => {
  const { server } = await openServer(async () => fine, { limits: { maxConnections: 10 } });
  const sockets = Array.from({ length: 30 }, () => connect(server.port, '127.0.0.1').on('error', () => {}));
  await delay(200);
  const open = sockets.filter((socket) => !socket.closed && !socket.destroyed && socket.readyState === 'open');
  for (const socket of sockets) socket.destroy();
  await delay(100);
  expect((await fetch(`${server.origins[0]}/`)).status).toBe(200);
  expect(open.length).toBeLessThanOrEqual(10);
});
