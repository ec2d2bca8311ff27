/** A picture's life at the API, over HTTP: sent by its ticket, read, deleted. The result is put there as its function leaves it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FinderName, finderNames } from '../../../core/functions.ts';
import { drawnKey, objectResultKey, objectsPrefix, tagResultKey } from '../../../core/keys.ts';
import { objectResultSchema } from '../../../core/object-result.ts';
import type { PictureResult } from '../../../core/picture-result.ts';
import {
  type PictureAnswers,
  type PictureTicket,
  pictureObjectsSchema,
  pictureTagsSchema,
} from '../../../core/pictures-api.ts';
import { tagResultSchema } from '../../../core/tag-result.ts';
import { photoReference } from '../../../functions/runtime/log.ts';
import { type ApiWorld, openApiFunction, results } from '../../support/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await openApiFunction({ finders: finderNames });
});
afterAll(() => api.close());

const picture = new Uint8Array(Buffer.from('a picture'));
const announced = { sizeBytes: picture.length, contentType: 'image/jpeg' };

async function sent(finder: FinderName, more: object = {}): Promise<PictureTicket> {
  const ticket: PictureTicket = (await api.ask('POST', `/api/${finder}`, { ...announced, ...more })).body;
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.upload.fields)) form.append(name, value);
  form.append('file', new Blob([picture]), 'kitchen.jpg');
  expect((await fetch(ticket.upload.url, { method: 'POST', body: form })).status).toBe(201);
  return ticket;
}

const resultOf = (pictureId: string): PictureResult => ({
  ...{ version: 1, pictureId, status: 'done', placedAt: new Date().toISOString() },
  source: { etag: 'e', sizeBytes: picture.length, sequencer: '01' },
  ...{ picture: { widthPx: 640, heightPx: 480 }, rejection: null, degraded: [] },
  ...{ codeVersion: 'test', timings: { detect: 9 } },
});
const box = { leftPx: 10, topPx: 20, widthPx: 30, heightPx: 40 };
const cup = { label: 'cup', en: 'cup', zh: '杯子', score: 0.8, colour: '#e69f00', box };
const blue = { tag: 'blue', en: 'blue', zh: '蓝色', score: 0.4, kind: 'colour', count: null, colour: '#4a7fb5' };
const places = { code: 'places', en: 'Places are not known.', zh: '不识别场景。' };

/** What each function stores, and what the API says of it. */
const finders = {
  objects: {
    resultKey: objectResultKey,
    stored: (of: object) =>
      objectResultSchema.parse({ objects: [cup], drawn: null, model: { id: 'toy', digest: 'd' }, ...of }),
    answer: pictureObjectsSchema,
    found: { objects: [{ en: 'cup', zh: '杯子' }], model: { id: 'toy', version: null }, drawnUrl: null },
    nothing: { objects: [], model: null, drawnUrl: null },
  },
  tags: {
    resultKey: tagResultKey,
    stored: (of: object) =>
      tagResultSchema.parse({ tags: [blue], limits: [places], models: [{ id: 'toy', digest: 'd' }], ...of }),
    answer: pictureTagsSchema,
    found: { tags: [blue], limits: [places], models: [{ id: 'toy', digest: 'd' }], modelVersion: null },
    nothing: { tags: [], limits: [], models: [], modelVersion: null },
  },
} satisfies Record<FinderName, object>;

