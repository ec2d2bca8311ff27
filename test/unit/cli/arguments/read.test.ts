/** Arguments are read by the table of the command; each mistake has one sentence. */
import { expect, test } from 'vitest';
import { chooseLanguage } from '../../../../cli/arguments/language.ts';
import { nearest, readCommand } from '../../../../cli/arguments/read.ts';
import { photoTable } from '../../../../cli/tables/photo-table.ts';
import { demoTable } from '../../../../cli/tables/small-tables.ts';

test('options and words are read in any order; missing ones have their defaults', () => {
  const { values, words } = readCommand(photoTable, [
    'a.jpg',
    '--standard',
    'x',
    '--json',
    '--standard=y',
    '--',
    '-b.jpg',
  ]);
  expect(words).toEqual(['a.jpg', '-b.jpg']);
  expect(values).toMatchObject({ standard: ['x', 'y'], json: true, strict: false, out: 'out', backdrop: [] });
  expect(values.sheet).toBeUndefined();
});

test.each([
  [['--stanard', 'x'], 'There is no option --stanard. Did you mean --standard?'],
  [['--size', '35x45mm'], 'There is no option --size. Did you mean --standard?'],
  [['--frobnicate'], 'There is no option --frobnicate. All'],
  [['-x'], 'There is no option -x.'],
  [['--json=yes'], '--json takes no value.'],
  [['--out'], '--out needs a value.'],
  [
    ['--out', '--json'],
    '--out needs a value, not the option --json; a value that begins with a dash is written --out=--json.',
  ],
  [['--format', 'gif'], '--format must be auto, jpeg or png, not "gif".'],
])('%j is refused', (args, message) => {
  expect(() => readCommand(photoTable, args)).toThrow(message);
  expect(() => readCommand(photoTable, args)).toThrow(/npm run photo -- --help$/);
});

test('a command without words refuses them', () => {
  expect(() => readCommand(demoTable, ['jane.jpg'])).toThrow('The command takes no words, but was given "jane.jpg".');
});

test('the language is that of --lang, else of the locale', () => {
  expect(chooseLanguage([], { LANG: 'zh_TW.UTF-8' })).toBe('zh');
  expect(chooseLanguage([], { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('en');
  expect(chooseLanguage(['--lang', 'zh'], { LC_ALL: 'de_DE' })).toBe('zh');
  expect(() => readCommand(demoTable, ['--lang', 'fr'])).toThrow('--lang 只能是 en、zh');
  expect(chooseLanguage(['--lang=en'], { LANG: 'zh_CN' })).toBe('en');
});

test('the nearest name differs by at most two letters', () => {
  expect(nearest('phto', ['demo', 'photo'])).toBe('photo');
  expect(nearest('mail', ['demo', 'photo'])).toBeNull();
});
