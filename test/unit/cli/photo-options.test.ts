/** The photos of a command line: rosters with copies, and the further pictures of a form. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPhotoCommand } from '../../../cli/photo-options.ts';

let dir: string;
let roster: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'zerobooth-options-'));
  for (const name of ['ann.jpg', 'bob.jpg', 'sig.jpg']) await writeFile(join(dir, name), 'x');
  roster = join(dir, 'class.csv');
  await writeFile(roster, 'name,file,copies\nAnn,ann.jpg,3\nBob,bob.jpg,\n');
});
afterAll(() => rm(dir, { recursive: true }));

test('--copies is the number for rows without one, over all pages of the common sheets', async () => {
  const command = await readPhotoCommand(['--roster', roster, '--sheet', '3R', '--copies', '200']);
  expect(command.items).toMatchObject([
    { name: 'Ann', place: 'Ann', copies: 3 },
    { name: 'Bob', place: 'Bob', copies: 200 },
  ]);
  expect(command).toMatchObject({ isListed: true, common: { sheet: { paper: '3R', photos: [] } } });
  const usual = await readPhotoCommand(['--roster', roster, '--sheet', '3R']);
  expect(usual.items.map(({ copies }) => copies)).toEqual([3, 1]);
  const together = await readPhotoCommand([dir, '--together', '--sheet', '3R', '--copies', '2']);
  expect(together.items.filter(({ copies }) => copies === 2)).toHaveLength(4);
});

test('without common sheets --copies is in the order of each photo', async () => {
  const { items, common } = await readPhotoCommand([join(dir, 'ann.jpg'), '--sheet', '4R', '--copies', '6']);
  expect(items).toMatchObject([{ order: { sheet: { photos: [{ count: 6 }] } } }]);
  expect(common).toBeNull();
});

test.each([
  [['--copies', '501'], '--copies must be at most 500, not 501.'],
  [['--copies', 'two'], '--copies must be a whole number above 0, not "two".'],
])('%j is refused', async (words, message) => {
  await expect(readPhotoCommand(['--roster', roster, '--sheet', '3R', ...words])).rejects.toThrow(message);
});

test('a signature follows the photo of its pack, and a single form has no list', async () => {
  const sign = ['--signature', join(dir, 'sig.jpg')];
  const { items, isListed } = await readPhotoCommand([join(dir, 'ann.jpg'), '--pack', 'ssc-cgl', ...sign]);
  expect(items).toMatchObject([
    { place: 'ann', order: { kind: 'photo', standards: ['ssc-cgl'] } },
    { place: 'sig', order: { kind: 'signature', standards: ['ssc-cgl'] } },
  ]);
  expect(isListed).toBe(false);
  const alone = await readPhotoCommand([...sign, '--ink-size', '140x60px@10-20kB']);
  expect(alone.items).toMatchObject([{ place: 'sig', order: { kind: 'signature' } }]);
});

test.each([
  [['--comic'], { kind: 'comic', backdrops: [] }],
  [
    ['--comic=pop', '--backdrop', 'blue', '--side', '512'],
    { kind: 'comic', look: 'pop', backdrops: ['blue'], sidePx: 512 },
  ],
  [['--comic', '--look', 'ink'], { kind: 'comic', look: 'ink' }],
])('%j orders a comic', async (words, order) => {
  const { items } = await readPhotoCommand([join(dir, 'ann.jpg'), ...words]);
  expect(items).toMatchObject([{ place: 'ann', order }]);
});

test.each([
  [['--comic=oil'], '--look must be clean, ink, pop or network'],
  [['--comic', '--format', 'jpeg'], 'A comic is a PNG'],
  [['--comic', '--backdrop', 'original'], 'own background'],
  [['--look', 'pop'], 'only a comic has a look'],
  [['--comic', '--side', '4000'], 'sidePx'],
])('%j is refused', async (words, message) => {
  await expect(readPhotoCommand([join(dir, 'ann.jpg'), ...words])).rejects.toThrow(message);
});

test('a roster beside files, or nothing at all, is refused', async () => {
  await expect(readPhotoCommand([join(dir, 'ann.jpg'), '--roster', roster])).rejects.toThrow('or a roster');
  await expect(readPhotoCommand([])).rejects.toThrow('or a roster');
});

test.each([
  ['--adjust', 'down=0.02,scale=1.05,turn=-1', { adjust: { right: 0, down: 0.02, scale: 1.05, turnDeg: -1 } }],
  ['--tone', 'light=0.4,contrast=-0.2', { tone: { light: 0.4, contrast: -0.2 } }],
  ['--tone', 'contrast=1', { tone: { light: 0, contrast: 1 } }],
])('%s %s is in the order', async (option, text, order) => {
  const { items } = await readPhotoCommand([join(dir, 'ann.jpg'), option, text]);
  expect(items).toMatchObject([{ order }]);
});

test.each([
  ['--adjust', 'scale=3', /adjust\.scale/],
  ['--adjust', 'turnDeg=1', /must have parts such as/],
  ['--adjust', 'down=0.1,down=0.2', /each once/],
  ['--adjust', '', /must have parts such as/],
  ['--tone', 'light=1.5', /tone\.light/],
  ['--tone', 'constructor=1', /--tone must have parts such as light=0.4,contrast=-0.2/],
])('%s %s is refused', async (option, text, message) => {
  await expect(readPhotoCommand([join(dir, 'ann.jpg'), option, text])).rejects.toThrow(message);
});
