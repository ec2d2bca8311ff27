/** A photo's life at the API, over HTTP: sent by its ticket, looked at, ordered again, deleted; compose is the real one. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { photoSchema, type Ticket } from '../../../core/api.ts';
import { recordKey, uploadKey } from '../../../core/keys.ts';
import type { PhotoOrderInput } from '../../../core/order.ts';
import { type ApiWorld, openApiFunction, results, uploads } from '../../support/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await openApiFunction();
});
afterAll(() => api.close());

const context = { awsRequestId: 'compose-request' };
const photo = new Uint8Array(Buffer.from('a photo of forty-two bytes, more or less !!'));
let count = 0;
const newId = () => `form/${(++count).toString(16).padStart(32, '0')}.jpg`;

async function ticketFor(order: PhotoOrderInput = {}): Promise<Ticket> {
  const body = { order, sizeBytes: photo.length, contentType: 'image/jpeg' };
  return (await api.ask('POST', '/api/photos', body)).body;
}

/** Sends a form as a browser does. @returns status and S3's code. */
async function send(url: string, fields: readonly (readonly [string, string])[], file = photo): Promise<string> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append('file', new Blob([file]), 'jane.jpg');
  const answer = await fetch(url, { method: 'POST', body: form });
  return `${answer.status} ${/<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? ''}`.trim();
}

const look = async (photoId: string) => photoSchema.parse((await api.ask('GET', `/api/photos/${photoId}`)).body);
const reorder = (photoId: string, order: PhotoOrderInput) =>
  api.ask('POST', `/api/photos/${photoId}/orders`, { order });
const composeNext = () => api.compose(api.invocations.at(-1), context);
const keysOf = async (photoId: string) => (await api.keys()).filter((key) => key.includes(photoId));

describe('a ticket', () => {
  test('stores exactly the announced file, and the photo waits', async () => {
    const { photoId, upload, expiresAt } = await ticketFor({ standards: ['us-passport'], backdrops: ['蓝'] });
    expect((await api.ask('GET', `/api/photos/${photoId}`)).status).toBe(404);
    expect(await send(upload.url, Object.entries(upload.fields))).toBe('201');
    expect(await look(photoId)).toMatchObject({ status: 'waiting', placedAt: null, links: [], outputs: [] });
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(9.5 * 60_000);
    expect(await api.keys()).toContain(uploadKey(photoId));
  });

  test('takes no other file than the announced one', async () => {
    const { upload } = await ticketFor();
    const fields = Object.entries(upload.fields);
    expect(await send(upload.url, fields, photo.subarray(1))).toBe('400 EntityTooSmall');
    expect(await send(upload.url, fields, new Uint8Array([...photo, 0]))).toBe('400 EntityTooLarge');
    expect(await send(upload.url, fields, new Uint8Array())).toBe('400 EntityTooSmall');
  });

  test('holds no longer than it says', async () => {
    const { upload } = await ticketFor();
    api.skewMs = 10 * 60_000 + 1000;
    expect(await send(upload.url, Object.entries(upload.fields))).toBe('403 AccessDenied');
    api.skewMs = 0;
    expect(await send(upload.url, Object.entries(upload.fields))).toBe('201');
  });

  test('cannot be changed in any field, nor sent to another bucket', async () => {
    const { upload } = await ticketFor();
    const other = await ticketFor({ standards: ['cn-id-card'] });
    const fields = Object.entries(upload.fields);
    const before = await api.keys();
    const without = (name: string) => fields.filter(([each]) => each !== name);
    for (const [name, value] of fields) {
      const others = [`${value}x`, value.slice(1), '', other.upload.fields[name]].filter((each) => each !== value);
      for (const changed of others) {
        const tampered = [...without(name), [name, changed] as const];
        expect([name, await send(upload.url, tampered)]).toEqual([name, expect.stringMatching(/^40[03] \w/)]);
      }
      // Left out, the bucket is the one of the address, which is what the policy says.
      if (name === 'bucket') continue;
      expect([name, await send(upload.url, without(name))]).toEqual([name, expect.stringMatching(/^40[03] \w/)]);
    }
    for (const extra of ['x-amz-meta-more', 'acl', 'Content-Disposition', 'success_action_redirect']) {
      expect(await send(upload.url, [...fields, [extra, 'http://evil.example']])).toMatch(/^(40[03]|501) \w/);
    }
    expect(await send(upload.url.replace(uploads, results), fields)).toBe('403 AccessDenied');
    expect(await api.keys()).toEqual(before);
  });
});

