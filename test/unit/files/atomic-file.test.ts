import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFile, replaceFile, replaceGeneratedFile, writeNewFile } from '../../../files/atomic-file.ts';
import { writeIntent } from '../../../local/s3/store/bodies.ts';

async function newDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'atomic-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

test('replaceFile replaces the whole file, or leaves everything as it was', async () => {
  const dir = await newDir();
  await replaceFile(join(dir, 'a'), 'old');
  await replaceFile(join(dir, 'a'), 'new', { unfinishedPath: join(dir, 'a.tmp'), flushName: false });
  expect(await readFile(join(dir, 'a'), 'utf8')).toBe('new');
  expect((await stat(join(dir, 'a'))).mode & 0o777).toBe(0o600);
  // A file cannot replace a folder that is not empty. So the last step fails, as on a full disk.
  await mkdir(join(dir, 'folder', 'inside'), { recursive: true });
  await expect(replaceFile(join(dir, 'folder'), 'new')).rejects.toThrow();
  await expect(replaceFile(join(dir, 'folder'), 'new', { unfinishedPath: join(dir, 'b.tmp') })).rejects.toThrow();
  await expect(replaceGeneratedFile(join(dir, 'folder'), 'new')).rejects.toThrow();
  expect((await readdir(dir)).toSorted()).toEqual(['a', 'folder']);
});

test('replaceGeneratedFile creates folders and a file that other users can read', async () => {
  const dir = await newDir();
  const path = join(dir, 'dist', 'functions', 'handler.mjs');
  await replaceGeneratedFile(path, 'one');
  await replaceGeneratedFile(path, Buffer.from('two'));
  expect(await readFile(path, 'utf8')).toBe('two');
  expect((await stat(path)).mode & 0o777).toBe(0o666 & ~process.umask());
  expect(await readdir(join(path, '..'))).toEqual(['handler.mjs']);
});

test('of several processes that create one file, exactly one succeeds', async () => {
  const dir = await newDir();
  const texts = ['one', 'two', 'three', 'four'];
  const created = await Promise.all(texts.map((text) => createFile(join(dir, 'a'), text)));
  expect(created.filter(Boolean)).toHaveLength(1);
  expect(await readFile(join(dir, 'a'), 'utf8')).toBe(texts[created.indexOf(true)]);
  expect(await createFile(join(dir, 'a'), 'late')).toBe(false);
  expect(await readdir(dir)).toEqual(['a']);
});

test('a write that fails leaves no file', async () => {
  const dir = await newDir();
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('the client went away');
  }
  await expect(writeNewFile(join(dir, 'body'), broken())).rejects.toThrow('went away');
  await writeFile(join(dir, 'file'), '');
  await expect(writeIntent(join(dir, 'file', 'x.intent'), ['a'])).rejects.toThrow();
  await expect(createFile(join(dir, 'file', 'x'), 'text')).rejects.toThrow();
  expect(await readdir(dir)).toEqual(['file']);
});
