import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractFiles } from '../../../../../layers/model/fetch/tarball.ts';
import { tar } from '../../../../support/tar.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tarball-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function extract(archive: Uint8Array, wanted: readonly string[]): Promise<Buffer[]> {
  const path = join(folder, 'archive.tgz');
  await writeFile(path, archive);
  const to = new Map(wanted.map((name, at) => [name, join(folder, `file${at}`)]));
  await extractFiles(path, to);
  return await Promise.all([...to.values()].map((target) => readFile(target)));
}

const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7919) % 251);

describe('extractFiles', () => {
  it('extracts files of any length from among others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 8 }), async (lengths) => {
        const entries = lengths.map((length, at) => ({ name: `package/d/${at}`, content: bytes(length + at) }));
        const found = await extract(gzipSync(tar(entries)), entries.map((_, at) => `d/${at}`).reverse());
        expect(found.reverse().map((content) => [...content])).toEqual(entries.map(({ content }) => [...content]));
      }),
      { numRuns: 30 },
    );
  });

  it('extracts a file of many chunks', async () => {
    const content = bytes(5_000_001);
    const [found] = await extract(gzipSync(tar([{ name: 'package/big', content }])), ['big']);
    expect(Buffer.compare(found, content)).toBe(0);
  });

  it('reads names that are split or too long for a header, whatever the top folder is called', async () => {
    const long = `${'deep/'.repeat(40)}model.bin`;
    const record = (length: number) => `${length} path=package/${long}\n`;
    const length = record(record(100).length).length;
    const found = await extract(
      gzipSync(
        tar([
          { name: 'PaxHeader', type: 'x', content: Buffer.from(record(length)) },
          { name: 'cut', content: bytes(10) },
          { name: 'b', prefix: 'face_mesh/a', content: bytes(20) },
          { name: 'package/folder/', type: '5' },
        ]),
      ),
      [long, 'a/b'],
    );
    expect(found.map(({ length }) => length)).toEqual([10, 20]);
  });

  it('writes only the wanted files, whatever the paths of other entries', async () => {
    const archive = gzipSync(
      tar([
        { name: '../escaped', content: bytes(5) },
        { name: `${folder}/absolute`, content: bytes(5) },
        { name: 'package/link', type: '2', linkname: '/etc/passwd' },
        { name: 'package/a', content: bytes(3) },
      ]),
    );
    const before = await readdir(folder);
    await expect(extract(archive, ['link'])).rejects.toMatchObject({ code: 'model-missing' });
    expect((await extract(archive, ['a'])).map(({ length }) => length)).toEqual([3]);
    const written = new Set([...before, 'archive.tgz', 'file0']);
    expect((await readdir(folder)).filter((name) => !written.has(name))).toEqual([]);
    expect(await readdir(join(folder, '..'))).not.toContain('escaped');
  });

  it('names the files that are missing', async () => {
    const archive = gzipSync(tar([{ name: 'package/a', content: bytes(3) }]));
    await expect(extract(archive, ['a', 'b', 'c'])).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('b, c'),
    });
  });

  const good = tar([
    { name: 'package/a', content: bytes(3000) },
    { name: 'package/b', content: bytes(10) },
  ]);
  const flipped = Buffer.from(good);
  flipped[3600] ^= 1;

  it.each([
    ['does not exist', undefined],
    ['is not an archive', Buffer.from('<html></html>')],
    ['is empty', Buffer.alloc(0)],
    ['is truncated inside its compression', gzipSync(good).subarray(0, 60)],
    ['is truncated inside a file', gzipSync(good.subarray(0, 2000))],
    ['has a damaged header', gzipSync(flipped)],
  ])('refuses an archive that %s', async (_, archive) => {
    const run = archive
      ? extract(archive, ['b'])
      : extractFiles(join(folder, 'nowhere.tgz'), new Map([['b', join(folder, 'b')]]));
    await expect(run).rejects.toMatchObject({
      name: 'Fault',
      code: expect.stringMatching(/^model-(corrupt|missing)$/),
    });
  });
});
