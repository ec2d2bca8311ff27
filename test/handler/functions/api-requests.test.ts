/** The API from its front door, over HTTP: everything that can be wrong with a request, and what it says of itself. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiErrorSchema, catalogueSchema, settingsSchema, ticketSchema } from '../../../core/api.ts';
import { instancesSchema } from '../../../core/instances-api.ts';
import { recordKey, uploadKey } from '../../../core/keys.ts';
import { maxBackdrops, maxStandards } from '../../../core/order.ts';
import { standards } from '../../../core/standards.ts';
import { type ApiWorld, openApiFunction, results, uploads } from '../../support/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await openApiFunction();
});
afterAll(() => api.close());

const newPhoto = { order: {}, sizeBytes: 1000, contentType: 'image/jpeg' };
const nobody = `form/${'0'.repeat(32)}.jpg`;

/** Status and code; every refusal has a body of the one form, with something that helps. */
async function refusal(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await api.ask(method, path, body, headers);
  expect(apiErrorSchema.parse(answer.body)).toMatchObject({
    message: expect.stringMatching(/\w/),
    advice: expect.stringMatching(/\w/),
  });
  return `${answer.status} ${answer.body.code}`;
}

describe('bodies', () => {
  const post = (body: unknown, headers?: Record<string, string>) => refusal('POST', '/api/photos', body, headers);

  test('that are no JSON', async () => {
    for (const text of ['{"order":', '', 'order=1', '\ufeff', '{} {}']) expect(await post(text)).toBe('400 bad-json');
    expect(await post(new Uint8Array([0x7b, 0xff, 0x7d]))).toBe('400 bad-json');
  });

  test('that are other JSON', async () => {
    for (const value of [null, [], 'text', 1, true]) expect(await post(JSON.stringify(value))).toBe('400 bad-request');
    expect(await post('['.repeat(15_000) + ']'.repeat(15_000))).toBe('400 bad-request');
    expect(await post(`${'{"order":'.repeat(3000)}1${'}'.repeat(3000)}`)).toMatch(/^4\d\d bad-/);
    expect(await post({ ...newPhoto, sizeBytes: '1000' })).toBe('400 bad-request');
    expect(await post({ ...newPhoto, sizeBytes: -1 })).toBe('400 bad-request');
    expect(await post({ ...newPhoto, sizeBytes: 1.5 })).toBe('400 bad-request');
    expect(await post({ ...newPhoto, more: 1 })).toBe('400 bad-request');
    expect(await post('{"__proto__":{"order":{}},"sizeBytes":1,"contentType":"image/jpeg"}')).toMatch(/^4\d\d bad-/);
  });

  test('that are too large, whatever is in them', async () => {
    expect(await post('x'.repeat(33 * 1024))).toBe('413 body-too-large');
    expect(await post('x'.repeat(300 * 1024))).toBe('413 body-too-large');
  });

  test('that a foreign form could make a browser send', async () => {
    const text = JSON.stringify(newPhoto);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'image/jpeg']) {
      expect(await post(text, { 'content-type': type })).toBe('415 bad-content-type');
    }
    const answer = await api.ask('POST', '/api/photos', text, { 'content-type': 'Application/JSON; charset=utf-8' });
    expect(answer.status).toBe(201);
  });
});

