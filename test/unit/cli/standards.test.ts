/** `npm run standards` without a shell: its output, and its errors for a wrong id or country. */
import { stdout } from 'node:process';
import { afterEach, expect, test, vi } from 'vitest';
import { runStandards } from '../../../cli/standards.ts';
import { UsageError } from '../../../cli/usage.ts';
import { standards } from '../../../core/standards.ts';

afterEach(() => vi.restoreAllMocks());

async function print(...args: string[]): Promise<string> {
  const write = vi.spyOn(stdout, 'write').mockReturnValue(true);
  expect(await runStandards(args)).toBe(0);
  const text = write.mock.calls.map(([chunk]) => String(chunk)).join('');
  write.mockRestore();
  return text;
}

test('lists every standard once, in both languages', async () => {
  const lines = (await print()).split('\n');
  for (const { id, name } of standards) {
    const own = lines.filter((line) => line.startsWith(`${id} `));
    expect(own, id).toHaveLength(1);
    expect(own[0]).toContain(`${name.en} · ${name.zh}`);
  }
});

test('lists the standards of one country, in upper or lower case, and those without a country', async () => {
  const ids = (text: string) => JSON.parse(text).map(({ id }: { id: string }) => id);
  const japan = standards.filter(({ country }) => country === 'JP').map(({ id }) => id);
  expect(ids(await print('--country', 'jp', '--json'))).toEqual(japan);
  expect(ids(await print('--country', 'intl', '--json'))).toContain('icao-9303-portrait');
});

test('lists what is weak in each record, and counts the records', async () => {
  const text = await print('--audit');
  for (const { id } of standards) expect(text, id).toMatch(new RegExp(`^2026-\\d\\d-\\d\\d {2}${id} `, 'm'));
  expect(text).toContain(`\n${standards.length} records of `);
  expect((await print('--audit', '--country', 'JP')).split('\n')[1]).toMatch(/ jp-/);
});

test('prints the records as JSON, unchanged', async () => {
  expect(JSON.parse(await print('--json'))).toEqual(standards);
  expect(JSON.parse(await print('us-passport', '--json'))).toMatchObject([{ id: 'us-passport' }]);
});

test('explains a standard: sizes, rules in mm and px, file, backdrop, editing, sources', async () => {
  const text = await print('cn-id-card');
  for (const expected of [
    '居民身份证',
    /26 x 32 mm, 358 x 441 px at 350 dpi/,
    /top of the hair below the upper edge +0\.5\.\.1\.5 mm = 7\.\.21 px/,
    /eyes above the lower edge +from 15 mm = from 207 px/,
    /at least 14336 bytes; at most 20000 bytes; jpeg/,
    /white · 白色 #FFFFFF/,
    /unconfirmed +text/,
    /confidence +secondary \(copies of the office's text/,
    /checked +2026-11-30/,
    /editing +not-known: cropping/,
  ]) {
    expect(text).toMatch(expected);
  }
  expect(await print('au-passport')).toMatch(/forbidden: replacing the background, changing tones, retouching/);
  expect(await print('au-passport')).toMatch(/«No retouching of any kind.+passports\.gov\.au.+read 2026-11-29\)/);
  expect(await print('au-passport')).toMatch(/confidence +official \(the office's own page was read\)/);
  expect(await print('us-uscis')).toMatch(/taken by +Since 12 December 2025 USCIS/);
  expect(await print('icao-9303-portrait')).toMatch(/31\.5\.\.36 mm = 372\.\.425 px = 70\.\.80 % of the height/);
});

test('every standard has a complete page that names each of its sources', async () => {
  for (const { id, sources } of standards) {
    const page = await print(id);
    expect(page, id).not.toMatch(/undefined|NaN|null|Infinity/);
    for (const { ref } of sources) expect(page).toContain(ref);
  }
});

test('explains a size of the user’s own, and lists the documents of this size', async () => {
  expect(await print('35x45mm@350')).toMatch(/35 x 45 mm, 482 x 620 px at 350 dpi/);
  expect(await print('2x2in')).toMatch(/50\.8 x 50\.8 mm[\s\S]*us-passport /);
});

test('searches by words, in one argument or in several', async () => {
  const ids = async (...words: string[]) =>
    JSON.parse(await print(...words, '--json')).map(({ id }: { id: string }) => id);
  expect(await ids('india')).toContain('in-evisa');
  expect(await ids('green', 'card')).toEqual(await ids('green card'));
  expect((await ids('us-pasport'))[0]).toBe('us-passport');
  expect(await ids('us-passport', '一寸')).toEqual(['us-passport', 'cn-1-inch']);
  expect(await print('us pasport')).toMatch(/us-passport-online-renewal/);
  expect(await print('i-485')).toMatch(/residence/);
});

test('an unknown name or country is a UsageError that lists the nearest or valid ones', async () => {
  await expect(runStandards(['xx-passport'])).rejects.toThrow(UsageError);
  await expect(runStandards(['xx-passport'])).rejects.toThrow(/nearest are:\n\n( +[a-z-]*passport[a-z-]* .*\n?){3}$/);
  await expect(runStandards(['1x99mm'])).rejects.toThrow(/longer side/);
  await expect(runStandards(['--country', 'ZZ'])).rejects.toThrow(/CN/);
  await expect(runStandards(['--frobnicate'])).rejects.toThrow(UsageError);
});

test('names the forms of a photo with all their files, and the rule on its caption', async () => {
  const text = await print('neet');
  expect(text).toContain('India NEET UG form · 印度 NEET UG 报名表: all files with --pack neet-ug');
  expect(text).toMatch(/^ {2}signature {5}413 x 177 px {2}4\.\.30 kB {2}neet-ug:signature$/m);
  expect(await print('in-upsc')).toMatch(
    /^caption +required: «The name of the candidate.*all files with --pack upsc/ms,
  );
  expect(await print('us-passport')).not.toContain('--pack');
});
