/** docs/standards.md and the texts that count the standards follow the table. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { standards } from '../../../core/standards.ts';
import { standardsPage } from '../../../scripts/standards-page.ts';

test('docs/standards.md is the table of today; `npm run standards-page` writes it', async () => {
  const lines = (text: string) => text.split('\n').map((line) => line.trimEnd());
  expect(lines(await readFile('docs/standards.md', 'utf8'))).toEqual(lines(standardsPage()));
});

test('the page shows each standard, both names and each source', () => {
  const page = standardsPage();
  for (const { id, name, sources } of standards) {
    expect(page).toContain(`| \`${id}\``);
    expect(page).toContain(name.zh);
    for (const { ref } of sources) {
      const host = /^https?:\/\/([^/\s]+)/.exec(ref)?.[1];
      if (host && /^[\w.-]+$/.test(host)) expect(page, id).toContain(`[${host.toLowerCase()}]`);
    }
  }
});

test.each([
  ['README.md', /\*\*(\d+) photo standards\*\* of (\d+) countries/],
  ['README.zh-CN.md', /\*\*(\d+) 种照片标准\*\*，覆盖 (\d+) 个国家/],
  ['web/index.html', /the rules of (\d+) documents/],
  ['docs/guide/page.md', /among (\d+) documents/],
  ['docs/guide/standards.md', /# all (\d+), one line each/],
])('%s states how many standards there are', async (path, pattern) => {
  const [, documents, countries] = pattern.exec(await readFile(path, 'utf8')) ?? [];
  expect(Number(documents)).toBe(standards.length);
  const countryCount = new Set(standards.flatMap(({ country }) => country ?? [])).size;
  if (countries !== undefined) expect(Number(countries)).toBe(countryCount);
});
