import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseVariant, type PreparedModel } from '../../../../core/model-card.ts';
import { loadOnnxRuntime, openModel } from '../../../../functions/inference/model.ts';
import { thisMachine } from '../../../../layers/model/machine.ts';
import type { ModelProgress } from '../../../../layers/model/progress.ts';
import { toyManifestEntry, toyMattingModel, toySidePx } from '../../../support/toy-model.ts';
import { toyWorld } from '../../../support/toy-world.ts';

const toy = toyMattingModel();
const world = toyWorld();
const { ensure, listed, filesLeft } = world;

const graphOf = ({ variants }: PreparedModel) => join(world.storeDir, variants[0].files[0].name);

async function flipByte(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, 100);
  byte[0] ^= 0xff;
  await file.write(byte, 0, 1, 100);
  await file.close();
}

describe('a model that is not in the store', () => {
  it('is fetched, prepared and described in models.json', async () => {
    const steps: ModelProgress['step'][] = [];
    const { models } = await ensure({ onProgress: ({ step }) => steps.push(step) });
    expect(await listed()).toEqual(models);
    expect(models).toMatchObject([
      {
        id: 'toy-u2net',
        task: 'matting',
        default: false,
        licence: 'Apache-2.0',
        terms: { state: 'clear', reason: 'A test made it.', sources: [], readOn: null },
        input: { name: 'input.1', size: { kind: 'fixed', widthPx: toySidePx }, mean: [0.485, 0.456, 0.406] },
        outputs: [{ name: '1959', meaning: 'min-max' }],
      },
    ]);
    expect(new Set(steps)).toEqual(new Set(['licence', 'fetch', 'verify', 'prepare', 'optimise', 'ready']));
    for (const { name, sizeBytes } of models[0].variants.flatMap(({ files }) => files)) {
      expect((await stat(join(world.storeDir, name))).size).toBe(sizeBytes);
    }
  });

  it('leaves only the files in the store that models.json names', async () => {
    const { models } = await ensure();
    const named = models[0].variants.flatMap(({ files }) => files.map(({ name }) => name));
    expect((await filesLeft()).sort()).toEqual([...named, 'models.json'].sort());
  });

  it('gives the same matte with the published file, the portable graph and the graph saved for this machine', async () => {
    const { models } = await ensure();
    const machine = thisMachine();
    expect(machine.onnxruntime).toBe(loadOnnxRuntime().env.versions.node);
    const feeds = {
      'input.1': {
        data: Float32Array.from(
          { length: 3 * toySidePx ** 2 },
          (_, at) => 2 * Math.sin((at % toySidePx ** 2) / 30_000),
        ),
        dims: [1, 3, toySidePx, toySidePx],
      },
    };
    await writeFile(join(world.storeDir, 'published'), toy);
    const variant = chooseVariant(models[0], machine);
    expect(variant.optimisedFor?.cpuClass ?? null).toBe(machine.cpuClass);
    const results: Float32Array[] = [];
    for (const [path, optimisation] of [
      [join(world.storeDir, 'published'), 'all'],
      [graphOf(models[0]), 'all'],
      [join(world.storeDir, variant.files[0].name), variant.optimisedFor ? 'disabled' : 'all'],
    ] as const) {
      const model = await openModel(path, { threads: 1, optimisation });
      const outputs = await model.run(feeds);
      results.push(outputs['1959'].data);
      // The prepared graphs have no side outputs.
      expect(Object.keys(outputs)).toEqual(path.endsWith('published') ? ['1959', '1960', '1961'] : ['1959']);
      await model.close();
    }
    for (const result of results.slice(1)) {
      expect(Math.max(...result.map((value, at) => Math.abs(value - results[0][at])))).toBeLessThan(1e-6);
    }
    expect(Math.max(...results[0]) - Math.min(...results[0])).toBeGreaterThan(0.1);
  });

  it('has the same bytes in every store', async () => {
    const { models } = await ensure();
    expect((await ensure({ storeDir: `${world.storeDir}-2` })).models).toEqual(models);
  });
});

describe('a second call', () => {
  it('sends no request and is quick', async () => {
    const first = await ensure();
    world.server.requests.length = 0;
    const started = performance.now();
    const again = await ensure({ onProgress: () => expect.unreachable('nothing is to be done') });
    // 2-8 ms measured; the bound leaves room for a busy machine.
    expect(performance.now() - started).toBeLessThan(50);
    expect(again).toEqual(first);
    expect(world.server.requests).toEqual([]);
  });

  it('takes over a changed text of the manifest without fetching or preparing', async () => {
    await ensure();
    world.server.requests.length = 0;
    world.entry = { ...world.entry, input: { ...world.entry.input, mean: [0, 0, 0] }, licence: 'MIT' };
    const steps: string[] = [];
    const { models } = await ensure({ onProgress: ({ step }) => steps.push(step) });
    expect(models[0]).toMatchObject({ input: { name: 'input.1', mean: [0, 0, 0] }, licence: 'MIT' });
    expect(steps).toEqual(['ready']);
    expect(await listed()).toEqual(models);
  });

  it('lists only one default when a newer manifest has another', async () => {
    await ensure({ manifest: [{ ...world.entry, default: true }] });
    const newer = { ...world.entry, id: 'toy-newer', default: true };
    await ensure({ manifest: [world.entry, newer], ids: [newer.id] });
    expect((await listed()).map((model) => [model.id, model.default])).toEqual([
      [world.entry.id, false],
      [newer.id, true],
    ]);
  });

  it('prepares again when the digest in the manifest changes, and deletes the old files', async () => {
    const { models: old } = await ensure();
    const newer = toyMattingModel(1);
    world.server.file.bytes = newer;
    world.entry = toyManifestEntry(world.server.url, newer);
    const { models } = await ensure();
    expect(graphOf(models[0])).not.toBe(graphOf(old[0]));
    expect(await filesLeft()).not.toContain(old[0].variants[0].files[0].name);
  });

  it('replaces a missing file', async () => {
    const { models } = await ensure();
    for (const file of models[0].variants[0].files) {
      await rm(join(world.storeDir, file.name));
      expect((await ensure()).models).toEqual(models);
    }
  });

  it('finds changed bytes with `verify`, and replaces only those files', async () => {
    const { models } = await ensure();
    world.server.requests.length = 0;
    for (const variant of models[0].variants) {
      const damaged = join(world.storeDir, variant.files[1].name);
      const sound = await readFile(damaged);
      await flipByte(damaged);
      await ensure();
      expect(Buffer.compare(await readFile(damaged), sound)).not.toBe(0);
      await ensure({ verify: true });
      expect(Buffer.compare(await readFile(damaged), sound)).toBe(0);
    }
    // Only the weights of the portable graph need the raw file again.
    expect(world.server.requests).toEqual(['whole']);
  });

  it('prepares everything again when models.json cannot be read', async () => {
    const { models } = await ensure();
    await writeFile(join(world.storeDir, 'models.json'), '{"version":1,"mod');
    expect((await ensure()).models).toEqual(models);
  });

  it('keeps models that are not in the call', async () => {
    const other = { ...toyManifestEntry(world.server.url), id: 'other' };
    const manifest = [world.entry, other];
    await ensure({ manifest });
    await ensure({ manifest, ids: ['other'] });
    expect((await listed()).map(({ id }) => id)).toEqual(['toy-u2net', 'other']);
  });
});
