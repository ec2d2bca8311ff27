/** Compares docs/threat-model.md with the tree: files, links and commands exist, and every claim names a test. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchNames } from '../../../bench/options.ts';
import { projectDir } from '../../../scripts/supply/lockfile.ts';

const text = readFileSync(join(projectDir, 'docs', 'threat-model.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The rows of the tables whose last column is «proven by», without heads and rules. */
const claims = text
  .split('\n### ')
  .slice(1)
  .flatMap((section) => section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (claim|---)/.test(line)));

test('every file that it names is there', () => {
  const named = [
    ...text.matchAll(/`((?:core|functions|layers|infra|local|scripts|test)\/[\w./-]+\.(?:ts|json))`/g),
  ].map(([, path]) => path);
  expect(new Set(named).size).toBeGreaterThan(50);
  expect(named.filter((path) => !existsSync(join(projectDir, path)))).toEqual([]);
});

test('every link of it leads somewhere', () => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path);
  expect(links.filter((path) => !existsSync(join(projectDir, 'docs', path)))).toEqual([]);
});

test('every claim names a test that proves it', () => {
  expect(claims.length).toBeGreaterThan(20);
  for (const claim of claims) {
    const columns = claim.split('|').map((column) => column.trim());
    expect(columns[columns.length - 2], claim).toMatch(/`test(?:\/[\w-]+)+\/[\w-]+\.test\.ts`/);
  }
});

test('every command that it names is there', () => {
  for (const [, script, bench] of text.matchAll(/`npm run ([\w-]+)(?: -- ([\w-]+))?`/g)) {
    expect(scripts).toHaveProperty(script);
    if (script === 'bench') expect(benchNames).toContain(bench);
  }
});
