/** A picture's life at the API, over HTTP: sent by its ticket, read, deleted. The result is put there as the objects function leaves it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectResultKey, objectsPrefix } from '../../../core/keys.ts';
import type { ObjectResult } from '../../../core/object-result.ts';
import { type PictureTicket, pictureSchema } from '../../../core/objects-api.ts';
import { type ApiWorld, openApiFunction, results } from '../../support/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await openApiFunction({ findsObjects: true });
});
afterAll(() => api.close());

const picture = new Uint8Array(Buffer.from('a picture'));
const announced = { sizeBytes: picture.length, contentType: 'image/jpeg' };

async function sent(more: object = {}): Promise<PictureTicket> {
  const ticket: PictureTicket = (await api.ask('POST', '/api/objects', { ...announced, ...more })).body;
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.upload.fields)) form.append(name, value);
  form.append('file', new Blob([picture]), 'kitchen.jpg');
  expect((await fetch(ticket.upload.url, { method: 'POST', body: form })).status).toBe(201);
  return ticket;
}

const resultOf = (pictureId: string, more: Partial<ObjectResult> = {}): ObjectResult => ({
  ...{ version: 1, pictureId, status: 'done', placedAt: new Date().toISOString() },
  source: { etag: 'e', sizeBytes: picture.length, sequencer: '01' },
  picture: { widthPx: 640, heightPx: 480 },
  objects: [
    {
      ...{ label: 'cup', en: 'cup', zh: '杯子', score: 0.8, colour: '#e69f00' },
      box: { leftPx: 10, topPx: 20, widthPx: 30, heightPx: 40 },
    },
  ],
  ...{
    drawn: null,
    rejection: null,
    degraded: [],
    model: { id: 'toy', digest: 'd', version: null },
    codeVersion: 'test',
    timings: { detect: 9 },
  },
  ...more,
});

const read = async (pictureId: string) => pictureSchema.parse((await api.ask('GET', `/api/objects/${pictureId}`)).body);

test('a picture waits, is done with what was found, and is deleted with everything', async () => {
  const before = await api.keys();
  const { pictureId, upload } = await sent();
  expect(upload.fields).not.toHaveProperty('x-amz-meta-draw');
  expect(await read(pictureId)).toMatchObject({ status: 'waiting', isLate: false, objects: [], model: null });
  const drawn = `${objectResultKey(pictureId).replace('objects.json', 'boxes.jpg')}`;
  await api.put(results, objectResultKey(pictureId), JSON.stringify(resultOf(pictureId, { drawn })));
  await api.put(results, drawn, 'a drawn picture');
  const found = await read(pictureId);
  expect(found).toMatchObject({ status: 'done', picture: { widthPx: 640 }, objects: [{ en: 'cup', zh: '杯子' }] });
  expect(await (await fetch(found.drawnUrl ?? '')).text()).toBe('a drawn picture');
  for (const _ of [1, 2]) expect((await api.ask('DELETE', `/api/objects/${pictureId}`)).status).toBe(204);
  expect((await api.ask('GET', `/api/objects/${pictureId}`)).body).toMatchObject({ code: 'no-such-photo' });
  expect(await api.keys()).toEqual(before);
});

test('a rejected picture has the reason', async () => {
  const { pictureId, upload } = await sent({ draw: true });
  expect(upload.fields).toMatchObject({ 'x-amz-meta-draw': 'boxes', key: `${objectsPrefix}${pictureId}` });
  const rejection = { code: 'not-an-image', message: 'It is no picture.', advice: 'Send a picture.' };
  const rejected = resultOf(pictureId, { status: 'rejected', picture: null, objects: [], rejection });
  await api.put(results, objectResultKey(pictureId), JSON.stringify(rejected));
  expect(await read(pictureId)).toMatchObject({ status: 'rejected', rejection, drawnUrl: null });
});

test('bad requests are refused with a code, and a photo is no picture', async () => {
  const codeOf = async (method: string, path: string, body?: object) =>
    (await api.ask(method, path, body)).body.code as string;
  expect(await codeOf('POST', '/api/objects', { ...announced, sizeBytes: 0 })).toBe('empty');
  expect(await codeOf('POST', '/api/objects', { ...announced, sizeBytes: 1e9 })).toBe('too-large');
  expect(await codeOf('POST', '/api/objects', { ...announced, contentType: 'text/plain' })).toBe('unsupported-format');
  expect(await codeOf('POST', '/api/objects', { ...announced, order: {} })).toBe('bad-request');
  expect(await codeOf('PUT', '/api/objects')).toBe('method-not-allowed');
  for (const id of ['somebody.jpg', 'boxes/somebody.jpg', 'form/../x.jpg', `form/${'a'.repeat(32)}.jpg/x`]) {
    expect(await codeOf('GET', `/api/objects/${id}`), id).toBe('no-such-photo');
  }
  const photoId = `form/${'c'.repeat(32)}.jpg`;
  await api.cutOut(photoId);
  expect(await codeOf('GET', `/api/objects/${photoId}`)).toBe('no-such-photo');
  expect((await api.ask('DELETE', `/api/objects/${photoId}`)).status).toBe(204);
  expect((await api.ask('GET', `/api/photos/${photoId}`)).status).toBe(200);
});

test('a studio without the objects function gives no tickets, and its settings say so', async () => {
  const without = await openApiFunction({ findsObjects: false });
  try {
    const { status, body } = await without.ask('POST', '/api/objects', announced);
    expect([status, body.code]).toEqual([404, 'no-such-page']);
    expect((await without.ask('GET', '/api/settings')).body).toMatchObject({ findsObjects: false });
  } finally {
    await without.close();
  }
});
