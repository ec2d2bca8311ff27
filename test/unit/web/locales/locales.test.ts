/** Both languages say everything: every code of the studio, in their own texts. */
import { expect, test } from 'vitest';
import { checkAdvice } from '../../../../core/checks.ts';
import { rejections } from '../../../../core/errors.ts';
import { standards } from '../../../../core/standards.ts';
import { en } from '../../../../web/locales/en.ts';
import { remarksZh } from '../../../../web/locales/remarks-zh.ts';
import { zh } from '../../../../web/locales/zh.ts';

/** Every sentence, by its path; functions are called with figures. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(3, 4))]];
  return Object.entries(value ?? {}).flatMap(([key, part]) => sentences(part, `${path}.${key}`));
}

test('no sentence is empty, and both languages have the same ones', () => {
  const [english, chinese] = [en, zh].map((texts) => new Map(sentences(texts)));
  expect([...chinese.keys()]).toEqual([...english.keys()]);
  for (const [path, text] of [...english, ...chinese]) {
    expect(text.trim(), path).not.toBe('');
  }
});

test('every rejection and every check has texts', () => {
  for (const texts of [en, zh]) {
    expect(Object.keys(texts.rejections).sort()).toEqual(Object.keys(rejections).sort());
    expect(Object.keys(texts.checks.byCode).sort()).toEqual(Object.keys(checkAdvice).sort());
  }
});

test('Chinese is Chinese, with its own punctuation', () => {
  for (const [path, text] of sentences(zh)) {
    if (!/\p{Script=Han}/u.test(text)) expect(text, path).toMatch(/^([^a-z]*|\S*|English)$/i);
    expect(text, path).not.toMatch(/\p{Script=Han}[,;:?!]|\p{Script=Han}\.$/u);
  }
});

test('every remark on a document is there in Chinese, and none of a document that has none', () => {
  const remarked = standards.filter(({ remark }) => remark !== null).map(({ id }) => id);
  expect(Object.keys(remarksZh).sort()).toEqual(remarked.sort());
});
