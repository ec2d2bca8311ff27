/**
 * `npm run screenshots`: drawn people go through the real studio in a real browser, and what the page then shows becomes the
 * README's pictures. Needs a Chromium; people look at the result.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { readyModels } from '../cli/models.ts';
import { runCommand } from '../cli/run-command.ts';
import { readArguments, UsageError } from '../cli/usage.ts';
import { startStudio } from '../local/studio/studio.ts';
import { catalogue } from '../portraits/catalogue.ts';
import type { PortraitSpec } from '../portraits/portrait.ts';
import { encodeJpeg, renderPortrait } from '../portraits/render.ts';
import { findBrowser, launchBrowser } from './chromium.ts';

const desktop = { viewport: { width: 1280, height: 880 }, deviceScaleFactor: 1.5 } as const;
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const;
/** Width of the pictures in docs/, px: twice that of GitHub's column would be 250 kB each. */
const widthPx = 1400;
const quality = 82;

/** @returns 0. @throws UsageError without a browser, and for arguments: there are none. */
export async function runScreenshots(args: string[]): Promise<number> {
  readArguments({ args }, 'Usage: npm run screenshots\n');
  const path = findBrowser();
  if (path === null) throw new UsageError('There is no Chromium here; CHROMIUM may name one.');
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-screenshots-'));
  const studio = await startStudio({ dataDir, modelDir: await readyModels(), pagePort: 0 });
  const browser = await launchBrowser(path);
  try {
    const at = studio.pageUrl ?? '';
    await save('docs/page-photo.jpg', [await photoDone(browser, at)]);
    await save('docs/page-sheet.jpg', [await sheetDone(browser, at)]);
    await save('docs/page-phone.jpg', await phones(browser, at));
  } finally {
    await browser.close();
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  return 0;
}

async function photoDone(browser: Browser, url: string): Promise<Buffer> {
  const page = await open(browser, url, { ...desktop, locale: 'en-GB' }, 'eu-schengen-visa');
  await add(page, 'mina', 'leo', 'ada');
  await page.getByRole('slider').fill('42');
  return page.screenshot();
}

async function sheetDone(browser: Browser, url: string): Promise<Buffer> {
  const page = await open(browser, url, { ...desktop, locale: 'en-GB', colorScheme: 'dark' }, 'cn-2-inch-small');
  await add(page, 'leo');
  await page.getByText('Blue', { exact: true }).click();
  await page.getByText('Print sheet', { exact: true }).click();
  await page.locator('.sheet-paper img').waitFor();
  await finished(page);
  return page.screenshot();
}

/** The start, a finished photo in Chinese, a refusal. */
async function phones(browser: Browser, url: string): Promise<Buffer[]> {
  const start = await open(browser, url, { ...phone, locale: 'en-GB' }, 'jp-visa');
  const chinese = await open(browser, url, { ...phone, locale: 'zh-CN', colorScheme: 'dark' }, 'cn-1-inch');
  await add(chinese, 'ada');
  const refused = await open(browser, url, { ...phone, locale: 'en-GB' }, 'us-passport');
  await choose(refused, 'holiday');
  await refused.locator('.viewer-mat[data-phase=rejected]').waitFor();
  return Promise.all([start, chinese, refused].map((page) => page.screenshot()));
}

async function open(browser: Browser, url: string, options: BrowserContextOptions, standard: string): Promise<Page> {
  const context = await browser.newContext(options);
  await context.addInitScript(
    `localStorage.setItem('zerobooth.draft', ${JSON.stringify(JSON.stringify({ standard }))})`,
  );
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Who is drawn, by name; one of them at home before her books, so that the page has something to replace. */
const people: Readonly<Record<string, Partial<PortraitSpec>>> = {
  mina: { ...catalogue.bob, backdrop: 'busy' },
  leo: catalogue.glasses,
  ada: catalogue.earrings,
  holiday: catalogue['two-people'],
};

async function choose(page: Page, ...names: string[]): Promise<void> {
  const files = names.map(async (name) => ({
    ...{ name: `${name}.jpg`, mimeType: 'image/jpeg' },
    buffer: await encodeJpeg((await renderPortrait(people[name])).photo),
  }));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(await Promise.all(files));
}

/** Chosen and finished, all of them; the first is in view. */
async function add(page: Page, ...names: string[]): Promise<void> {
  await choose(page, ...names);
  for (const at of names.keys()) {
    await page.locator(`.rail li:nth-child(${at + 1}) [data-phase=done]`).waitFor({ timeout: 300_000 });
  }
  await finished(page);
}

async function finished(page: Page): Promise<void> {
  await page.locator('.viewer[aria-busy=false] .viewer-mat[data-phase=done]').waitFor({ timeout: 300_000 });
}

const gapPx = 28;

/** Side by side on the page's own grey, as one JPEG. */
async function save(path: string, shots: readonly Buffer[]): Promise<void> {
  const each = Math.floor((widthPx - gapPx * (shots.length - 1)) / shots.length);
  const resized = await Promise.all(
    shots.map((shot) => sharp(shot).resize({ width: each }).png().toBuffer({ resolveWithObject: true })),
  );
  const height = Math.max(...resized.map(({ info }) => info.height));
  const layers = resized.map(({ data }, at) => ({ input: data, left: at * (each + gapPx), top: 0 }));
  const picture = sharp({ create: { width: widthPx, height, channels: 3, background: '#b9c6bf' } }).composite(layers);
  await writeFile(path, await picture.jpeg({ quality, mozjpeg: true }).toBuffer());
  stdout.write(`${path}: ${Math.ceil((await stat(path)).size / 1000)} kB\n`);
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(runScreenshots, argv.slice(2));
}
