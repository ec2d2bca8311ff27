/** The API behind CloudFront: code and address of the caller come in headers of their own, which no other caller may use. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessCodeKey } from '../../../core/keys.ts';
import { viewerHeaders } from '../../../core/viewer-headers.ts';
import { type ApiWorld, openApiFunction, results } from '../../support/api-world.ts';

const code = 'a-code-of-the-operator';
/** CloudFront's own signature. */
const signature = { authorization: 'AWS4-HMAC-SHA256 Credential=...' };

async function open(isBehindCloudFront: boolean): Promise<ApiWorld> {
  const api = await openApiFunction({ access: 'code', isBehindCloudFront });
  await api.put(results, accessCodeKey, code);
  return api;
}

const asked = (api: ApiWorld, given: string, address: string) =>
  api.ask('GET', '/api/access', undefined, {
    ...signature,
    [viewerHeaders.authorization]: `Bearer ${given}`,
    [viewerHeaders.address]: address,
  });

let api: ApiWorld;
beforeAll(async () => {
  api = await open(true);
});
afterAll(() => api.close());

test('the code that CloudFront hands on opens; its signature does not', async () => {
  expect((await asked(api, code, '203.0.113.7')).status).toBe(204);
  expect((await api.ask('GET', '/api/access', undefined, { authorization: `Bearer ${code}` })).status).toBe(401);
});

test('wrong codes slow down the address that sent them, and no other', async () => {
  for (let tries = 0; tries < 5; tries++) await asked(api, 'wrong-code', '198.51.100.1');
  expect((await asked(api, code, '198.51.100.1')).status).toBe(429);
  expect((await asked(api, code, '203.0.113.7')).status).toBe(204);
});

test('without CloudFront the headers mean nothing', async () => {
  const plain = await open(false);
  const { status } = await asked(plain, code, '203.0.113.7');
  await plain.close();
  expect(status).toBe(401);
});
