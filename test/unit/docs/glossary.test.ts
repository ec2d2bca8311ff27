/**
 * Compares docs/glossary.md with the tree: each word in the name of a folder or an exported type is in the glossary or
 * in test/support/plain-words.txt, and the words that were given up are not used any more.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { projectDir } from '../../../scripts/supply/lockfile.ts';

const ignored = ['node_modules', 'dist', 'cdk.out', 'coverage', 'out', '.zerobooth', 'layers/model/store', 'shared'];
const filesLike = (...patterns: string[]) =>
  globSync(patterns, { cwd: projectDir, ignore: ignored.map((folder) => `${folder}/**`) });
const read = (path: string) => readFileSync(join(projectDir, path), 'utf8');

const sources = filesLike('**/*.{ts,tsx}');
const glossary = read('docs/glossary.md');
/** The rows of the glossary's tables as [words, meaning, places]. */
const rows = [...glossary.matchAll(/^\| (?!word \||---)(.+?) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, words, meaning, places]) => ({ entries: words.split(', '), meaning, places }),
);

/** Splits a name into lower-case words: `HTTPServerOptions` into http, server, options. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => /[a-z]/.test(word));
}

const [, ...plainLines] = read('test/support/plain-words.txt').split('\n\n');
const plain = new Set(plainLines.join(' ').split(/\s+/));
const explained = new Set(rows.flatMap(({ entries }) => entries.flatMap(wordsOf)));

/** Accepts a plural of a word that is in one of the lists. */
function isExplained(word: string): boolean {
  const forms = [word, word.replace(/s$/, ''), word.replace(/es$/, '')];
  return forms.some((form) => plain.has(form) || explained.has(form));
}

const folders = [...new Set(sources.flatMap((path) => path.split('/').slice(0, -1)))];
const exportedTypes = sources
  .filter((path) => !path.startsWith('test/'))
  .flatMap((path) =>
    [...read(path).matchAll(/^export (?:declare )?(?:abstract )?(?:type|interface|class) (\w+)/gm)].map(
      ([, name]) => [path, name] as const,
    ),
  );

describe('the glossary', () => {
  test('holds each word once, with a meaning', () => {
    const entries = rows.flatMap((row) => row.entries.map((entry) => entry.toLowerCase()));
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter((entry, at) => entries.indexOf(entry) !== at)).toEqual([]);
    for (const { entries: words, meaning } of rows) expect(meaning.length, words.join()).toBeGreaterThan(10);
  });

  test('names places that exist', () => {
    for (const { places } of rows) {
      for (const [, path] of places.matchAll(/`([\w./-]+)`/g)) {
        expect(existsSync(join(projectDir, path)), path).toBe(true);
      }
    }
  });

  test('explains each word in the name of a folder', () => {
    expect(folders.length).toBeGreaterThan(40);
    expect(folders.filter((name) => !wordsOf(name).every(isExplained))).toEqual([]);
  });

  test('explains each word in the name of an exported type', () => {
    expect(exportedTypes.length).toBeGreaterThan(200);
    const unexplained = exportedTypes.filter(([, name]) => !wordsOf(name).every(isExplained));
    expect(unexplained.map(([path, name]) => `${path}: ${name}`)).toEqual([]);
  });

  test('does not accept private words', () => {
    for (const name of ['Turnstile', 'Desk', 'Sitter', 'LaneOptions', 'WeighedOpinions', 'GoldenTruth']) {
      const names = wordsOf(name).filter((word) => !givenUp.has(word) && !isExplained(word));
      const refused = wordsOf(name).some((word) => givenUp.has(word)) || names.length > 0;
      expect(refused, name).toBe(true);
    }
    for (const name of ['Options', 'Photo', 'FunctionQueueOptions']) {
      expect(wordsOf(name).every(isExplained), name).toBe(true);
    }
  });
});

/** Words that were given up, and the word that replaces each. */
const givenUp = new Map([
  ['desk', 'api'],
  ['golden', 'pre-traffic'],
  ['sitter', 'person'],
  ['turnstile', 'limiter'],
  ['lane', 'function queue'],
  ['letter', 'dead letter'],
  ['opinion', 'fusion'],
]);
const singular = (word: string) => word.replace(/s$/, '');

describe('words that were given up', () => {
  test('are in no name of a folder or file', () => {
    const paths = [...sources, ...filesLike('**/*.{md,css,html,svg}')].filter((path) => path !== 'docs/glossary.md');
    const names = paths.map((path) => path.replace(/^test\/golden\//, ''));
    const bad = names.filter((path) => {
      const words = wordsOf(path).map(singular);
      return words.some((word, at) => givenUp.has(word) && !(word === 'letter' && words[at - 1] === 'dead'));
    });
    expect(bad).toEqual([]);
  });

  test('are in no name of an exported type', () => {
    const bad = exportedTypes.filter(([, name]) => {
      const words = wordsOf(name).map(singular);
      return words.some((word, at) => givenUp.has(word) && !(word === 'letter' && words[at - 1] === 'dead'));
    });
    expect(bad.map(([path, name]) => `${path}: ${name}`)).toEqual([]);
  });

  test('are in no comment, text or document, except the pages that explain them', () => {
    // A word in quotes or in a longer name is a deployed name; `golden test` is the word for the tests in test/golden.
    const prose = /(?<=\s)(?<!--function )(?:desk|sitter|turnstile|opinion|golden(?! tests?\b))s?(?=[\s.,;!?»'’]|$)/gim;
    const explaining = ['CHANGELOG.md', 'docs/decisions/0020-layout-and-words.md', 'test/unit/docs/glossary.test.ts'];
    const texts = filesLike('**/*.{ts,tsx,md,css,html,svg}').filter(
      (path) => !explaining.includes(path) && !path.startsWith('bench/results/'),
    );
    const bad = texts.flatMap((path) => [...read(path).matchAll(prose)].map(([word]) => `${path}: ${word}`));
    expect(bad).toEqual([]);
  });
});
