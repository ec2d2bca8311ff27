import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ManifestEntry, parseManifest } from '../../../../layers/model/manifest.ts';
import { type ImageNetworks, prepareImage } from '../../../../layers/model/prepare-image.ts';
import { type ModelServer, serveModel } from '../../../support/model-server.ts';
import { labelFile, toyTaggerEntry, toyTower } from '../../../support/toy-tagger.ts';
import { toyWorld } from '../../../support/toy-world.ts';

const world = toyWorld();
const tower = toyTower();
const labels = labelFile({ red: [1, 0, 0] });
let servers: readonly ModelServer[] = [];
let manifest: readonly ManifestEntry[] = [];

beforeEach(async () => {
  servers = [await serveModel({ bytes: tower }), await serveModel({ bytes: Buffer.from(labels) })];
  const [{ url: towerUrl }, { url: labelsUrl }] = servers;
  const unclear = { state: 'unclear', reason: 'Its authors say nothing.', sources: [], readOn: null };
  manifest = [
    { ...world.entry, id: 'usual', default: true, terms: unclear } as ManifestEntry,
    { ...world.entry, id: 'other', default: false },
    ...parseManifest({ models: [toyTaggerEntry(tower, labels, { tower: towerUrl, labels: labelsUrl })] }),
  ];
});
afterEach(() => Promise.all(servers.map((server) => server.close())));

async function prepared(given: Partial<ImageNetworks>): Promise<readonly string[]> {
  const networks = { MODEL_TASKS: 'matting', MODEL_ID: '', LICENCE: 'any', ...given } as const;
  await prepareImage(networks, world.storeDir, { manifest, download: { attempts: 1, pauseMs: 1 } });
  return (await world.listed()).map(({ id }) => id);
}

test('the usual networks of the tasks, and no other file', async () => {
  await mkdir(world.storeDir, { recursive: true });
  await writeFile(join(world.storeDir, 'left.raw'), 'from a killed run');
  expect(await prepared({})).toEqual(['usual']);
  const [{ variants }] = await world.listed();
  expect(variants.map(({ optimisedFor }) => optimisedFor)).toEqual([null]);
  const named = variants.flatMap(({ files }) => files.map(({ name }) => name));
  expect((await world.filesLeft()).sort()).toEqual([...named, 'models.json'].sort());
});

test('a named network takes the place of the usual one of its task', async () => {
  expect(await prepared({ MODEL_ID: 'other' })).toEqual(['other']);
});

test('a named network of another task comes beside the usual ones, with its file of labels', async () => {
  expect(await prepared({ MODEL_ID: 'toy-tagger' })).toEqual(['usual', 'toy-tagger']);
  const [, { labels: listed }] = await world.listed();
  expect(await world.filesLeft()).toContain(listed?.file.name);
});

test('with clear licences the first network of the task that has one; another is refused', async () => {
  expect(await prepared({ LICENCE: 'clear' })).toEqual(['other']);
  await expect(prepared({ LICENCE: 'clear', MODEL_ID: 'usual' })).rejects.toMatchObject({ code: 'bad-config' });
});

test('without tasks the folder is there and empty', async () => {
  await prepareImage({ MODEL_TASKS: '', MODEL_ID: '', LICENCE: 'any' }, world.storeDir, { manifest });
  expect(await world.filesLeft()).toEqual([]);
});
