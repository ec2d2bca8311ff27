/** Every language has every text, in its own script and short enough for its place. */
import { describe, expect, test } from 'vitest';
import { namedColours } from '../../../../core/backdrop.ts';
import { checkAdvice } from '../../../../core/checks.ts';
import { rejections } from '../../../../core/errors.ts';
import { objectLabels, tagLabels } from '../../../../core/labels/labels.ts';
import tagLimits from '../../../../core/labels/tag-limits.json' with { type: 'json' };
import { knownPapers } from '../../../../core/papers.ts';
import { standards } from '../../../../core/standards.ts';
import { languageCodes, languageOf, languages } from '../../../../web/locales/languages.ts';
import { pluralOf } from '../../../../web/locales/plural.ts';
import { widestOf, widthOf } from './text-width.ts';

/** Returns every text with its path. Functions are called with numbers. */
function entriesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(3, 4, 5))]];
  return Object.entries(value ?? {}).flatMap(([key, part]) => entriesOf(part, path ? `${path}.${key}` : key));
}

const loaded = await Promise.all(
  languageCodes.map(async (code) => {
    const [main, parts] = await Promise.all([languages[code].load(), languages[code].loadParts()]);
    // The words of the search are no texts, and English and Chinese have the names of things and tags in the data.
    const { search, things, ...shown } = parts;
    return {
      code,
      main,
      things,
      search,
      limits: parts.found.limits,
      texts: new Map([...entriesOf(main.texts), ...entriesOf(shown)]),
    };
  }),
);
const english = loaded[0].texts;
/** Remarks of packs are in the data in English. Each language has those that it translates. */
const isComparable = (path: string) =>
  !/^form\.remarks\.|^found\.limits\.|^instances\.functions\.|^roster\.problems\./.test(path);
const keysOf = (texts: ReadonlyMap<string, string>) => [...texts.keys()].filter(isComparable);
const scripts: Readonly<Record<string, RegExp>> = {
  zh: /\p{Script=Han}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
  hi: /\p{Script=Devanagari}/u,
  ar: /\p{Script=Arabic}/u,
};

describe.each(loaded)('$code', ({ code, main, things, limits, texts }) => {
  test('no text is missing or empty', () => {
    expect(keysOf(texts).sort()).toEqual(keysOf(english).sort());
    for (const [path, text] of texts) expect(text.trim(), path).not.toBe('');
  });

  test('every rejection and every check has a text', () => {
    expect(Object.keys(main.texts.rejections).sort()).toEqual(Object.keys(rejections).sort());
    expect(Object.keys(main.texts.checks.byCode).sort()).toEqual(Object.keys(checkAdvice).sort());
  });

  test('no text is too long for its place', () => {
    for (const [path, text] of texts) {
      expect(widthOf(text), `${path}: ${text}`).toBeLessThanOrEqual(widestOf(path, english.get(path) ?? text));
    }
  });

  test('every text is translated', () => {
    const script = scripts[code];
    for (const [path, text] of texts) {
      if (/^(tag|direction|units\.|marks\.)/.test(path)) continue;
      if (script && !script.test(text)) expect(text, path).toMatch(/^([^a-z]*|\S*|3, 4|3 \/ 4)$/i);
      // A sentence of four words is not the same in two languages.
      if (code !== 'en' && text === english.get(path)) expect(text.split(/\s/).length, path).toBeLessThan(4);
    }
  });

  test('the data have a name for every colour, paper, thing and tag', () => {
    if (code === 'en' || code === 'zh') return;
    const ofStandards = standards.flatMap(({ backdrops }) => backdrops.map(({ name }) => name.en));
    const named = new Set([...ofStandards, ...namedColours.map(({ en }) => en)]);
    for (const name of named) expect(main.names, name).toHaveProperty([name]);
    const worded = knownPapers
      .map(({ name }) => name.en.toLowerCase())
      .filter((name) => !/^(a\d|[\w]+ \(\d+ x \d+ mm\))$/.test(name));
    for (const name of [...worded, 'hagaki (100 x 148 mm)']) expect(main.names, name).toHaveProperty([name]);
    expect(Object.keys(things).sort()).toEqual([...objectLabels, ...tagLabels].map(({ id }) => id).sort());
    expect(Object.keys(limits ?? {}).sort()).toEqual(tagLimits.map(({ code: limit }) => limit).sort());
  });
});

test('the Chinese texts have Chinese punctuation', () => {
  for (const [path, text] of loaded.find(({ code }) => code === 'zh')?.texts ?? []) {
    expect(text, path).not.toMatch(/\p{Script=Han}[,;:?!]|\p{Script=Han}\.$/u);
  }
});

test('a Chinese number stays with its measure word', () => {
  const zh = loaded.find(({ code }) => code === 'zh')?.texts;
  expect(zh?.get('hero.title')).toBe('合规证件照，一\u2060张照片就够。');
  expect(zh?.get('photos.look')).toBe('3\u00a0张需要查看');
});

test('every document with a remark has one in Chinese, and no other does', () => {
  const remarked = standards.filter(({ remark }) => remark !== null).map(({ id }) => id);
  const remarks = loaded.find(({ code }) => code === 'zh')?.main.remarks ?? {};
  expect(Object.keys(remarks).sort()).toEqual(remarked.sort());
});

test('the first language of the browser that the page has is used, whatever its region', () => {
  expect(languageOf(['zh-Hant-TW', 'en'])).toBe('zh');
  expect(languageOf(['sv-SE', 'EN-gb'])).toBe('en');
  expect(languageOf(['sv', 'constructor'])).toBe('en');
  expect(languageOf([])).toBe('en');
});

test('a text with a count has the forms of its language', () => {
  const forms = { zero: 'zero', one: 'one', two: 'two', few: '# few', many: '# many', other: '# other' };
  const arabic = [0, 1, 2, 3, 11, 100].map((count) => pluralOf('ar')(count, forms));
  expect(arabic).toEqual(['zero', 'one', 'two', '3 few', '11 many', '100 other']);
  expect([1, 2].map((count) => pluralOf('en')(count, { one: '# photo', other: '# photos' }))).toEqual([
    '1 photo',
    '2 photos',
  ]);
});
