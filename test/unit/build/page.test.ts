/** The built page: the size of a first visit, and no content that the API's content security policy forbids. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPage, type PageFile } from '../../../build/page.ts';
import { readyPage } from '../../../build/ready-parts.ts';
import { standards } from '../../../core/standards.ts';
import { builtDir } from '../../../files/built.ts';
import { languageCodes } from '../../../web/locales/languages.ts';

let outDir: string;
let files: readonly PageFile[];
let html: string;
beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'zerobooth-build-'));
  await mkdir(join(outDir, 'web', 'assets'), { recursive: true });
  await writeFile(join(outDir, 'web', 'assets', 'main-of-an-earlier-build.js'), '');
  files = await buildPage({ outDir });
  html = await readFile(join(outDir, 'web', 'index.html'), 'utf8');
});
afterAll(() => rm(outDir, { recursive: true, force: true }));

test('a first visit loads at most 150 kB in all, in every language', async () => {
  const found = await readdir(join(outDir, 'web'), { recursive: true, withFileTypes: true });
  const onDisk = found.filter((entry) => entry.isFile()).map(({ name }) => name);
  expect(onDisk.sort()).toEqual([...files.map(({ path }) => basename(path)), 'licences.txt'].sort());
  const sumOf = (some: readonly PageFile[]) => some.reduce((sum, { wireBytes }) => sum + wireBytes, 0);
  const first = files.filter(({ isFirst }) => isFirst);
  // English is in the first script. Any other language is one script more.
  const languages = files.filter(({ path }) => /^assets\/[a-z]{2}-main-/.test(path));
  expect(languages).toHaveLength(languageCodes.length - 1);
  for (const language of languages) expect(sumOf([...first, language]), language.path).toBeLessThanOrEqual(150_000);
});

test('rare parts are loaded on demand: each is one script, and no script of a first visit contains it', async () => {
  const scripts = files.filter(({ path }) => path.endsWith('.js'));
  expect(scripts.filter(({ isFirst }) => isFirst)).toHaveLength(1);
  const parts = scripts.filter(({ isFirst }) => !isFirst).map(({ path }) => path);
  expect(parts.map((path) => path.replace(/^assets\/|-[a-z0-9]{8}\.js$/g, '')).sort()).toEqual(
    expect.arrayContaining(['camera-dialog', 'document-dialog', 'zh-main', 'zh-parts', 'zip']),
  );
  const codes = new Map<string, string>();
  for (const { path } of scripts) codes.set(path, await readFile(join(outDir, 'web', path), 'utf8'));
  for (const part of parts) {
    // Two parts may share a third one.
    const importing = [...codes].filter(([path, code]) => path !== part && code.includes(basename(part)));
    expect(importing.length, part).toBeGreaterThan(0);
  }
  const main = codes.get(scripts.find(({ isFirst }) => isFirst)?.path ?? '') ?? '';
  expect(main).not.toMatch(/[\u4e00-\u9fff]{12}，/);
});

test('the start page can be read before any script has run', () => {
  expect(html).toContain('<h1>ID photos that fit the rules.</h1>');
  expect(html).toContain('type="file"');
  expect(html).toContain('United States passport, print');
});

test('the page has no inline script or style and no file of another server, and every named file exists', async () => {
  expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:/i);
  const named = [...html.matchAll(/<(?:link|script)[^>]+(?:src|href)="([^"]+)"/g)].map(([, name]) => name);
  expect(named.length).toBe(7);
  for (const name of named.filter((link) => link.startsWith('/assets/'))) {
    expect(name).toMatch(/^\/assets\/[a-z-]+-[A-Za-z0-9]{8}\.(js|css|woff2|svg)$/);
    expect(files.map(({ path }) => `/${path}`)).toContain(name);
  }
});

test('a browser can install the page: the manifest names icons of its sizes, and the offline page has no inline parts', async () => {
  const read = (path: string) => readFile(join(outDir, 'web', path));
  const { icons, start_url } = JSON.parse((await read('manifest.webmanifest')).toString());
  expect(start_url).toBe('/');
  for (const { src, sizes } of icons) {
    const { width, height } = await sharp(await read(src.slice(1))).metadata();
    expect(`${width}x${height}`).toBe(sizes);
  }
  const offline = (await read('offline.html')).toString();
  expect(offline).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script/i);
  const [, style = ''] = /href="(\/assets\/[^"]+\.css)"/.exec(offline) ?? [];
  expect((await read('offline-worker.js')).toString()).toContain(`["/offline.html","${style}"]`);
});

test('the page contains every document, but not the library that checks them', async () => {
  const script = files.find(({ path }) => path.endsWith('.js'));
  const code = await readFile(join(outDir, 'web', script?.path ?? ''), 'utf8');
  for (const { id } of standards) expect(code).toContain(`"${id}"`);
  expect(code).not.toContain('ZodError');
});

test('the licences of the packages come with the page', async () => {
  const terms = await readFile(join(outDir, 'web', 'licences.txt'), 'utf8');
  expect(terms).toMatch(/Jason Miller/);
  expect(terms).toMatch(/SIL OPEN FONT LICENSE/i);
});

test('each build gives the same files', async () => {
  await readyPage();
  for (const { path } of files) {
    const [ours, other] = await Promise.all([outDir, builtDir()].map((dir) => readFile(join(dir, 'web', path))));
    expect(ours.equals(other), path).toBe(true);
  }
});
