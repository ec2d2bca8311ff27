/** Both READMEs are short and have the same sections, commands, links, names and figures. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';

const mostLines = 150;

let english: string;
let chinese: string;
beforeAll(async () => {
  [english, chinese] = await Promise.all(['README.md', 'README.zh-CN.md'].map((path) => readFile(path, 'utf8')));
});

/** Returns the first group of every match in both texts; without a group, the whole match. */
function inBoth(pattern: RegExp, tidy = (text: string) => text): [string[], string[]] {
  const found = (text: string) => [...text.matchAll(pattern)].map(([all, group]) => tidy(group ?? all));
  return [found(english), found(chinese)];
}

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '');

test('each has at most 150 lines', () => {
  for (const text of [english, chinese]) expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(mostLines);
});

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
  expect(first.length).toBeGreaterThan(4);
});

test('the same pictures and links, except the link to the other language', () => {
  const [first, second] = inBoth(/\]\(([^)]+)\)/g);
  const others = (links: string[]) => links.filter((link) => !/^README/.test(link));
  expect(others(second)).toEqual(others(first));
});

test('the same names of commands, options, codes and files in the text', () => {
  const names = (text: string) => [...new Set([...withoutCode(text).matchAll(/`([^`]+)`/g)].map(([, name]) => name))];
  expect(names(chinese).sort()).toEqual(names(english).sort());
});

test('the same number of list items in every section', () => {
  const items = (text: string) =>
    withoutCode(text)
      .split(/^## /m)
      .map((section) => section.match(/^(?:- |\d+\. )/gm)?.length ?? 0);
  expect(items(chinese)).toEqual(items(english));
});

test('the same figures in every row of the table of figures', () => {
  const figures = (text: string) => text.match(/\d+(?:[.,]\d+)*/g) ?? [];
  const rows = (text: string) => text.split('\n').filter((line) => /^\| .*\d/.test(line));
  const [first, second] = [english, chinese].map(rows);
  expect(first.length).toBeGreaterThan(10);
  expect(second).toHaveLength(first.length);
  first.forEach((row, at) => {
    expect(megapixels(figures(second[at])).sort(), row).toEqual(megapixels(figures(row)).sort());
  });
});

/** Chinese counts 24 MP as 2400 times ten thousand pixels. */
function megapixels(figures: string[]): string[] {
  return figures.map((figure) => (figure === '2400' ? '24' : figure));
}
