/** The access code over HTTP: made once, compared in full, and wrong ones slowed down. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessCodeKey, namedCodesKey } from '../../../core/keys.ts';
import { digestOfCode, newAccessCode } from '../../../functions/runtime/access-codes.ts';
import { type ApiWorld, openApiFunction, results } from '../../support/api-world.ts';

let api: ApiWorld;
beforeEach(async () => {
  api = await openApiFunction({ access: 'code' });
});
afterEach(() => api.close());

const photos = `/api/photos/form/${'0'.repeat(32)}.jpg`;
const bearing = (code: string) => ({ authorization: `Bearer ${code}` });
const check = (code: string) => api.ask('GET', '/api/access', undefined, bearing(code));

async function madeCode(): Promise<string> {
  await check('anything');
  return ((await api.read(accessCodeKey)) ?? '').trim();
}

test('what tells nothing of photos is open; photos want the code', async () => {
  expect((await api.ask('GET', '/api/settings')).body).toMatchObject({ access: 'code' });
  for (const path of ['/api/standards', '/api/openapi.json', '/api/instances']) {
    expect((await api.ask('GET', path)).status).toBe(200);
  }
  const asked: [string, string, unknown][] = [
    ['GET', '/api/access', undefined],
    ['POST', '/api/photos', { order: {}, sizeBytes: 1, contentType: 'image/jpeg' }],
    ['GET', photos, undefined],
    ['POST', `${photos}/orders`, { order: {} }],
    ['DELETE', photos, undefined],
  ];
  for (const [method, path, body] of asked) {
    const answer = await api.ask(method, path, body);
    expect(answer).toMatchObject({ status: 401, body: { code: 'wrong-code' } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  }
});

test('the code is made once, is long, and opens', async () => {
  const code = await madeCode();
  expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}$/);
  expect((await check(code)).status).toBe(204);
  expect((await api.ask('GET', '/api/access', undefined, { authorization: `bearer ${code} ` })).status).toBe(204);
  const wrong = [code.slice(0, -1), `${code}a`, code.toUpperCase(), code.replaceAll('-', '')];
  for (const each of wrong.slice(0, 3)) expect((await check(each)).status).toBe(401);
  expect((await api.ask('GET', '/api/access', undefined, { authorization: `Basic ${code}` })).status).toBe(401);
  expect((await check(code)).status).toBe(204);
  expect(await madeCode()).toBe(code);
  expect(api.lines.join('')).not.toContain(code);
});

test('after some wrong codes not even the right one is looked at for a while', async () => {
  const code = await madeCode();
  const answers = [];
  for (let left = 8; left > 0; left--) answers.push(await check('wrong'));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429, 429, 429, 429]);
  const last = await check(code);
  expect(last).toMatchObject({ status: 429, body: { code: 'too-many-tries' } });
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.ask('GET', '/api/settings')).status).toBe(200);
});

describe('a code that the operator chose', () => {
  test('holds', async () => {
    await api.put(results, accessCodeKey, 'our studio 42'.replaceAll(' ', '-'));
    expect((await check('our-studio-42')).status).toBe(204);
  });

  test('is not taken when anybody could guess it', async () => {
    await api.put(results, accessCodeKey, '1234');
    expect(await check('1234')).toMatchObject({ status: 500, body: { code: 'internal' } });
  });
});

describe('named codes', () => {
  const photo = { order: {}, sizeBytes: 1000, contentType: 'image/jpeg' };
  const storeCode = async (name: string, photosPerDay: number | null) => {
    const code = newAccessCode();
    const named = {
      name,
      sha256: digestOfCode(code).toString('hex'),
      createdAt: new Date().toISOString(),
      photosPerDay,
    };
    await api.put(results, namedCodesKey, JSON.stringify({ codes: [named] }));
    return code;
  };

  test('open the API beside the first code', async () => {
    const code = await storeCode('shop', null);
    expect((await check(code)).status).toBe(204);
    expect((await check(await madeCode())).status).toBe(204);
    expect((await check(digestOfCode(code).toString('hex'))).status).toBe(401);
    expect((await api.keys()).filter((key) => key.startsWith('desk/photo-counts'))).toEqual([]);
  });

  test('with a daily limit make that many photos: tickets and new orders together, refused requests not counted', async () => {
    const headers = bearing(await storeCode('shop', 3));
    const { photoId } = await api.cutOut(`form/${'a'.repeat(32)}.jpg`);
    const send = (body: object = photo) => api.ask('POST', '/api/photos', body, headers);
    const orderAgain = (id = photoId) => api.ask('POST', `/api/photos/${id}/orders`, { order: {} }, headers);
    expect((await send({ ...photo, sizeBytes: 1e9 })).status).toBe(413);
    expect((await orderAgain(`form/${'b'.repeat(32)}.jpg`)).status).toBe(404);
    expect([await send(), await orderAgain(), await send()].map(({ status }) => status)).toEqual([201, 202, 201]);
    const before = await api.record(photoId);
    for (const refused of [await send(), await orderAgain()]) {
      expect(refused).toMatchObject({
        status: 429,
        body: {
          code: 'daily-limit',
          message: expect.stringContaining('The limit is 3.'),
          advice: expect.stringContaining('midnight UTC'),
        },
      });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    // The refused order changed nothing, and reading stays possible.
    expect(await api.record(photoId)).toEqual(before);
    expect((await api.ask('GET', `/api/photos/${photoId}`, undefined, headers)).status).toBe(200);
    expect((await api.ask('POST', '/api/photos', photo, bearing(await madeCode()))).status).toBe(201);
  });
});

test('wrong codes at another instance count here, too', async () => {
  const code = await madeCode();
  const { handler: elsewhere } = await api.anotherInstance();
  for (let left = 4; left > 0; left--) expect((await elsewhere('/api/access', bearing('wrong'))).statusCode).toBe(401);
  expect((await elsewhere('/api/access', bearing('wrong'))).statusCode).toBe(429);
  expect((await check(code)).status).toBe(204);
  expect(await check('wrong')).toMatchObject({ status: 429, body: { code: 'too-many-tries' } });
  expect((await check(code)).status).toBe(429);
  const stored = (await api.keys()).filter((key) => key.startsWith('desk/wrong-tries/'));
  expect(stored).toHaveLength(1);
  expect(await api.read(stored[0])).not.toContain('127.0.0.1');
});
