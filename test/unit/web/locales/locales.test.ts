/** Both languages have every text, and a text for every code. */
import { expect, test } from 'vitest';
import { checkAdvice } from '../../../../core/checks.ts';
import { rejections } from '../../../../core/errors.ts';
import { standards } from '../../../../core/standards.ts';
import { adjustTexts } from '../../../../web/locales/adjust-texts.ts';
import { comicTexts } from '../../../../web/locales/comic-texts.ts';
import { en } from '../../../../web/locales/en.ts';
import { objectsTexts } from '../../../../web/locales/objects-texts.ts';
import { remarksZh } from '../../../../web/locales/remarks-zh.ts';
import { tableTexts } from '../../../../web/locales/table-texts.ts';
import { zh } from '../../../../web/locales/zh.ts';

/** Returns every text with its path. Functions are called with numbers. */
function entriesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(3, 4, 5))]];
  return Object.entries(value ?? {}).flatMap(([key, part]) => entriesOf(part, `${path}.${key}`));
}

/** The texts that are loaded with parts of the page. */
const parts = [adjustTexts, comicTexts, objectsTexts, tableTexts];

test.each([{ en, zh }, ...parts])('no text is empty, and both languages have the same ones', (both) => {
  const [english, chinese] = [both.en, both.zh].map((texts) => new Map(entriesOf(texts)));
  expect([...chinese.keys()]).toEqual([...english.keys()]);
  for (const [path, text] of [...english, ...chinese]) {
    expect(text.trim(), path).not.toBe('');
  }
});

test('every rejection and every check has a text', () => {
  for (const texts of [en, zh]) {
    expect(Object.keys(texts.rejections).sort()).toEqual(Object.keys(rejections).sort());
    expect(Object.keys(texts.checks.byCode).sort()).toEqual(Object.keys(checkAdvice).sort());
  }
});

test('the Chinese texts are Chinese, with Chinese punctuation', () => {
  for (const [path, text] of [zh, ...parts.map((part) => part.zh)].flatMap((texts) => entriesOf(texts))) {
    if (!/\p{Script=Han}/u.test(text)) expect(text, path).toMatch(/^([^a-z]*|\S*|English)$/i);
    expect(text, path).not.toMatch(/\p{Script=Han}[,;:?!]|\p{Script=Han}\.$/u);
  }
});

test('every document with a remark has one in Chinese, and no other does', () => {
  const remarked = standards.filter(({ remark }) => remark !== null).map(({ id }) => id);
  expect(Object.keys(remarksZh).sort()).toEqual(remarked.sort());
});
