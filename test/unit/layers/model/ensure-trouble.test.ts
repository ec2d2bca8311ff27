import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ensureRaw } from '../../../../layers/model/ensure.ts';
import { toyManifestEntry, toyMattingModel } from '../../../support/toy-model.ts';
import { toyWorld } from '../../../support/toy-world.ts';

const toy = toyMattingModel();
const world = toyWorld();
const { ensure, listed, filesLeft } = world;

describe('several calls at once', () => {
  it('in one process fetch once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => ensure()));
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    expect(world.server.requests).toEqual(['whole']);
  });

  it('in processes of their own fetch once', async () => {
    const script = fileURLToPath(new URL('../../../support/ensure-toy.ts', import.meta.url));
    const start = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', script, world.storeDir, world.server.url]);
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.stdout).toBe(two.stdout);
    expect(JSON.parse(one.stdout)).toEqual(await listed());
    expect(world.server.requests).toEqual(['whole']);
  });
});

describe('the store of an image', () => {
  it('has no graph for one CPU', async () => {
    const { models } = await ensure({ optimise: false });
    expect(models[0].variants.map(({ optimisedFor }) => optimisedFor)).toEqual([null]);
  });

  // Root may write to any folder whose file system is not read-only.
  it.skipIf(process.getuid?.() !== 0)('is enough where it cannot be written to', async () => {
    const { models } = await ensure({ optimise: false });
    const script = fileURLToPath(new URL('../../../support/ensure-toy.ts', import.meta.url));
    const readOnly = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"';
    const start = [process.execPath, '--import', 'tsx', script, world.storeDir, world.server.url];
    const { stdout } = await promisify(execFile)('unshare', [
      ...['--mount', '--propagation', 'private', 'sh', '-c', readOnly, 'sh', world.storeDir],
      ...start,
    ]);
    expect(JSON.parse(stdout)).toEqual(models);
    expect(world.server.requests).toEqual(['whole']);
  });
});

describe('errors', () => {
  it('a file with another digest is refused with both digests, and nothing of it stays', async () => {
    world.server.file.bytes = toyMattingModel(2);
    const actual = toyManifestEntry('', world.server.file.bytes).digest.slice('sha256:'.length);
    const expected = world.entry.digest.slice('sha256:'.length);
    const error = await ensure().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'Fault', code: 'model-corrupt' });
    expect(String(error)).toContain(expected);
    expect(String(error)).toContain(actual);
    expect(await filesLeft()).toEqual([]);
    world.server.file.bytes = toy;
    expect((await ensure()).models).toHaveLength(1);
  });

  it('the next run continues a broken download', async () => {
    world.server.file.cuts = [1000, 1000];
    await expect(ensure()).rejects.toMatchObject({ code: 'model-missing' });
    expect((await ensure()).models).toHaveLength(1);
    expect(world.server.requests).toEqual(['whole', 'bytes=1000-', 'bytes=2000-']);
  });

  it('files of a killed run are deleted', async () => {
    await ensure();
    await rm(join(world.storeDir, 'models.json'));
    await mkdtemp(join(world.storeDir, 'work-'));
    await writeFile(join(world.storeDir, 'toy-u2net-0000000000000000.onnx'), 'left over');
    const { models } = await ensure();
    const named = models[0].variants.flatMap(({ files }) => files.map(({ name }) => name));
    expect((await readdir(world.storeDir)).filter((name) => /onnx|work/.test(name)).sort()).toEqual(named.sort());
  });

  it('a file that is not a model is refused when it is prepared', async () => {
    const page = Buffer.from('<html>Please log in</html>');
    world.server.file.bytes = page;
    for (const preparation of ['none', 'tflite'] as const) {
      world.entry = { ...toyManifestEntry(world.server.url, page), preparation };
      await expect(ensure()).rejects.toMatchObject({ code: 'model-corrupt' });
      expect(await filesLeft()).toEqual([]);
    }
  });

  it('an output that the graph does not have is refused with the names of its outputs', async () => {
    world.entry = { ...world.entry, outputs: [{ name: 'alpha', meaning: 'probability' }] };
    await expect(ensure()).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringContaining('1959, 1960, 1961'),
    });
  });

  it('an unknown id is refused before anything is fetched', async () => {
    await expect(ensure({ ids: ['toy'] })).rejects.toMatchObject({ code: 'model-missing' });
    expect(world.server.requests).toEqual([]);
  });
});

describe('the raw file', () => {
  it('is kept on demand and not fetched twice', async () => {
    await ensure({ keepRaw: true });
    const raw = await ensureRaw(world.entry, world.storeDir);
    expect(Buffer.compare(await readFile(raw), toy)).toBe(0);
    expect(world.server.requests).toEqual(['whole']);
  });

  it('is fetched where it is not kept', async () => {
    await ensure();
    expect((await readdir(world.storeDir)).includes('raw')).toBe(false);
    expect(Buffer.compare(await readFile(await ensureRaw(world.entry, world.storeDir)), toy)).toBe(0);
    expect(world.server.requests).toHaveLength(2);
  });
});