describe('a photo that is cut out', () => {
  test('is shown with links that fetch, for a while', async () => {
    const photoId = newId();
    const { placedAt, order } = await api.cutOut(photoId, { standards: ['us-passport'] });
    expect(await look(photoId)).toMatchObject({ status: 'composing', outputs: [], placedAt });
    await api.compose({ photoId, placedAt, order }, context);
    const { status, outputs, links } = await look(photoId);
    expect(status).toBe('done');
    expect(outputs).toMatchObject([{ name: 'us-passport-original.jpg', widthPx: 600 }]);
    expect(links.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      ...['photo us-passport-original.jpg', 'working working.jpg'],
    ]);
    for (const { url, name, contentType } of links) {
      const answer = await fetch(url);
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
      const { format } = await sharp(await answer.arrayBuffer()).metadata();
      expect(`image/${format}`).toBe(contentType);
    }
    api.skewMs = 15 * 60_000 + 1000;
    expect((await fetch(links[0].url)).status).toBe(403);
    api.skewMs = 0;
    expect((await fetch(links[0].url.replace('us-passport-original', 'us-passport-blue'))).status).toBe(403);
  });

  test('says why it will not be made', async () => {
    const photoId = newId();
    const rejection = { code: 'no-face', message: 'No face was found.', advice: 'Look straight.', facts: {} };
    await api.cutOut(photoId, {}, { status: 'rejected', fingerprint: null, cutout: null, rejection });
    expect(await look(photoId)).toMatchObject({ status: 'rejected', rejection, links: [] });
    expect(await reorder(photoId, {})).toMatchObject({ status: 409, body: { code: 'not-cut-out' } });
  });

  test('is being cut out until it is', async () => {
    const photoId = newId();
    const record = await api.cutOut(photoId, {}, { status: 'matting' });
    const key = record.cutout ?? '';
    const file = await api.bytes(key);
    await api.remove(results, key);
    expect(await look(photoId)).toMatchObject({ status: 'matting', links: [] });
    expect((await reorder(photoId, {})).body.code).toBe('not-cut-out');
    await api.put(results, key, file);
    expect(await look(photoId)).toMatchObject({ status: 'composing', links: [{ kind: 'working' }] });
    expect((await reorder(photoId, {})).status).toBe(202);
  });

  test('whose cutout has expired keeps its files, and takes no new order', async () => {
    const photoId = newId();
    const { placedAt, order, cutout } = await api.cutOut(photoId);
    await api.compose({ photoId, placedAt, order }, context);
    await api.remove(results, cutout ?? '');
    const { status, links } = await look(photoId);
    expect({ status, kinds: links.map(({ kind }) => kind) }).toEqual({ status: 'done', kinds: ['photo'] });
    expect(await reorder(photoId, {})).toMatchObject({ status: 409, body: { code: 'cutout-expired' } });
    expect(await look(photoId)).toMatchObject({ status: 'done' });
  });

  test('by version 0.2 takes a new order, and its deletion leaves nothing', async () => {
    const photoId = newId();
    const { fingerprint } = await api.cutOutBefore03(photoId);
    await api.put(results, `fingerprints/${fingerprint}.json`, JSON.stringify({ photoId }));
    expect(await look(photoId)).toMatchObject({ status: 'done', links: [{ kind: 'working', name: 'working.jpg' }] });
    const backdrops = ['white', 'original'];
    expect((await reorder(photoId, { standards: ['us-passport'], backdrops, withCutout: true })).status).toBe(202);
    await composeNext();
    const { outputs, links } = await look(photoId);
    expect(outputs.map(({ name }) => name)).toEqual([
      ...['us-passport-white.jpg', 'us-passport-original.jpg', 'cutout.png'],
    ]);
    for (const { url } of links) expect((await fetch(url)).status).toBe(200);
    expect((await api.ask('DELETE', `/api/photos/${photoId}`)).status).toBe(204);
    expect(await keysOf(photoId)).toEqual([]);
    expect(await api.keys()).not.toContain(`fingerprints/${fingerprint}.json`);
  });
});

