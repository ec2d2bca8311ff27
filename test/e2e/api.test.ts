/**
 * The API on the real local runtime, used as a page or a program uses it: HTTP requests to the API, a form upload to
 * the bucket.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiPhoto, photoSchema, type Ticket } from '../../core/api.ts';
import { type Instances, instancesSchema } from '../../core/instances-api.ts';
import { accessCodeKey } from '../../core/keys.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { openClient, type PhotoClient } from '../../library/client.ts';
import { resultsBucket } from '../../local/studio/folder.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import { type Exchange, keepExchanges, operationIds, operationOf } from '../support/api-exchanges.ts';
import { drawnPortrait } from '../support/drawn.ts';

let studio: Studio;
let dataDir: string;
let url: string;
let code: string;
let portrait: Uint8Array<ArrayBuffer>;
const lines: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-api-'));
  const { storeDir: modelDir } = await ensureModels();
  portrait = new Uint8Array(await drawnPortrait('short'));
  studio = await startStudio({
    ...{ dataDir, modelDir, pagePort: 0, idleMs: 4000, settings: { access: 'code' }, retryDelaysMs: [50, 50] },
    onLog: (_, line) => lines.push(line),
  });
  url = studio.pageUrl ?? '';
  await fetch(`${url}/api/access`, { headers: { authorization: 'Bearer x' } });
  code = await readCode();
});
afterAll(async () => {
  await studio.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Reads the access code as an operator does, with `aws s3 cp`. */
async function readCode(): Promise<string> {
  const { endpoint, region, credentials } = studio;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: resultsBucket, Key: accessCodeKey }));
  s3.destroy();
  return ((await Body?.transformToString()) ?? '').trim();
}

