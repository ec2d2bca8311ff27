/**
 * `npm run screenshots`: makes the pictures of the page for the README. A real browser sends drawn portraits to a real
 * local studio. It needs a Chromium.
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
/** Width of the pictures in docs/, px. At twice the width of GitHub's column each would have 250 kB. */
const widthPx = 1400;
const quality = 82;

/** Writes the pictures to docs/. @returns 0. @throws UsageError when there is no browser or `args` is not empty. */
export async function runScreenshots(args: string[]): Promise<number> {
  readArguments({ args }, 'Usage: npm run screenshots\n');
  const path = findBrowser();
  if (path === null) throw new UsageError('No Chromium was found. Install one, or set CHROMIUM to the path of one.');
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-screenshots-'));
  const studio = await startStudio({ dataDir, modelDir: await readyModels(), pagePort: 0 });
  const browser = await launchBrowser(path);
  try {
    const url = studio.pageUrl ?? '';
    await save('docs/page-photo.jpg', [await photoShot(browser, url)]);
    await save('docs/page-sheet.jpg', [await sheetShot(browser, url)]);
    await save('docs/page-phone.jpg', await phoneShots(browser, url));
  } finally {
    await browser.close();
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  return 0;
}

async function photoShot(browser: Browser, url: string): Promise<Buffer> {
  const page = await open(browser, url, { ...desktop, locale: 'en-GB' }, 'eu-schengen-visa');
  await add(page, 'mina', 'leo', 'ada');
  await page.getByRole('slider', { name: 'Before and after' }).fill('42');
  return page.screenshot();
}

async function sheetShot(browser: Browser, url: string): Promise<Buffer> {
  const page = await open(browser, url, { ...desktop, locale: 'en-GB', colorScheme: 'dark' }, 'cn-2-inch-small');
  await add(page, 'leo');
  await page.getByText('Blue', { exact: true }).click();
  await page.getByText('Print sheet', { exact: true }).click();
  await page.locator('.sheet-paper img').waitFor();
  await finished(page);
  return page.screenshot();
}

/** Returns the start page, a finished photo in Chinese, and a rejected photo. */
async function phoneShots(browser: Browser, url: string): Promise<Buffer[]> {
  const start = await open(browser, url, { ...phone, locale: 'en-GB' }, 'jp-visa');
  const chinese = await open(browser, url, { ...phone, locale: 'zh-CN', colorScheme: 'dark' }, 'cn-1-inch');
  await add(chinese, 'ada');
  const refused = await open(browser, url, { ...phone, locale: 'en-GB' }, 'us-passport');
  await choose(refused, 'holiday');
  await refused.locator('.viewer-mat[data-phase=rejected]').waitFor();
  return Promise.all([start, chinese, refused].map((page) => page.screenshot()));
}

/** Opens the page with the standard as its document. */
async function open(browser: Browser, url: string, options: BrowserContextOptions, standard: string): Promise<Page> {
  const context = await browser.newContext(options);
  await context.addInitScript(
    `localStorage.setItem('zerobooth.draft', ${JSON.stringify(JSON.stringify({ standard }))})`,
  );
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** The portraits by name. One has a busy background, which the page replaces. */
const people: Readonly<Record<string, Partial<PortraitSpec>>> = {
  mina: { ...catalogue.bob, backdrop: 'busy' },
  leo: catalogue.glasses,
  ada: catalogue.earrings,
  holiday: catalogue['two-people'],
};

/** Chooses portraits, as in the system's dialog. */
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

/** Adds portraits and waits until all of them are finished. The first one is selected. */
async function add(page: Page, ...names: string[]): Promise<void> {
  await choose(page, ...names);
  for (const at of names.keys()) {
    await page.locator(`.rail li:nth-child(${at + 1}) [data-phase=done]`).waitFor({ timeout: 300_000 });
  }
  await finished(page);
}

/** Resolves when the selected photo is finished and no new order is under way. */
async function finished(page: Page): Promise<void> {
  await page.locator('.viewer[aria-busy=false] .viewer-mat[data-phase=done]').waitFor({ timeout: 300_000 });
}

const gapPx = 28;

/** Writes the shots side by side as one JPEG, on a grey of the page. */
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
