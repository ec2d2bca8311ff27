/** A roster is read from CSV as spreadsheets write it; a wrong row is named, and the others stay. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFiles } from '../../../../cli/input/find-files.ts';
import { distinctPlaces } from '../../../../cli/input/places.ts';
import { readRoster } from '../../../../cli/input/roster.ts';

let dir: string;
const roster = async (text: string | Uint8Array) => {
  await writeFile(join(dir, 'class.csv'), text);
  return readRoster(join(dir, 'class.csv'));
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'zerobooth-roster-'));
  await mkdir(join(dir, 'in', 'classA'), { recursive: true });
  await mkdir(join(dir, 'in', 'classB', '.thumbnails'), { recursive: true });
  await mkdir(join(dir, 'in', 'out'));
  const files = ['classA/001.jpg', 'classB/001.jpg', 'classB/.thumbnails/1.jpg', 'classA/Thumbs.db', '.DS_Store'];
  for (const file of [...files, 'classA/desktop.ini', 'out/001.jpg']) await writeFile(join(dir, 'in', file), 'x');
});
afterAll(() => rm(dir, { recursive: true }));

test('columns stand in any order and case, with BOM, semicolons, quotes, and Chinese titles', async () => {
  const { rows, wrong } = await roster(
    '\ufeffFILE;Copies;姓名;Standard;Backdrop\r\n\r\nin/classA/001.jpg;8;"Wei; Li";us-passport, 35x45mm;白\r\nin\\classB\\001.jpg;;;;\r\n',
  );
  expect(wrong).toEqual([]);
  expect(rows).toMatchObject([
    { name: 'Wei; Li', path: join(dir, 'in/classA/001.jpg'), copies: 8, standards: ['us-passport', '35x45mm'] },
    { name: '', path: join(dir, 'in/classB/001.jpg'), copies: null, standards: [], backdrops: [] },
  ]);
});

test('wrong rows are named with line and reason', async () => {
  const { rows, wrong } = await roster(
    'name,file,copies\nAnn,nowhere.jpg,1\nBob,,2\nCem,in/classA/001.jpg,many\nDee,in/classA/001.jpg,2\n',
  );
  expect(rows).toMatchObject([{ line: 5, name: 'Dee', copies: 2 }]);
  expect(wrong.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    `2 there is no file ${join(dir, 'nowhere.jpg')}`,
    '3 it names no file',
    '4 copies must be a whole number from 1 to 500, not "many"',
  ]);
});

test('a file that is no roster is refused in one sentence', async () => {
  await expect(roster('name;grade\nAnn;1\n')).rejects.toThrow('the first line must name the columns');
  await expect(roster('file;grade\nAnn;1\n')).rejects.toThrow('there is no column grade');
  await expect(roster(Buffer.from('file\nJ\xfcrgen.jpg\n', 'latin1'))).rejects.toThrow('not in UTF-8');
  await expect(readRoster(join(dir, 'nothing.csv'))).rejects.toThrow('cannot be read (ENOENT)');
});

test('folders are mirrored; files of systems, hidden folders and the output folder are passed over', async () => {
  const found = await findFiles([join(dir, 'in')], join(dir, 'in', 'out'));
  expect(found.map(({ place }) => place)).toEqual(['classA/001', 'classB/001']);
  const globbed = await findFiles([join(dir, 'in', '*', '001.jpg')], 'out');
  expect(globbed.map(({ place }) => place)).toEqual(['classA/001', 'classB/001', 'out/001']);
  expect(await findFiles([join(dir, 'in', 'classA', '001.jpg')], 'out')).toMatchObject([{ place: '001' }]);
});

test('no two sources share a place, in this run or with an earlier one', () => {
  const wanted = ['a', 'A', 'a-2', 'b'].map((place, at) => ({ path: `/photos/${at}.jpg`, place }));
  expect(distinctPlaces(wanted, new Map()).map(({ place }) => place)).toEqual(['a', 'A-2', 'a-2-2', 'b']);
  const owners = new Map([
    ['a', '/photos/0.jpg'],
    ['b', '/other/b.jpg'],
  ]);
  expect(distinctPlaces([wanted[0], wanted[3]], owners).map(({ place }) => place)).toEqual(['a', 'b-2']);
});
