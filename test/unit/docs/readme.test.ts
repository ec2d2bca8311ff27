/** Both READMEs say the same: as many headings, lists and pictures in the same order, the same commands, links and settings. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';

let english: string;
let chinese: string;
beforeAll(async () => {
  [english, chinese] = await Promise.all(['README.md', 'README.zh-CN.md'].map((path) => readFile(path, 'utf8')));
});

/** What every match of the pattern holds in its group, in both. */
function inBoth(pattern: RegExp, tidy = (text: string) => text): [string[], string[]] {
  const found = (text: string) => [...text.matchAll(pattern)].map(([all, group]) => tidy(group ?? all));
  return [found(english), found(chinese)];
}

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '');

test('the same headings, at the same depth', () => {
  const [first, second] = [english, chinese].map((text) =>
    [...withoutCode(text).matchAll(/^(#+) /gm)].map(([, depth]) => depth),
  );
  expect(second).toEqual(first);
  expect(first.length).toBeGreaterThan(5);
});

test('the same commands and outputs; only comments are translated', () => {
  const [first, second] = inBoth(/^```[^\n]*\n([\s\S]*?)^```$/gm, (code) => code.replaceAll(/ +# .*$/gm, ''));
  expect(second).toEqual(first);
  expect(first.length).toBeGreaterThan(5);
});

test('the same pictures and links, but for the way to the other language', () => {
  const [first, second] = inBoth(/\]\(([^)]+)\)/g);
  const others = (links: string[]) => links.filter((link) => !/^README/.test(link));
  expect(others(second)).toEqual(others(first));
});

test('the same names of commands, options, codes and files in the text', () => {
  const names = (text: string) => [...new Set([...withoutCode(text).matchAll(/`([^`]+)`/g)].map(([, name]) => name))];
  expect(names(chinese).sort()).toEqual(names(english).sort());
});