describe('orders', () => {
  const order = (value: unknown) => refusal('POST', '/api/photos', { ...newPhoto, order: value });

  test('that no stage can serve', async () => {
    expect(await order({ standards: ['us-pasport'] })).toBe('422 unknown-standard');
    expect(await order({ standards: ['0x0mm'] })).toBe('422 bad-order');
    expect(await order({ backdrops: ['no such colour'] })).toBe('422 bad-order');
    expect(await order({ standards: [] })).toBe('422 bad-order');
    expect(await order({ standards: Array(maxStandards + 1).fill('cn-1-inch') })).toBe('422 bad-order');
    expect(await order({ sheet: { paper: 'napkin' } })).toBe('422 bad-order');
    expect(await order({ densityDpi: 1e9 })).toBe('422 bad-order');
    expect(await order({ unknown: true })).toBe('422 bad-order');
    expect(await order('us-passport')).toBe('422 bad-order');
  });

  test('that are longer than the metadata of an object', async () => {
    const names = standards.slice(0, maxStandards).map(({ id }) => id);
    const backdrops = Array(maxBackdrops).fill('radial:#FFFFFF-#438EDB');
    const photos = Array.from({ length: 24 }, () => ({ standard: names[0], backdrop: backdrops[0], count: 1 }));
    expect(await order({ standards: names, backdrops, sheet: { photos } })).toBe('422 bad-order');
    const { status } = await api.ask('POST', '/api/photos', { ...newPhoto, order: { standards: names, backdrops } });
    expect(status).toBe(201);
  });
});

describe('files', () => {
  const ticket = async (changed: object) => {
    const { status, body } = await api.ask('POST', '/api/photos', { ...newPhoto, ...changed });
    return status === 201 ? ticketSchema.parse(body) : `${status} ${body.code}`;
  };

  test('that would be refused are refused before they are sent', async () => {
    expect(await ticket({ sizeBytes: 0 })).toBe('422 empty');
    expect(await ticket({ sizeBytes: 25 * 1024 * 1024 + 1 })).toBe('413 too-large');
    for (const contentType of ['text/html', 'image/svg+xml', 'application/pdf', 'video/mp4']) {
      expect(await ticket({ contentType })).toBe('415 unsupported-format');
    }
    expect(await ticket({ contentType: '', fileName: 'photo.exe' })).toBe('415 unsupported-format');
    expect(await ticket({ contentType: 'text/html', fileName: 'photo.jpg' })).toBe('415 unsupported-format');
  });

  test('are known by the ending of their name where the browser knows no type', async () => {
    const heic = await ticket({ contentType: '', fileName: 'IMG_0815.HEIC' });
    expect(heic).toMatchObject({
      photoId: expect.stringMatching(/^form\/[0-9a-f]{32}\.heic$/),
      upload: { fields: { 'Content-Type': 'image/heic' } },
    });
  });

  test('keep their names to themselves', async () => {
    const given = await ticket({ fileName: '<img src=x onerror=alert(1)>jane-doe.jpg' });
    expect(JSON.stringify(given)).not.toContain('jane');
    expect(api.lines.join('')).not.toMatch(/jane|onerror/);
  });

  test('get ids that never come twice', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => ((await ticket({})) as { photoId: string }).photoId),
    );
    expect(new Set(ids).size).toBe(20);
  });
});

describe('photos that were not sent through the API', () => {
  const foreign = 'us-passport+white/jane.jpg';

  test('are not there for it', async () => {
    await api.cutOut(foreign);
    for (const id of [foreign, encodeURIComponent(foreign), foreign.replace('+', '%2B')]) {
      expect(await refusal('GET', `/api/photos/${id}`)).toBe('404 no-such-photo');
      expect(await refusal('DELETE', `/api/photos/${id}`)).toBe('404 no-such-photo');
      expect(await refusal('POST', `/api/photos/${id}/orders`, { order: {} })).toBe('404 no-such-photo');
    }
    expect(await api.keys()).toEqual(expect.arrayContaining([uploadKey(foreign), recordKey(foreign)]));
  });

  test('nor are ids that only look like its own', async () => {
    const hex = '0'.repeat(32);
    const names = [
      `form/${hex}.jpg/x`,
      `form/${hex}`,
      `form/${hex}.JPG`,
      `form/${hex}0.jpg`,
      `form/../form/${hex}.jpg`,
    ];
    const more = [
      `form//${hex}.jpg`,
      `FORM/${hex}.jpg`,
      `form/${hex}.jpg%00`,
      `form/${hex}.jpg%20`,
      `form%252F${hex}.jpg`,
    ];
    for (const name of [...names, ...more, '%', '%ff', 'a'.repeat(4000)]) {
      expect(await refusal('GET', `/api/photos/${name}`)).toMatch(/^404 no-such-p/);
    }
  });

  test('nor are ids that were never sent; deleting them changes nothing', async () => {
    expect(await refusal('GET', `/api/photos/${nobody}`)).toBe('404 no-such-photo');
    expect(await refusal('POST', `/api/photos/${nobody}/orders`, { order: {} })).toBe('404 no-such-photo');
    expect((await api.ask('DELETE', `/api/photos/${nobody}`)).status).toBe(204);
    expect((await api.ask('GET', `/api/photos/${nobody}`)).body.photoId).toBe(nobody);
  });
});

