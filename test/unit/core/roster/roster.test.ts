/** A roster is read from CSV as spreadsheets write it; results.csv is safe for spreadsheets; names become names of files. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from '../../../../core/roster/csv.ts';
import { resultsCsv } from '../../../../core/roster/results-csv.ts';
import { finderOf, parseRoster } from '../../../../core/roster/roster.ts';
import { safeName } from '../../../../core/roster/safe-name.ts';

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells);

test('cells are read as spreadsheets write them', () => {
  expect(cellsOf('\ufeffa, b ;c\r\n"x, ""y""" ,"2\nlines",\n\n ,,\nend')).toEqual([
    ['a', 'b ;c'],
    ['x, "y"', '2\nlines', ''],
    ['end'],
  ]);
  expect(cellsOf('a;b;"c,d"\n1;2,3;')).toEqual([
    ['a', 'b', 'c,d'],
    ['1', '2,3', ''],
  ]);
  expect(cellsOf('a\tb\r1\t')).toEqual([
    ['a', 'b'],
    ['1', ''],
  ]);
  expect(parseCsv('a\n"1\n2"\n3').map(({ line }) => line)).toEqual([1, 2, 4]);
  for (const text of ['a\n"open', 'a\n"x"y']) expect(() => parseCsv(text)).toThrow('a quote is wrong in line 2');
});

test('any cells come back from the CSV of results', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', '李') }).map((text) => text.trim());
  fc.assert(
    fc.property(cell, cell, (name, notes) => {
      const text = resultsCsv([{ name, file: 'f', verdict: 'ready', notes, seconds: 1, results: ['a', 'b'] }]);
      expect(cellsOf(text)[1]).toEqual([name, 'f', 'ready', notes, '1.00', 'a | b']);
    }),
  );
});

test('cells are quoted, and formulas are not calculated', () => {
  const cellOf = (name: string) =>
    resultsCsv([{ name, file: '', verdict: '', notes: '', seconds: null, results: [] }]).split('\r\n')[1];
  expect(['a', 'a,b', 'say "x"', '=1+1', '-3'].map(cellOf)).toEqual(
    ['a', '"a,b"', '"say ""x"""', "'=1+1", "'-3"].map((cell) => `${cell},,,,,`),
  );
});

test('a path is found in another case or form of accents, when only one is like it', () => {
  const find = finderOf(['A/1.JPG', 'b.jpg', 'B.jpg', 'Zoe\u0308.jpg'], (path) => path);
  expect(['A/1.JPG', 'a/1.jpg', 'b.jpg', 'b.JPG', 'Zo\u00eb.jpg', 'c.jpg'].map(find)).toEqual([
    ...['A/1.JPG', 'A/1.JPG', 'b.jpg', undefined, 'Zoe\u0308.jpg', undefined],
  ]);
});

test('a roster that is too long is refused', () => {
  expect(() => parseRoster(Buffer.from(`file\n${'a.jpg\n'.repeat(2001)}`))).toThrow('at most 2000 are allowed');
});

test('names become safe names of files and keep their letters', () => {
  expect(safeName('李伟')).toBe('李伟');
  expect(safeName(' Zoë  O’Neil/Kim: "x" ')).toBe('Zoë O’Neil_Kim_ _x_');
  expect([safeName('..'), safeName('con'), safeName('a\u202eb.')]).toEqual(['photo', 'con_', 'a_b']);
});