describe('a new order', () => {
  test('runs compose alone; its files replace the earlier ones', async () => {
    const photoId = newId();
    const { placedAt, order } = await api.cutOut(photoId, { standards: ['us-passport'] });
    await api.compose({ photoId, placedAt, order }, context);
    const answer = await reorder(photoId, { standards: ['cn-1-inch'], backdrops: ['蓝'], sheet: {} });
    expect(answer).toMatchObject({ status: 202, body: { photoId, status: 'composing' } });
    expect(await look(photoId)).toMatchObject({ status: 'composing', outputs: [], order: { backdrops: ['蓝'] } });
    expect(await keysOf(photoId)).toContainEqual(expect.stringMatching(/us-passport-original\.jpg$/));
    await composeNext();
    const now = await look(photoId);
    expect(now.outputs.map(({ name }) => name)).toEqual(['cn-1-inch-blue.jpg', 'sheet-4r.jpg']);
    expect(now.placedAt).toBe(answer.body.placedAt);
    expect((await fetch(now.links[0].url)).status).toBe(200);
    expect(await keysOf(photoId)).not.toContainEqual(expect.stringMatching(/us-passport-original\.jpg$/));
  });

  test('that overtakes another wins, whichever is done last; the other leaves nothing', async () => {
    const photoId = newId();
    await api.cutOut(photoId);
    await reorder(photoId, { standards: ['cn-1-inch'], densityDpi: 300 });
    const first = api.invocations.at(-1);
    await reorder(photoId, { standards: ['cn-1-inch'], densityDpi: 350 });
    await Promise.all([api.compose(first, context), composeNext()]);
    const { outputs } = await look(photoId);
    expect(outputs).toMatchObject([{ name: 'cn-1-inch-white.jpg', densityDpi: 350 }]);
    expect((await keysOf(photoId)).filter((key) => key.startsWith('results/'))).toHaveLength(1);
  });

  test('that cannot be made says so and leaves no file', async () => {
    const photoId = newId();
    await api.cutOut(photoId);
    await reorder(photoId, { standards: ['us-passport'], sheet: { paper: '20x20mm', marginMm: 0 } });
    await composeNext();
    const { status, rejection, links } = await look(photoId);
    expect({ status, code: rejection?.code }).toEqual({ status: 'rejected', code: 'sheet-too-small' });
    expect(links.map(({ kind }) => kind)).toEqual(['working']);
    expect((await keysOf(photoId)).filter((key) => key.startsWith('results/'))).toEqual([]);
  });

  test('that Lambda does not take leaves the record as it was', async () => {
    const photoId = newId();
    await api.cutOut(photoId, {}, { status: 'done' });
    const before = await api.record(photoId);
    api.lambdaStatus = 400;
    const answer = await reorder(photoId, { backdrops: ['red'] });
    api.lambdaStatus = 202;
    expect(answer).toMatchObject({ status: 503, body: { code: 'invoke-unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await api.record(photoId)).toEqual(before);
  });
});

describe('a deletion', () => {
  test('leaves nothing', async () => {
    const photoId = newId();
    const { placedAt, order } = await api.cutOut(photoId);
    await api.compose({ photoId, placedAt, order }, context);
    expect(await keysOf(photoId)).toHaveLength(4);
    for (let times = 2; times > 0; times--) {
      expect((await api.ask('DELETE', `/api/photos/${photoId}`)).status).toBe(204);
      expect(await keysOf(photoId)).toEqual([]);
    }
    expect((await api.ask('GET', `/api/photos/${photoId}`)).status).toBe(404);
  });

  test('stays one when compose is at work meanwhile, at any moment', async () => {
    for (const delayMs of [0, 5, 20, 60, 120, 200]) {
      const photoId = newId();
      await api.cutOut(photoId);
      await reorder(photoId, { standards: ['us-passport', 'cn-1-inch'], backdrops: ['white', 'blue'], sheet: {} });
      const composing = composeNext();
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      expect((await api.ask('DELETE', `/api/photos/${photoId}`)).status).toBe(204);
      await composing;
      expect(await keysOf(photoId)).toEqual([]);
    }
  });

  test('is finished by the event that comes again, where compose broke off', async () => {
    const photoId = newId();
    const { placedAt, order } = await api.cutOut(photoId);
    await api.ask('DELETE', `/api/photos/${photoId}`);
    await api.put(results, `results/${photoId}/half-made.jpg`, 'left by a process that was killed');
    await api.compose({ photoId, placedAt, order }, context);
    expect(await keysOf(photoId)).toEqual([]);
  });
});

test('a record that cannot be read counts as none', async () => {
  const photoId = newId();
  await api.cutOut(photoId);
  await api.put(results, recordKey(photoId), '{"version":99}');
  expect(await look(photoId)).toMatchObject({ status: 'waiting' });
});

test('no log line holds an id, a key or a name', () => {
  const lines = api.lines.join('');
  expect(lines).toContain('"route":"orderAgain"');
  expect(lines).not.toMatch(/form\/|uploads\/|results\/|jane|蓝|us-passport/);
});