describe('addresses and methods', () => {
  test('that do not fit', async () => {
    expect(await refusal('GET', '/api')).toBe('404 no-such-page');
    expect(await refusal('GET', '/api/photos/')).toBe('404 no-such-page');
    expect(await refusal('POST', '/no/where', {})).toBe('404 no-such-page');
    expect(await refusal('GET', '/..%2f..%2fetc/passwd')).toBe('404 no-such-page');
    expect(await refusal('PUT', '/api/photos', {})).toBe('405 method-not-allowed');
    expect(await refusal('GET', '/api/photos')).toBe('405 method-not-allowed');
    expect(await refusal('PATCH', `/api/photos/${nobody}`, {})).toBe('405 method-not-allowed');
    expect(await refusal('OPTIONS', '/api/photos')).toBe('405 method-not-allowed');
    expect(await refusal('POST', '/api/instances', {})).toBe('405 method-not-allowed');
    const { headers } = await api.ask('POST', `/api/photos/${nobody}`, {});
    expect(headers.get('allow')).toBe('GET, HEAD, DELETE');
  });

  test('HEAD says what GET would', async () => {
    const [head, get] = [await api.ask('HEAD', '/api/standards'), await api.ask('GET', '/api/standards')];
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
  });

  test('other pages and other names of this machine get nothing', async () => {
    expect(await refusal('GET', '/api/settings', undefined, { origin: 'https://evil.example' })).toBe(
      '403 other-origin',
    );
    expect(await refusal('POST', '/api/photos', newPhoto, { origin: 'null' })).toBe('403 other-origin');
    const own = await api.ask('POST', '/api/photos', newPhoto, { origin: api.url });
    expect(own.status).toBe(201);
    expect(own.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('every answer is guarded', async () => {
    for (const path of ['/', '/api/settings', `/api/photos/${nobody}`]) {
      const { headers } = await api.ask('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(policy).not.toMatch(/unsafe|\*/);
      const buckets = [uploads, results].map((bucket) => `${api.s3Endpoint}/${bucket}/`);
      for (const bucket of buckets) expect(policy).toContain(bucket);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
    const { headers } = await api.ask('GET', `/api/photos/${nobody}`);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('what it says of itself', () => {
  test('settings, standards and instances are as the schemas say', async () => {
    expect(settingsSchema.parse((await api.ask('GET', '/api/settings')).body)).toMatchObject({
      ...{ access: 'none', local: false, finders: [], keptDays: { uploads: 1, cutouts: 1, results: 7 } },
      limits: { maxBytes: 25 * 1024 * 1024, uploadMinutes: 10 },
    });
    const catalogue = catalogueSchema.parse((await api.ask('GET', '/api/standards')).body);
    expect(catalogue.standards).toHaveLength(standards.length);
    const passport = catalogue.standards.find(({ id }) => id === 'us-passport');
    expect(passport?.sizes[0]).toMatchObject({ profile: 'print', widthPx: 600, heightPx: 600, widthMm: 50.8 });
    expect(catalogue.standards.find(({ id }) => id === 'in-upsc')?.caption).toMatchObject({ rule: 'required' });
    const neet = catalogue.packs.find(({ id }) => id === 'neet-ug');
    expect(neet?.files.map(({ file }) => file)).toEqual(['photo', 'postcard', 'signature', 'thumb-print']);
    expect(neet?.files[2]).toMatchObject({ kind: 'signature', widthPx: 413, heightPx: 177, maxBytes: 30_000 });
    expect(catalogue.papers.map(({ id }) => id)).toContain('4r');
    expect(catalogue.backdrops).toContainEqual({ name: { en: 'white', zh: '白色' }, hex: '#FFFFFF' });
    instancesSchema.parse((await api.ask('GET', '/api/instances')).body);
  });

  test('standards are searched by what people type', async () => {
    const search = async (query: string) => {
      const { status, body } = await api.ask('GET', `/api/standards?query=${encodeURIComponent(query)}`);
      expect(status).toBe(200);
      const { match, standards: found } = catalogueSchema.parse(body);
      return [match, ...found.map(({ id }) => id)];
    };
    expect((await search('一寸')).slice(0, 2)).toEqual(['found', 'cn-1-inch']);
    expect((await search('us-pasport')).slice(0, 2)).toEqual(['found', 'us-passport']);
    expect((await search('413*626')).at(-1)).toBe('413x626px');
    expect(await search('atlantis')).toHaveLength(4);
    expect((await search('atlantis'))[0]).toBe('nearest');
    expect((await search(' '))[0]).toBe('all');
    expect((await search('%'.repeat(2000)))[0]).toBe('nearest');
    expect((await api.ask('GET', '/api/standards?query=%ff&query=india&other')).status).toBe(200);
    const { body } = await api.ask('POST', '/api/photos', { ...newPhoto, order: { standards: ['us-pasport'] } });
    expect(body.message).toMatch(/us-passport \(United States passport, print\)/);
  });

  test('fixed answers come compressed, and once', async () => {
    const get = (headers: Record<string, string>) => api.ask('GET', '/api/standards', undefined, headers);
    const plain = await get({ 'accept-encoding': 'identity' });
    for (const encoding of ['br', 'gzip']) {
      const packed = await get({ 'accept-encoding': `${encoding};q=1, *;q=0` });
      expect(packed.headers.get('content-encoding')).toBe(encoding);
      expect(packed.body).toEqual(plain.body);
      expect(Number(packed.headers.get('content-length'))).toBeLessThan(standards.length * 300);
    }
    expect(plain.headers.get('content-encoding')).toBeNull();
    const etag = plain.headers.get('etag') ?? '';
    expect(await get({ 'if-none-match': `"other", W/${etag}` })).toMatchObject({ status: 304, body: '' });
  });

  test('the OpenAPI document is valid, and every operation of it answers', async () => {
    const { body: document } = await api.ask('GET', '/api/openapi.json');
    expect(await new Validator().validate(document)).toMatchObject({ valid: true });
    const paths = document.paths as Record<string, Record<string, { responses: Record<string, unknown> }>>;
    const asked: string[] = [];
    for (const [template, operations] of Object.entries(paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        const path = template.replace('{name}', nobody.slice('form/'.length));
        const body = method === 'post' ? { order: {} } : undefined;
        const { status, body: answer } = await api.ask(method.toUpperCase(), path, body);
        expect(Object.keys(responses)).toContain(String(status));
        expect(['no-such-page', 'method-not-allowed']).not.toContain(answer.code);
        asked.push(`${method} ${template}`);
      }
    }
    expect(asked).toHaveLength(16);
    const text = JSON.stringify(document);
    for (const [reference] of text.matchAll(/#\/components\/schemas\/\w+/g)) {
      expect(document.components.schemas).toHaveProperty([reference.split('/').at(-1) ?? '']);
    }
  });
});
