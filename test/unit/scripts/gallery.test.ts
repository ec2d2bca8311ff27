/** The photos that the gallery takes from a folder. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { picturesIn } from '../../../scripts/gallery.ts';

test('each photo of a folder has its own name; folders and other files are passed over', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-gallery-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(join(dir, 'old.jpg'));
  for (const name of ['ann.jpg', 'ann.png', 'Jo & Zoë.webp', 'notes.txt']) await writeFile(join(dir, name), name);
  const pictures = await picturesIn(dir);
  expect(pictures.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
    ['Jo & Zoë', 'Jo & Zoë.webp'],
    ['ann', 'ann.jpg'],
    ['ann-2', 'ann.png'],
  ]);
});
