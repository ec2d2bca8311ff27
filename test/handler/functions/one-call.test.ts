/** `POST /api/photo` at the API function, as on AWS: a form in, the finished photo out. Compose is the real one. */
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { photoSchema } from '../../../core/api.ts';
import { namedCodesKey, recordKey, uploadKey } from '../../../core/keys.ts';
import type { PhotoOrderInput } from '../../../core/order.ts';
import { digestOfCode } from '../../../functions/runtime/access-codes.ts';
import { type ApiWorld, openApiFunction, results } from '../../support/api-world.ts';

const code = 'a-code-with-a-limit';
let api: ApiWorld;
beforeAll(async () => {
  api = await openApiFunction({ access: 'code' });
  const sha256 = digestOfCode(code).toString('hex');
  const named = { name: 'shop', sha256, createdAt: new Date().toISOString(), photosPerDay: 4 };
  await api.put(results, namedCodesKey, JSON.stringify({ codes: [named] }));
});
afterAll(() => api.close());

type Fields = readonly (readonly [string, string])[];

interface Call {
  readonly fields?: Fields;
  readonly headers?: Readonly<Record<string, string>>;
  readonly file?: string;
}

async function call({ fields = [], headers = {}, file = 'the picture of jane' }: Call = {}) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append('file', new Blob([file], { type: 'image/jpeg' }), 'jane.jpg');
  const answer = await fetch(`${api.url}/api/photo`, {
    method: 'POST',
    headers: { authorization: `Bearer ${code}`, ...headers },
    body: form,
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

const uploaded = async () => (await api.keys()).filter((key) => key.startsWith('uploads/form/'));

/** Does the work of matting and compose for the next upload. @returns its photoId. */
async function work(order: PhotoOrderInput, known: readonly string[]): Promise<string> {
  for (;;) {
    const [key] = (await uploaded()).filter((each) => !known.includes(each));
    if (!key) {
      await delay(20);
      continue;
    }
    const photoId = key.slice(uploadKey('').length);
    const record = await api.cutOut(photoId, order);
    const payload = {
      photoId,
      placedAt: record.placedAt,
      order: record.order,
      cutout: record.cutout,
      stamp: 'a'.repeat(16),
    };
    await api.compose(payload, { awsRequestId: 'compose-request' });
    return photoId;
  }
}

const json = (bytes: Buffer) => JSON.parse(bytes.toString());

test('the answer is the finished photo; a repeated call with the same key gets the same one and is not counted again', async () => {
  const order = { standards: ['us-passport'], backdrops: ['white'] };
  const fields: Fields = [
    ['standard', 'us-passport'],
    ['backdrop', 'white'],
  ];
  const headers = { 'idempotency-key': 'order 4711' };
  const [first, photoId] = await Promise.all([call({ fields, headers }), work(order, await uploaded())]);
  expect([200, 202]).toContain(first.status);
  // A busy machine may need longer than one call waits; then the first answer is 202.
  const answer = await call({ fields, headers });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    location: `/api/photos/${photoId}`,
    'cache-control': 'no-store',
    'content-disposition': expect.stringMatching(/^attachment; filename="us-passport.*\.jpg"$/),
    'x-zerobooth-verdict': expect.stringMatching(/^(ready|look-again|will-be-refused)$/),
  });
  expect(await sharp(answer.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 600, height: 600 });
  const before = await api.keys();
  const again = await call({ fields, headers: { ...headers, accept: 'application/json' } });
  expect(photoSchema.parse(json(again.bytes))).toMatchObject({ photoId, status: 'done' });
  for (let repeat = 0; repeat < 5; repeat++) expect((await call({ fields, headers })).bytes).toEqual(answer.bytes);
  expect(await api.keys()).toEqual(before);
});

test('a photo that is refused is answered with the code and advice of its record', async () => {
  const answer = call({ fields: [['standards', 'us-passport']], file: 'another' });
  const known = await uploaded();
  let key: string | undefined;
  while (!key) [key] = (await uploaded()).filter((each) => !known.includes(each));
  const photoId = key.slice(uploadKey('').length);
  const record = await api.cutOut(photoId);
  const rejection = { code: 'no-face', message: 'No face was found.', advice: 'Look straight.', facts: {} };
  await api.put(results, recordKey(photoId), JSON.stringify({ ...record, status: 'rejected', rejection }));
  const { status, bytes } = await answer;
  expect([status, json(bytes)]).toEqual([
    422,
    expect.objectContaining({ code: 'no-face', advice: 'Look straight.', photoId }),
  ]);
});

describe('refused at once, and nothing is stored', () => {
  const cases: readonly (readonly [string, Call, number, string])[] = [
    ['an unknown standard', { fields: [['standard', 'us-pasport']] }, 422, 'unknown-standard'],
    ['an unknown field', { fields: [['colour', 'white']] }, 422, 'bad-order'],
    ['an order that is no JSON', { fields: [['order', '{']] }, 422, 'bad-order'],
    ['a dangerous name of a field', { fields: [['__proto__', 'x']] }, 422, 'bad-order'],
    ['an empty file', { file: '' }, 422, 'empty'],
    ['a long key', { headers: { 'idempotency-key': 'x'.repeat(300) } }, 400, 'bad-request'],
    ['a wrong code', { headers: { authorization: 'Bearer wrong-code-wrong' } }, 401, 'wrong-code'],
  ];
  test.each(cases)('%s', async (_, sent, status, expected) => {
    const before = await api.keys();
    const answer = await call(sent);
    expect([answer.status, json(answer.bytes)]).toEqual([status, expect.objectContaining({ code: expected })]);
    expect((await api.keys()).filter((key) => !key.includes('wrong-tries'))).toEqual(
      before.filter((key) => !key.includes('wrong-tries')),
    );
  });

  test('a body that is no form', async () => {
    const headers = { authorization: `Bearer ${code}`, 'content-type': 'multipart/form-data; boundary=x' };
    for (const body of ['', '--x\r\n', '--x\r\ncontent-disposition: form-data; name="file"\r\n\r\ntext\r\n--x--\r\n']) {
      expect(await api.ask('POST', '/api/photo', body, headers)).toMatchObject({
        status: 400,
        body: { code: 'bad-request' },
      });
    }
    const other = await api.ask('POST', '/api/photo', '{}', { authorization: `Bearer ${code}` });
    expect(other).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });
});
