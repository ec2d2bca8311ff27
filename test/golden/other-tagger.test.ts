/** A tagger is used by a manifest entry and a file of label vectors alone. Both are made here; it knows roses, leaves and sky. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { raster } from '../../core/raster.ts';
import { readLabelVectors } from '../../functions/inference/label-vectors.ts';
import { openModelStore } from '../../functions/inference/network.ts';
import { labelTags } from '../../functions/tags/label-tags.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { parseManifest } from '../../layers/model/manifest.ts';
import { labelFile, toyTaggerEntry, toyTower } from '../support/toy-tagger.ts';

test('a tagger needs an entry in the manifest and a file of label vectors, and no code', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zerobooth-tagger-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [tower, labels] = [toyTower(), labelFile({ rose: [1, 0.1, 0.2], leaf: [0.1, 1, 0.1], sky: [0.2, 0.5, 1] })];
  const paths = { tower: join(folder, 'tower.onnx'), labels: join(folder, 'labels.json') };
  await writeFile(paths.tower, tower);
  await writeFile(paths.labels, labels);
  const urls = { tower: pathToFileURL(paths.tower).href, labels: pathToFileURL(paths.labels).href };
  const entry = toyTaggerEntry(tower, labels, urls);
  const options = { storeDir: join(folder, 'store'), manifest: parseManifest({ models: [entry] }), ids: [entry.id] };
  const [card] = (await ensureModels(options)).models;
  expect(card.labels).toMatchObject({ temperature: 0.05, top: 2, fit: 'stretch' });
  // A second call changes nothing; a damaged file of labels is fetched again.
  expect((await ensureModels(options)).models[0]).toEqual(card);
  const stored = join(options.storeDir, card.labels?.file.name ?? '');
  await writeFile(stored, '{}');
  const prepare = await openModelStore({ modelDir: options.storeDir, threads: 1 });
  const network = await prepare('tagging', entry.id);
  onTestFinished(() => network.model.close());
  await expect(readLabelVectors(network)).rejects.toMatchObject({ code: 'model-corrupt' });
  await ensureModels({ ...options, verify: true });

  const vectors = await readLabelVectors(network);
  const filled = (rgb: readonly number[]) => Uint8Array.from({ length: 90 * 60 * 3 }, (_, at) => rgb[at % 3]);
  const tags = (rgb: readonly number[]) => labelTags({ network, vectors }, raster(90, 60, filled(rgb)));
  const [first, second, ...others] = await tags([40, 200, 50]);
  expect([first.tag, second.tag, others]).toEqual(['leaf', 'sky', []]);
  expect(first.names).toEqual({ en: 'leaf', zh: 'leaf 中文' });
  expect(first.score).toBeGreaterThan(0.9);
  expect((await tags([200, 30, 40]))[0].tag).toBe('rose');
});
