/** `/health`: ready only when functions, models, storage and disk are there, and says what is missing. */
import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { parsePreparedModels } from '../../../../core/model-card.ts';
import { ensureModels } from '../../../../layers/model/ensure.ts';
import { type HealthSource, openHealth } from '../../../../local/monitoring/health.ts';
import { toyManifestEntry, toyMattingModel } from '../../../support/toy-model.ts';

async function source(changed: Partial<HealthSource> = {}): Promise<HealthSource> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-health-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const file = join(dataDir, 'toy.onnx');
  await writeFile(file, toyMattingModel());
  const entry = toyManifestEntry(pathToFileURL(file).href);
  const modelDir = join(dataDir, 'store');
  await ensureModels({ ids: [entry.id], storeDir: modelDir, manifest: [entry] });
  return { modelDir, dataDir, isStarted: () => true, askStorage: async () => true, ...changed };
}

test('a studio with everything is ready', async () => {
  expect(await openHealth(await source())()).toEqual({ status: 'ready', missing: [] });
});

test.each([
  ['functions', { isStarted: () => false }],
  ['storage', { askStorage: () => Promise.reject(new Error('down')) }],
  ['models', { modelDir: '/nowhere' }],
  ['disk-space', { dataDir: '/nowhere' }],
] as const)('%s is missing', async (part, changed) => {
  expect(await openHealth(await source(changed))()).toEqual({ status: 'not-ready', missing: [part] });
});

test('a model file that is cut short is missing; the answer is kept for a second', async () => {
  const given = await source();
  let now = 0;
  const health = openHealth(given, () => now);
  expect((await health()).status).toBe('ready');
  const { models } = parsePreparedModels(await readFile(join(given.modelDir, 'models.json'), 'utf8'));
  const files = models.flatMap(({ variants }) => variants.flatMap((variant) => variant.files));
  for (const { name } of files) await truncate(join(given.modelDir, name), 10);
  expect((await health()).status).toBe('ready');
  now = 1001;
  expect(await health()).toEqual({ status: 'not-ready', missing: ['models'] });
  await rename(join(given.modelDir, 'models.json'), join(given.modelDir, 'away.json'));
  now = 3000;
  expect((await health()).missing).toEqual(['models']);
});
