/** The networks of the page's camera over HTTP: a list of four files out of the store of models, and no other file of it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CameraNetworks, cameraNetworkFiles, cameraNetworksPath } from '../../../core/camera-networks.ts';
import { modelsFileName, parsePreparedModels } from '../../../core/model-card.ts';
import { ensureModels } from '../../../layers/model/ensure.ts';
import { type ApiWorld, openApiFunction } from '../../support/api-world.ts';

let api: ApiWorld;
let modelDir: string;
beforeAll(async () => {
  modelDir = (await ensureModels()).storeDir;
  api = await openApiFunction({ modelDir });
});
afterAll(() => api.close());

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const readStore = async () => parsePreparedModels(await readFile(join(modelDir, modelsFileName), 'utf8'));

test('the list names both networks, and a browser asks for it each time', async () => {
  const { status, headers, body } = await api.ask('GET', cameraNetworksPath);
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
    ...[200, 'application/json; charset=utf-8', 'no-cache'],
  ]);
  const path = expect.stringMatching(/^\/assets\/face-[\w-]+-[0-9a-f]{16}\.onnx(\.data)?$/);
  expect(body).toEqual({ faceBox: { graph: path, weights: path }, faceMesh: { graph: path, weights: path } });
  const again = await api.ask('GET', cameraNetworksPath, undefined, { 'if-none-match': headers.get('etag') ?? '' });
  expect(again).toMatchObject({ status: 304, body: '' });
});

test('each file is that of the store, may be kept for ever, and is sent compressed', async () => {
  const { faceBox, faceMesh }: CameraNetworks = (await api.ask('GET', cameraNetworksPath)).body;
  const files = cameraNetworkFiles(await readStore());
  const stored = [...(files?.faceBox ?? []), ...(files?.faceMesh ?? [])];
  const paths = [faceBox.graph, faceBox.weights, faceMesh.graph, faceMesh.weights];
  expect(paths).toEqual(stored.map(({ name }) => `/assets/${name}`));
  for (const [at, path] of paths.entries()) {
    const answer = await fetch(`${api.url}${path}`, { headers: { 'accept-encoding': 'identity' } });
    expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      ...['application/octet-stream', 'public, max-age=31536000, immutable'],
    ]);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([bytes.length, digestOf(bytes)]).toEqual([stored[at].sizeBytes, stored[at].sha256]);
    const compressed = await fetch(`${api.url}${path}`, { headers: { 'accept-encoding': 'br' } });
    expect(compressed.headers.get('content-encoding')).toBe('br');
    expect(digestOf(new Uint8Array(await compressed.arrayBuffer()))).toBe(stored[at].sha256);
  }
});

test('no other file of the store is served', async () => {
  const names = (await readStore()).models.flatMap(({ variants }) => variants.flatMap(({ files }) => files));
  const served = Object.values((await api.ask('GET', cameraNetworksPath)).body as CameraNetworks).flatMap(
    ({ graph, weights }) => [graph, weights],
  );
  const others = names.map(({ name }) => `/assets/${name}`).filter((path) => !served.includes(path));
  expect(others.length).toBeGreaterThan(8);
  for (const path of [...others, `/assets/${modelsFileName}`, `/${modelsFileName}`]) {
    expect((await api.ask('GET', path)).status).toBe(404);
  }
});

test('without the models there is no list: the page then shows the outline alone', async () => {
  const bare = await openApiFunction({ modelDir: '/nowhere' });
  expect(await bare.ask('GET', cameraNetworksPath)).toMatchObject({ status: 404, body: { code: 'no-such-page' } });
  await bare.close();
});
