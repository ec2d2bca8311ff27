/** The pictures of the page for README and guide. */
import { stat, writeFile } from 'node:fs/promises';
import { stdout } from 'node:process';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { add, choose, finished, openPage } from './page-steps.ts';

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

/** Writes the pictures to docs/. @param url the address of the page. */
export async function writeReadmePictures(browser: Browser, url: string): Promise<void> {
  await save('docs/page-photo.jpg', [await photoShot(browser, url)]);
  await save('docs/page-sheet.jpg', [await sheetShot(browser, url)]);
  await save('docs/page-phone.jpg', await phoneShots(browser, url));
}

async function photoShot(browser: Browser, url: string): Promise<Buffer> {
  const page = await openPage(browser, url, { ...desktop, locale: 'en-GB' }, 'eu-schengen-visa');
  await add(page, 'mina', 'leo', 'ada');
  await page.getByRole('slider', { name: 'Before and after' }).fill('42');
  return page.screenshot();
}

async function sheetShot(browser: Browser, url: string): Promise<Buffer> {
  const page = await openPage(browser, url, { ...desktop, locale: 'en-GB', colorScheme: 'dark' }, 'cn-2-inch-small');
  await add(page, 'leo');
  await page.getByText('Blue', { exact: true }).click();
  await page.getByText('Print sheet', { exact: true }).click();
  await page.locator('.sheet-paper img').waitFor();
  await finished(page);
  return page.screenshot();
}

/** Returns the start page, a finished photo in Chinese, and a rejected photo. */
async function phoneShots(browser: Browser, url: string): Promise<Buffer[]> {
  const start = await openPage(browser, url, { ...phone, locale: 'en-GB' }, 'jp-visa');
  const chinese = await openPage(browser, url, { ...phone, locale: 'zh-CN', colorScheme: 'dark' }, 'cn-1-inch');
  await add(chinese, 'ada');
  const refused = await openPage(browser, url, { ...phone, locale: 'en-GB' }, 'us-passport');
  await choose(refused, 'holiday');
  await refused.locator('.viewer-mat[data-phase=rejected]').waitFor();
  return Promise.all([start, chinese, refused].map((page) => page.screenshot()));
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