async function request(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${code}`, 'content-type': 'application/json', origin: url },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

async function send(order: object): Promise<string> {
  const body = { order, fileName: 'jane-doe.jpg', sizeBytes: portrait.length, contentType: 'image/jpeg' };
  const ticket = (await request('POST', '/api/photos', body)).body as Ticket;
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.upload.fields)) form.append(name, value);
  form.append('file', new Blob([portrait]), 'jane-doe.jpg');
  const answer = await fetch(ticket.upload.url, { method: 'POST', body: form, headers: { origin: url } });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('access-control-allow-origin')).toBe(url);
  return ticket.photoId;
}

const getPhoto = async (photoId: string) => photoSchema.parse((await request('GET', `/api/photos/${photoId}`)).body);

/** Polls as a page does. @returns the last answer, and each status once in the order of appearance. */
async function settled(photoId: string): Promise<{ photo: ApiPhoto; seen: string[] }> {
  const seen = new Set<string>();
  for (;;) {
    const photo = await getPhoto(photoId);
    seen.add(photo.status);
    if (photo.status === 'done' || photo.status === 'rejected') return { photo, seen: [...seen] };
    await delay(30);
  }
}

const instances = async (): Promise<Instances> =>
  instancesSchema.parse(
    await (await fetch(`${url}/api/instances`, { headers: { authorization: `Bearer ${code}` } })).json(),
  );

const objectFiles = async () => {
  const entries = await readdir(join(dataDir, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.server')).length;
};

test('an uploaded photo becomes photos and a sheet, can be ordered again, and is deleted completely', async () => {
  const before = await objectFiles();
  const photoId = await send({ standards: ['us-passport'], backdrops: ['white', '蓝'] });
  const { photo, seen } = await settled(photoId);
  expect(photo).toMatchObject({ status: 'done', rejection: null, order: { backdrops: ['white', '蓝'] } });
  expect(seen.join()).toMatch(/^(waiting,)?(matting,)?(composing,)?done$/);
  expect(seen).toContain('matting');
  expect(photo.outputs.map(({ name }) => name)).toEqual(['us-passport-white.jpg', 'us-passport-blue.jpg']);
  const answer = await fetch(photo.links[0].url, { headers: { origin: url } });
  expect(answer.headers.get('access-control-allow-origin')).toBe(url);
  expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({ width: 600, height: 600 });

  const order = { standards: ['cn-1-inch'], sheet: { paper: 'a6', format: 'pdf', ruler: true } };
  expect((await request('POST', `/api/photos/${photoId}/orders`, { order })).status).toBe(202);
  const again = (await settled(photoId)).photo;
  expect(again.links.map(({ kind }) => kind)).toEqual(['photo', 'sheet', 'working']);
  expect(again.outputs[1]).toMatchObject({ contentType: 'application/pdf', sheet: { paper: 'a6' } });
  const pdf = await (await fetch(again.links[1].url)).arrayBuffer();
  expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  // The record is written before the invocation ends.
  await studio.host.idle();
  const invocations = (await instances()).invocations.filter(({ photo }) => photo === again.reference);
  expect(invocations.filter(({ functionName }) => functionName === 'matting')).toHaveLength(1);
  expect(invocations.filter(({ functionName }) => functionName === 'compose')).toHaveLength(2);
  expect(invocations.every(({ priceUsd }) => priceUsd > 0)).toBe(true);

  expect((await request('DELETE', `/api/photos/${photoId}`)).status).toBe(204);
  expect((await request('GET', `/api/photos/${photoId}`)).status).toBe(404);
  expect(await objectFiles()).toBe(before);
  expect(lines.filter((line) => /jane|form\/|us-passport|蓝/.test(line))).toEqual([]);
  expect(lines.filter((line) => line.includes(code))).toEqual([]);
});

test('the client does what the OpenAPI document describes, with each of its methods', async () => {
  const exchanges: Exchange[] = [];
  const client = openClient({ url, accessCode: code, fetch: keepExchanges(exchanges) });
  const called = new Set<string>();
  const { readSettings, findStandards, upload, read, wait, watch, download, orderAgain, ...rest } = new Proxy(client, {
    get: (target, name: keyof PhotoClient) => {
      called.add(name);
      return target[name];
    },
  });
  expect(await readSettings()).toMatchObject({ access: 'code', local: true });
  expect((await findStandards('一寸')).standards[0]).toMatchObject({ id: 'cn-1-inch' });
  const photoId = await upload(portrait, { standards: ['us-passport'] }, { fileName: 'jane-doe.jpg' });
  const seen: string[] = [];
  for await (const { status } of watch(photoId, { everyMs: 30 })) seen.push(status);
  expect(seen.join()).toMatch(/^(waiting,)?(matting,)?(composing,)?done$/);
  const { links, outputs } = await read(photoId);
  expect(await download(links[0].url)).toHaveLength(outputs[0].sizeBytes);
  const { placedAt } = await orderAgain(photoId, { standards: ['cn-2-inch'], backdrops: ['red'] });
  expect((await wait(photoId, { placedAt, everyMs: 30 })).outputs.map(({ name }) => name)).toEqual([
    'cn-2-inch-red.jpg',
  ]);
  await rest.delete(photoId);
  await expect(read(photoId)).rejects.toMatchObject({ code: 'no-such-photo', status: 404 });
  await expect(upload(new Uint8Array(), {})).rejects.toMatchObject({ code: 'empty', name: 'ClientFailure' });
  await expect(upload(portrait, { standards: ['us-pasprt-7'] })).rejects.toMatchObject({ code: 'unknown-standard' });
  const stranger = openClient({ url, accessCode: 'wrong', fetch: keepExchanges(exchanges) });
  await expect(stranger.read(photoId)).rejects.toMatchObject({ code: 'wrong-code', status: 401 });
  await expect(download(links[0].url)).rejects.toMatchObject({ name: 'ClientFailure', status: 404 });

  const files = await objectFiles();
  const found = await rest.findObjects(portrait, { fileName: 'jane-doe.jpg', draw: true, everyMs: 30 });
  expect(found).toMatchObject({ status: 'done', isLate: false });
  expect(found.objects[0]).toMatchObject({ label: 'person', en: 'person', zh: '人' });
  expect(await sharp(await download(found.drawnUrl ?? '')).metadata()).toMatchObject({ format: 'jpeg' });
  await studio.host.idle();
  await rest.deletePicture('objects', found.pictureId);
  const tagged = await rest.findTags(portrait, { fileName: 'jane-doe.jpg', everyMs: 30 });
  expect(tagged).toMatchObject({ status: 'done', picture: found.picture });
  expect(tagged.tags).toContainEqual(expect.objectContaining({ tag: 'one-face', zh: '一张人脸', kind: 'people' }));
  expect(tagged.limits.map(({ code }) => code)).toContain('places');
  await studio.host.idle();
  await rest.deletePicture('tags', tagged.pictureId);
  expect(await objectFiles()).toBe(files);

  expect([...called].sort()).toEqual(Object.keys(client).sort());
  const used = new Set(exchanges.map(operationOf));
  const withoutMethod = ['checkAccess', 'readInstances', 'readInterface', 'sendAndWait'];
  expect(operationIds.filter((name) => !used.has(name)).sort()).toEqual(withoutMethod);
});

test('a photo that is deleted during the work on it does not come back', async () => {
  const before = await objectFiles();
  const photoIds = await Promise.all(Array.from({ length: 3 }, () => send({ faces: 'main' })));
  await expect.poll(async () => (await getPhoto(photoIds[0])).status, { timeout: 60_000 }).not.toBe('waiting');
  for (const photoId of photoIds) expect((await request('DELETE', `/api/photos/${photoId}`)).status).toBe(204);
  await studio.host.idle();
  for (const photoId of photoIds) expect((await request('GET', `/api/photos/${photoId}`)).status).toBe(404);
  expect(await objectFiles()).toBe(before);
  expect(await studio.host.deadLetters()).toEqual([]);
});

test('a deleted photo does not come back when its instance is also killed', async () => {
  const before = await objectFiles();
  const photoId = await send({ standards: ['35x45mm'] });
  await expect.poll(async () => (await getPhoto(photoId)).status, { timeout: 60_000, interval: 20 }).toBe('composing');
  expect((await request('DELETE', `/api/photos/${photoId}`)).status).toBe(204);
  for (const { pid, functionName, state } of studio.host.instances()) {
    if (functionName !== 'api' && state === 'busy' && pid !== undefined) process.kill(pid, 'SIGKILL');
  }
  await studio.host.idle();
  expect((await request('GET', `/api/photos/${photoId}`)).status).toBe(404);
  expect(await objectFiles()).toBe(before);
  expect(await studio.host.deadLetters()).toEqual([]);
});

test('a browser may use the buckets from the page, and from no other origin', async () => {
  const preflight = (bucket: string, method: string, origin: string) => {
    const asking = { origin, 'access-control-request-method': method };
    return fetch(`${studio.endpoint}/${bucket}`, { method: 'OPTIONS', headers: asking });
  };
  for (const origin of [url, url.replace('127.0.0.1', 'localhost')]) {
    const answer = await preflight('zerobooth-uploads', 'POST', origin);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect((await preflight('zerobooth-results', 'GET', origin)).status).toBe(200);
  }
  expect((await preflight('zerobooth-uploads', 'POST', 'http://evil.example')).status).toBe(403);
  expect((await preflight('zerobooth-uploads', 'DELETE', url)).status).toBe(403);
});

test('a killed instance of the API costs at most one answer', async () => {
  await request('GET', '/api/access');
  const apiInstances = studio.host.instances().filter(({ functionName }) => functionName === 'api');
  for (const { pid } of apiInstances) if (pid !== undefined) process.kill(pid, 'SIGKILL');
  for (const _ of apiInstances) expect([204, 502]).toContain((await request('GET', '/api/access')).status);
  expect((await request('GET', '/api/access')).status).toBe(204);
});

test('requests to /api/instances do not keep instances alive', async () => {
  await request('GET', '/api/access');
  expect((await instances()).instances.length).toBeGreaterThan(0);
  await expect.poll(async () => (await instances()).instances, { timeout: 30_000, interval: 100 }).toEqual([]);
  expect((await instances()).totals.invocations).toBeGreaterThan(10);
});
