/** Whatever anybody sends to the API, it is answered with a refusal of the known form, never with a fault. */
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiErrorSchema } from '../../../core/api.ts';
import { type ApiWorld, openApiFunction } from '../../support/api-world.ts';

let api: ApiWorld;
const photoId = `form/${'a'.repeat(32)}.jpg`;
beforeAll(async () => {
  api = await openApiFunction();
  await api.cutOut(photoId);
});
afterAll(() => api.close());

/** Sends a path as it is, without the tidying up that `fetch` would do. */
function sendRaw(method: string, path: string, headers: Record<string, string>, body: string) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = httpRequest(api.url, { method, path, headers }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode ?? 0, text });
    });
    sent.on('error', reject).end(body);
  });
}

const json = { 'content-type': 'application/json' };

async function expectRefusal(method: string, path: string, body: string): Promise<void> {
  const { status, text } = await sendRaw(method, path, json, body);
  expect(text).toContain('"requestId"');
  expect([status, apiErrorSchema.parse(JSON.parse(text)).code]).toEqual([
    status,
    expect.not.stringMatching('internal'),
  ]);
  expect(Math.floor(status / 100)).toBe(4);
}

/** The text tells what it was, should it be another. */
function expectStatus(allowed: readonly number[], { status, text }: { status: number; text: string }): void {
  expect(allowed.includes(status) ? status : text).toBe(status);
}

test('bodies of any JSON', async () => {
  const bodies = fc.oneof(
    fc.json({ maxDepth: 6 }),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((value) => JSON.stringify({ order: value })),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      await expectRefusal('POST', '/api/photos', body);
    }),
    { numRuns: 250 },
  );
});

test('orders with any value in any field', async () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary', maxLength: 100 }), fc.double());
  const names = [
    'kind',
    'standards',
    'backdrops',
    'format',
    'densityDpi',
    'profile',
    'progressive',
    'strict',
    'sheet',
    'faces',
  ];
  const order = fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.array(value, { maxLength: 3 })), {
    minKeys: 1,
  });
  await fc.assert(
    fc.asyncProperty(order, async (given) => {
      const body = JSON.stringify({ order: given, sizeBytes: 10, contentType: 'image/jpeg' });
      expectStatus([201, 400, 422], await sendRaw('POST', '/api/photos', json, body));
      const order = JSON.stringify({ order: given });
      expectStatus([202, 400, 422], await sendRaw('POST', `/api/photos/${photoId}/orders`, json, order));
    }),
    { numRuns: 150 },
  );
});

test('addresses and methods of any kind', async () => {
  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 30, maxLength: 34 });
  const odd = [
    '..',
    '.',
    '%2e%2e',
    '%2F',
    '%5c',
    '%00',
    '%0d%0a',
    '%ff',
    '%',
    '//',
    '+',
    ';',
    'form',
    'orders',
    'uploads',
    '{name}',
  ];
  const piece = fc.oneof(fc.constantFrom(...odd), hex, fc.string().map(encodeURIComponent));
  const path = fc.array(piece, { maxLength: 5 }).map((pieces) => `/api/photos/${pieces.join('/')}`);
  const method = fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND');
  const before = await api.keys();
  await fc.assert(
    fc.asyncProperty(method, path, async (verb, address) => {
      await expectRefusal(verb, address, verb === 'POST' ? '{"order":{}}' : '');
    }),
    { numRuns: 250 },
  );
  expect(await api.keys()).toEqual(before);
});

test('headers of any kind', async () => {
  const names = [
    'authorization',
    'content-type',
    'if-none-match',
    'accept-encoding',
    'x-forwarded-for',
    'cookie',
    'range',
    'origin',
  ];
  const text = fc.string({ unit: fc.constantFrom(...' "*/;,=:abcW0123\t'), maxLength: 200 }).map((each) => each.trim());
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), text), async (headers) => {
      expectStatus([200, 304, 403], await sendRaw('GET', '/api/settings', headers, ''));
    }),
    { numRuns: 150 },
  );
});
