/** `npm run photo` as a process: input and output files, exit codes, and only JSON on stdout. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawnPortrait } from '../support/drawn.ts';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'zerobooth-command-'));
  await mkdir(join(dir, 'in', 'twin'), { recursive: true });
  const portrait = await drawnPortrait('beard');
  await writeFile(join(dir, 'in', 'good.jpg'), portrait);
  await writeFile(join(dir, 'in', 'twin', 'good.jpg'), portrait);
  await writeFile(join(dir, 'in', 'bad.jpg'), 'this is no picture');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const run = (...args: string[]) => runIn({}, ...args);

async function runIn(env: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, [join('cli', 'zerobooth.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', ...env },
  });
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { stdout, stderr, code };
}

test('a batch with a bad file makes the other photos, reports the reason, and exits with 1', async () => {
  const outDir = join(dir, 'out');
  const { stdout, code } = await run(
    'photo',
    join(dir, 'in'),
    join(dir, 'in', '*', 'good.jpg'),
    '--out',
    outDir,
    '--backdrop',
    'red,blue',
    '--sheet',
    '4R',
    '--sheet-format',
    'pdf',
    '--json',
  );
  const { photos } = JSON.parse(stdout);
  expect(photos).toMatchObject([
    { source: join(dir, 'in', 'bad.jpg'), status: 'rejected', code: 'unsupported-format', outputs: [] },
    { source: join(dir, 'in', 'good.jpg'), status: 'done', code: null },
    { source: join(dir, 'in', 'twin', 'good.jpg'), status: 'done', code: null },
  ]);
  expect(code).toBe(1);
  const [output] = photos[1].outputs;
  expect(output).toMatchObject({
    kind: 'photo',
    standard: 'cn-1-inch',
    backdrop: 'red',
    widthPx: 295,
    heightPx: 413,
    densityDpi: 300,
  });
  expect(await readFile(output.path)).toHaveLength(output.sizeBytes);
  expect(await sharp(output.path).metadata()).toMatchObject({ format: 'jpeg', width: 295, height: 413 });
  const [, other, sheet] = photos[1].outputs;
  expect(other).toMatchObject({ kind: 'photo', standard: 'cn-1-inch', backdrop: 'blue' });
  expect(sheet).toMatchObject({ kind: 'sheet', standard: null, backdrop: 'red,blue' });
  expect((await readFile(sheet.path)).toString('latin1', 0, 5)).toBe('%PDF-');
  expect((await readdir(outDir)).sort()).toEqual([
    '.zerobooth-journal.jsonl',
    'contact-sheet-1.jpg',
    'good-cn-1-inch-blue.jpg',
    'good-cn-1-inch-red.jpg',
    'good-sheet-4r.pdf',
    'results.csv',
    'twin',
  ]);
  expect((await readdir(join(outDir, 'twin'))).sort()).toEqual([
    'good-cn-1-inch-blue.jpg',
    'good-cn-1-inch-red.jpg',
    'good-sheet-4r.pdf',
  ]);

  const roster = join(dir, 'class.csv');
  await writeFile(
    roster,
    'name,file,backdrop,copies\n李伟,in/good.jpg,red,3\nAnn,in/twin/good.jpg,red,2\nBob,in/no.jpg,,\n',
  );
  const school = ['photo', '--roster', roster, '--out', join(dir, 'school'), '--sheet', 'A5', '--sheet-names'];
  const first = await run(...school, '--sheet-format', 'pdf');
  expect(first).toMatchObject({ code: 1, stdout: expect.stringMatching(/^row 4 \(Bob\): there is no file /) });
  const again = await run(...school, '--sheet-format', 'jpeg');
  expect(again).toMatchObject({ code: 1, stdout: expect.stringContaining('2 kept of an earlier run; 2 done') });
  const results = await readFile(join(dir, 'school', 'results.csv'), 'utf8');
  expect(results.split('\r\n').map((line) => line.split(',')[0])).toEqual(['\ufeffname', '李伟', 'Ann', 'Bob', '']);
  const names = ['contact-sheet-1.jpg', 'in', 'results.csv', 'sheet-1.jpg', 'sheets.pdf'];
  expect((await readdir(join(dir, 'school'))).sort()).toEqual(['.zerobooth-journal.jsonl', ...names]);
  expect((await readdir(join(dir, 'school', 'in'))).sort()).toEqual(['twin', '李伟-cn-1-inch-red.jpg']);
});

test.each([
  ['no file', []],
  ['an unknown standard', ['package.json', '--standard', 'us-pasport']],
  ['an --out that is a file', ['package.json', '--out', 'package.json']],
])('%s is a usage error: exit code 2 and one sentence', async (_, args) => {
  const { stdout, stderr, code } = await run('photo', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^.+\n$/);
});

test('options that npm kept are answered with the missing dashes', async () => {
  const env = { npm_lifecycle_script: 'node cli/zerobooth.cjs photo', npm_config_standard: 'true' };
  const { stderr, code } = await runIn(env, 'photo', 'jane.jpg', 'us-visa-print');
  expect(code).toBe(2);
  expect(stderr).toContain('npm run photo -- jane.jpg --standard ID');
});

test('texts are Chinese by the locale or by --lang', async () => {
  const help = await runIn({ LC_ALL: '', LANG: 'zh_CN.UTF-8' }, 'photo', '--help');
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('用法：npm run photo') });
  expect((await run('--lang=zh', 'photo')).code).toBe(2);
  const { stderr } = await run('photo', join(dir, 'nowhere.jpg'), '--lang', 'zh');
  expect(stderr).toMatch(/^没有文件符合 .*nowhere.jpg。\n$/);
});

test('a reader that leaves and a full disk behind stdout end a command without a stack', async () => {
  const shell = (line: string) => runShell(`${process.execPath} ${join('cli', 'zerobooth.cjs')} ${line}`);
  expect(await shell('standards --json | true')).toEqual({ stdout: '', stderr: '' });
  const full = await shell('standards > /dev/full');
  expect(full.stderr).toMatch(/^The output cannot be written: the disk is full\.\n$/);
});

async function runShell(line: string) {
  const child = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr };
}

test('npm run standards lists, explains, searches and refuses', async () => {
  const list = await run('standards', '--country', 'CN');
  expect(list).toMatchObject({ code: 0, stderr: '' });
  expect(list.stdout).toMatch(/^cn-1-inch .*一寸$/m);
  expect(JSON.parse((await run('standards', 'us-passport', '--json')).stdout)).toMatchObject([{ id: 'us-passport' }]);
  expect((await run('standards', 'us-pasport')).stdout).toMatch(/^us-passport /m);
  expect(await run('standards', 'atlantis')).toMatchObject({ code: 2, stdout: '' });
});