describe.each(finderNames)('%s', (finder) => {
  const { resultKey, stored, answer, found, nothing } = finders[finder];
  const path = (pictureId: string) => `/api/${finder}/${pictureId}`;
  const read = async (pictureId: string): Promise<PictureAnswers[FinderName]> =>
    answer.parse((await api.ask('GET', path(pictureId))).body);
  const put = (pictureId: string, more: object = {}) =>
    api.put(results, resultKey(pictureId), JSON.stringify(stored({ ...resultOf(pictureId), ...more })));

  test('a picture waits, is done with what was found, and is deleted with everything', async () => {
    const before = await api.keys();
    const { pictureId, upload } = await sent(finder);
    expect(upload.fields).toMatchObject({ key: `${finder}/${pictureId}` });
    expect(upload.fields).not.toHaveProperty('x-amz-meta-draw');
    expect(await read(pictureId)).toMatchObject({ status: 'waiting', isLate: false, picture: null, ...nothing });
    await put(pictureId);
    expect(await read(pictureId)).toMatchObject({ status: 'done', picture: { widthPx: 640 }, ...found });
    expect(api.lines.at(-1)).toContain(photoReference(`${finder}/${pictureId}`));
    for (const _ of [1, 2]) expect((await api.ask('DELETE', path(pictureId))).status).toBe(204);
    expect((await api.ask('GET', path(pictureId))).body).toMatchObject({ code: 'no-such-photo' });
    expect(await api.keys()).toEqual(before);
  });

  test('a rejected picture has the reason', async () => {
    const { pictureId } = await sent(finder);
    const rejection = { code: 'unreadable', message: 'It is no picture.', advice: 'Send a picture.' };
    await put(pictureId, { status: 'rejected', picture: null, rejection });
    expect(await read(pictureId)).toMatchObject({ status: 'rejected', rejection, picture: null });
  });

  test('bad requests are refused with a code, and a photo is no picture', async () => {
    const codeOf = async (method: string, at: string, body?: object) =>
      (await api.ask(method, at, body)).body.code as string;
    const tickets = `/api/${finder}`;
    expect(await codeOf('POST', tickets, { ...announced, sizeBytes: 0 })).toBe('empty');
    expect(await codeOf('POST', tickets, { ...announced, sizeBytes: 1e9 })).toBe('too-large');
    expect(await codeOf('POST', tickets, { ...announced, contentType: 'text/plain' })).toBe('unsupported-format');
    expect(await codeOf('POST', tickets, { ...announced, order: {} })).toBe('bad-request');
    expect(await codeOf('PUT', tickets)).toBe('method-not-allowed');
    for (const id of ['somebody.jpg', 'boxes/somebody.jpg', 'form/../x.jpg', `form/${'a'.repeat(32)}.jpg/x`]) {
      expect(await codeOf('GET', path(id)), id).toBe('no-such-photo');
    }
    const photoId = `form/${'c'.repeat(32)}.jpg`;
    await api.cutOut(photoId);
    expect(await codeOf('GET', path(photoId))).toBe('no-such-photo');
    expect((await api.ask('DELETE', path(photoId))).status).toBe(204);
    expect((await api.ask('GET', `/api/photos/${photoId}`)).status).toBe(200);
  });
});

test('a picture of one function is none of the other', async () => {
  const { pictureId } = await sent('tags');
  expect((await api.ask('GET', `/api/objects/${pictureId}`)).status).toBe(404);
  expect((await api.ask('DELETE', `/api/objects/${pictureId}`)).status).toBe(204);
  expect((await api.ask('GET', `/api/tags/${pictureId}`)).status).toBe(200);
});

test('things are drawn on request, and tags are not', async () => {
  const { pictureId, upload } = await sent('objects', { draw: true });
  expect(upload.fields).toMatchObject({ 'x-amz-meta-draw': 'boxes', key: `${objectsPrefix}${pictureId}` });
  const drawn = drawnKey(pictureId);
  const stored = finders.objects.stored({ ...resultOf(pictureId), drawn });
  await api.put(results, objectResultKey(pictureId), JSON.stringify(stored));
  await api.put(results, drawn, 'a drawn picture');
  const { drawnUrl } = pictureObjectsSchema.parse((await api.ask('GET', `/api/objects/${pictureId}`)).body);
  expect(await (await fetch(drawnUrl ?? '')).text()).toBe('a drawn picture');
  expect((await api.ask('POST', '/api/tags', { ...announced, draw: true })).body.code).toBe('bad-request');
});

test('a studio without a function gives no tickets for it, and its settings say so', async () => {
  const without = await openApiFunction({ finders: ['tags'] });
  try {
    const { status, body } = await without.ask('POST', '/api/objects', announced);
    expect([status, body.code]).toEqual([404, 'no-such-page']);
    expect((await without.ask('POST', '/api/tags', announced)).status).toBe(201);
    expect((await without.ask('GET', '/api/settings')).body).toMatchObject({ finders: ['tags'] });
  } finally {
    await without.close();
  }
});
