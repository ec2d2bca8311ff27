/** The access code over HTTP: made once, compared in full, and wrong ones slowed down. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessCodeKey } from '../../../core/keys.ts';
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
