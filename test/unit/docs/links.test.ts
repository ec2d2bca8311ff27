/** Every link of the documentation leads to a file that exists, and to a heading where it names one. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { projectDir } from '../../../scripts/supply/lockfile.ts';

const ignored = [
  'node_modules',
  'dist',
  'cdk.out',
  'out',
  '.zerobooth',
  'layers/model/store',
  'shared',
  'bench/results',
];
const documents = globSync('**/*.md', {
  cwd: projectDir,
  dot: true,
  ignore: ignored.map((folder) => `${folder}/**`),
}).sort();

/** Returns the targets of links and pictures that are not web addresses, without those in code. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target]) => target);
}

/** Returns the anchors of a document's headings in GitHub's spelling. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents)('%s', (document) => {
  test('has no link that leads nowhere', () => {
    const text = readFileSync(join(projectDir, document), 'utf8');
    for (const link of linksOf(text)) {
      const [path, anchor] = link.split('#');
      const target = path === '' ? join(projectDir, document) : join(projectDir, dirname(document), path);
      expect(existsSync(target), link).toBe(true);
      expect(relative(projectDir, target), link).not.toMatch(/^\.\./);
      if (anchor) expect(anchorsOf(readFileSync(target, 'utf8')), link).toContain(anchor);
    }
  });
});

test('every guide is linked from the README', () => {
  const readme = readFileSync(join(projectDir, 'README.md'), 'utf8');
  const guides = documents.filter((path) => path.startsWith('docs/guide/'));
  expect(guides.length).toBeGreaterThan(8);
  expect(guides.filter((path) => !readme.includes(`(${path})`))).toEqual([]);
});

test('every decision has a problem, a decision and a consequence in at most fifteen lines', () => {
  const decisions = documents.filter((path) => path.startsWith('docs/decisions/'));
  expect(decisions.length).toBeGreaterThan(10);
  for (const path of decisions) {
    const [head] = readFileSync(join(projectDir, path), 'utf8').split(/^## Appendix$/m);
    const lines = head
      .split('\n')
      .slice(1)
      .filter((line) => line.trim() !== '');
    expect(lines.length, path).toBeLessThanOrEqual(15);
    for (const part of ['**Problem.**', '**Decision', '**Consequence']) expect(head, path).toContain(part);
  }
});

test('the documentation names only files of the tree', () => {
  for (const path of documents.filter((name) => !name.startsWith('CHANGELOG'))) {
    const text = readFileSync(join(projectDir, path), 'utf8');
    const named = text.matchAll(
      /`((?:core|functions|layers|infra|local|ops|cli|web|build|scripts|bench|test|docs|files|portraits)\/[\w./-]+)`/g,
    );
    for (const [, name] of named) {
      // NAME stands for a name to choose; files/results/ is a folder of the object server's data.
      if (/NAME|^files\/results/.test(name)) continue;
      expect(existsSync(join(projectDir, name)), `${path}: ${name}`).toBe(true);
    }
  }
});
