import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replaceFile, writeNewFile } from '../../../files/durable-file.ts';
import { writeIntent } from '../../../local/s3/store/bodies.ts';

async function newDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'durable-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

test('a file is replaced whole, or left as it is with nothing beside it', async () => {
  const dir = await newDir();
  await replaceFile(join(dir, 'a'), 'new', join(dir, 'a.tmp'));
  expect(await readFile(join(dir, 'a'), 'utf8')).toBe('new');
  // No file can take the place of a folder that is not empty: the last step fails, as any may on a full disk.
  await mkdir(join(dir, 'folder', 'inside'), { recursive: true });
  await expect(replaceFile(join(dir, 'folder'), 'new', join(dir, 'b.tmp'))).rejects.toThrow();
  expect((await readdir(dir)).toSorted()).toEqual(['a', 'folder']);
});

test('what cannot be written leaves nothing', async () => {
  const dir = await newDir();
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('the client went away');
  }
  await expect(writeNewFile(join(dir, 'body'), broken())).rejects.toThrow('went away');
  await writeFile(join(dir, 'file'), '');
  await expect(writeIntent(join(dir, 'file', 'x.intent'), ['a'])).rejects.toThrow();
  expect(await readdir(dir)).toEqual(['file']);
});
