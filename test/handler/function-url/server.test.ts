/** The local front door, byte by byte: what it makes of requests, and whom it cuts off. */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import {
  type FunctionUrlOptions,
  type FunctionUrlServer,
  startFunctionUrl,
} from '../../../local/function-url/server.ts';
import { noInstances } from '../../support/api-world.ts';

interface Api {
  readonly door: FunctionUrlServer;
  /** Events that came through. */
  readonly events: { readonly [name: string]: unknown }[];
}

type Answering = (event: object) => Promise<unknown>;

const fine = { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'fine' };

async function openDoor(answer: Answering, options: Partial<FunctionUrlOptions> = {}): Promise<Api> {
  const events: Api['events'] = [];
  const door = await startFunctionUrl({
    ...{ port: 0, concurrency: 2, instances: () => noInstances },
    invoke: async (event) => {
      events.push(event as Api['events'][number]);
      return { requestId: 'r', payload: Buffer.from(JSON.stringify(await answer(event)) ?? '') };
    },
    ...options,
  });
  onTestFinished(() => door.close());
  return { door, events };
}

/** Sends text as it is and gives all that comes back until the other side ends the connection. */
async function talk({ port }: FunctionUrlServer, text: string, more?: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    heard += chunk;
  });
  socket.write(text);
  more?.(socket);
  await new Promise((resolve) => socket.once('close', resolve).once('error', resolve));
  return heard;
}

const head = (line: string, ...headers: string[]) => [line, 'host: 127.0.0.1', ...headers, '', ''].join('\r\n');
const closing = 'connection: close';

test('a request arrives as Lambda would hand it over', async () => {
  const { door, events } = await openDoor(async () => fine);
  const lines = ['Content-Type: application/json', 'X-Twice: a', 'X-Twice: b', 'content-length: 2', closing];
  expect(await talk(door, `${head('POST /a/../b%2F?x=1&y HTTP/1.1', ...lines)}{}`)).toMatch(
    /^HTTP\/1\.1 200 OK.*fine$/s,
  );
  expect(events).toMatchObject([
    {
      ...{ version: '2.0', rawPath: '/a/../b%2F', rawQueryString: 'x=1&y', body: '{}', isBase64Encoded: false },
      headers: { host: '127.0.0.1', 'content-type': 'application/json', 'x-twice': 'a, b' },
      requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' } },
    },
  ]);
  await talk(door, `${head('POST / HTTP/1.1', 'content-type: image/jpeg', 'content-length: 2', closing)}\xff\xd8`);
  expect(events.at(-1)).toMatchObject({ isBase64Encoded: true });
});

test('bytes come back as bytes; a 204, a 304 and the answer to HEAD have none', async () => {
  let result: object = { ...fine, body: Buffer.from([0, 255]).toString('base64'), isBase64Encoded: true };
  const { door } = await openDoor(async () => result);
  const answer = await fetch(`${door.origins[0]}/`);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  for (const statusCode of [204, 304]) {
    result = { ...fine, statusCode };
    expect(await talk(door, head('GET / HTTP/1.1', closing))).not.toContain('fine');
  }
  result = fine;
  expect(await talk(door, head('HEAD / HTTP/1.1', closing))).toMatch(/ 200 OK(?!.*fine)/s);
});

test('a function that fails or gives no HTTP is a bad gateway, which tells nothing of it', async () => {
  for (const value of [undefined, 'text', { statusCode: 99 }, { statusCode: 200, headers: { a: 1 } }]) {
    const { door } = await openDoor(async () => value);
    const answer = await fetch(`${door.origins[0]}/`);
    expect([answer.status, await answer.json()]).toEqual([502, expect.objectContaining({ code: 'bad-gateway' })]);
  }
  const { door } = await openDoor(async () => {
    throw new Error('secret');
  });
  const answer = await fetch(`${door.origins[0]}/`);
  expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('secret')]);
});

test('instances are told without asking the desk', async () => {
  const { door, events } = await openDoor(async () => fine);
  expect(await (await fetch(`${door.origins[1]}/api/instances?now`)).json()).toEqual(noInstances);
  expect(events).toEqual([]);
});

test('no more requests than instances reach the desk; those that wait too long or too many are sent away', async () => {
  let running = 0;
  let most = 0;
  const { door } = await openDoor(
    async () => {
      most = Math.max(most, ++running);
      await delay(60);
      running -= 1;
      return fine;
    },
    { limits: { mostWaiting: 5, waitMs: 100 } },
  );
  const answers = await Promise.all(Array.from({ length: 12 }, () => fetch(`${door.origins[0]}/`)));
  const away = answers.filter(({ status }) => status === 503);
  expect(most).toBe(2);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(4);
  expect(away.length).toBeGreaterThanOrEqual(5);
  expect(away.map(({ headers }) => headers.get('retry-after'))).toEqual(away.map(() => '2'));
  expect((await fetch(`${door.origins[0]}/`)).status).toBe(200);
});

test('slow, huge, endless, half-open and broken requests are cut off and reach nobody', async () => {
  const limits = { headersMs: 200, requestMs: 600 };
  const { door, events } = await openDoor(async () => fine, { limits });
  const drip = (text: string) => (socket: Socket) => {
    const timer = setInterval(() => socket.write(text), 50);
    socket.once('close', () => clearInterval(timer));
  };
  const cut = await Promise.all([
    talk(door, 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n', drip('x: y\r\n')),
    talk(door, ''),
    talk(door, head('POST / HTTP/1.1', 'content-length: 1000'), drip('x')),
    talk(door, head('POST / HTTP/1.1', 'transfer-encoding: chunked'), drip('1\r\nx\r\n')),
    talk(door, head('GET / HTTP/1.1', `x: ${'y'.repeat(20_000)}`)),
    talk(door, 'nonsense\r\n\r\n'),
    talk(door, head('POST / HTTP/1.1', 'content-length: 5', 'content-length: 6')),
    talk(door, 'GET / HTTP/1.1\r\n\r\n'),
  ]);
  const statuses = cut.map((text) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]));
  expect(statuses).toEqual([408, 408, 408, 408, 431, 400, 400, 400]);
  const announced = await talk(door, head('POST / HTTP/1.1', 'content-length: 99999999'));
  expect(announced).toMatch(/^HTTP\/1\.1 413 .*body-too-large/s);
  const sent = `${head('POST / HTTP/1.1', 'transfer-encoding: chunked')}80000\r\n${'x'.repeat(0x80000)}\r\n0\r\n\r\n`;
  expect(await talk(door, sent)).toMatch(/^HTTP\/1\.1 413 /);
  expect(events).toEqual([]);
  expect((await fetch(`${door.origins[0]}/`)).status).toBe(200);
});

test('connections beyond the limit are dropped, and the others go on', async () => {
  const { door } = await openDoor(async () => fine, { limits: { mostConnections: 10 } });
  const sockets = Array.from({ length: 30 }, () => connect(door.port, '127.0.0.1').on('error', () => {}));
  await delay(200);
  const open = sockets.filter((socket) => !socket.closed && !socket.destroyed && socket.readyState === 'open');
  for (const socket of sockets) socket.destroy();
  await delay(100);
  expect((await fetch(`${door.origins[0]}/`)).status).toBe(200);
  expect(open.length).toBeLessThanOrEqual(10);
});
