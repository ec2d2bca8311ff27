/** The page in Firefox: what people do with it most, from the search for a document to the print sheet, on desktop and phone, and its camera. */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ApiPhoto } from '../../core/api.ts';
import type { Studio } from '../../local/studio/studio.ts';
import {
  choose,
  drop,
  finished,
  openPage,
  openStudio,
  picked,
  saved,
  screenshot,
  seriousFindings,
  stored,
} from '../support/browser.ts';
import { firefoxPath, launchFirefox, whyFirefoxSkipped } from '../support/firefox.ts';
import { printedPages } from '../support/printed-pages.ts';

let studio: Studio & { readonly pageUrl: string };
let browser: Browser;

describe.skipIf(firefoxPath === null)(
  firefoxPath === null ? whyFirefoxSkipped : 'the page',
  { timeout: 300_000 },
  () => {
    beforeAll(async () => {
      [studio, browser] = await Promise.all([openStudio(), launchFirefox()]);
    });
    afterAll(async () => {
      await browser?.close();
      await studio?.close();
    });

    test('a document is found by keyboard, and a dropped portrait becomes its photo, corrected by hand and printed', async () => {
      const page = await openPage(browser, studio.pageUrl);
      page.setDefaultTimeout(60_000);
      await findDocument(page, '1-inch', 'Chinese 1-inch');
      await drop(page, await picked('demo', 'jane.jpg'));
      await finished(page);
      const verdict = await page.locator('.verdict').getAttribute('data-verdict');
      expect(await page.locator('.rail-tile .badge').getAttribute('data-verdict')).toBe(verdict);
      await screenshot(page, 'firefox-finished');
      await page.getByText('Blue', { exact: true }).click();
      await finished(page);
      const blue = await saved(page, /^(Photo|Download anyway)/);
      expect(blue.name).toBe('jane-cn-1-inch-blue.jpg');
      expect(await sharp(blue.bytes).metadata()).toMatchObject({
        format: 'jpeg',
        width: 295,
        height: 413,
        density: 300,
      });
      const [red, , far] = await corner(blue.bytes);
      expect([Math.abs(red - 67) <= 2, Math.abs(far - 219) <= 2]).toEqual([true, true]);
      await adjustsCrop(page);
      await correctsCutout(page);
      await printsSheet(page);
      await keepsPlace(page);
    });

    test('a phone with dark colours has the page in Chinese and from right to left, and nothing is wider than the screen', async () => {
      const dark = await launchFirefox(true);
      onTestFinished(() => dark.close());
      const page = await openPage(dark, studio.pageUrl, { viewport: { width: 360, height: 740 }, locale: 'zh-CN' });
      await page.getByRole('heading', { name: '合规证件照' }).waitFor();
      const [brightness] = await sharp(await page.screenshot())
        .greyscale()
        .stats()
        .then(({ channels }) => channels.map(({ mean }) => mean));
      expect(brightness).toBeLessThan(80);
      await expectFits(page);
      await choose(page, await picked('tilt-left'));
      await finished(page);
      await page.getByText('请把头摆正。').waitFor();
      await screenshot(page, 'firefox-phone-zh');
      await expectFits(page);
      await page.getByRole('combobox', { name: '语言' }).selectOption('العربية');
      await page
        .getByText('أمِل')
        .or(page.getByRole('combobox', { name: 'اللغة' }))
        .first()
        .waitFor();
      expect(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual([
        'ar',
        'rtl',
      ]);
      await screenshot(page, 'firefox-phone-ar');
      await expectFits(page);
    });

    test('the camera gives hints and takes a photo, which the studio judges', async () => {
      const page = await openPage(browser, studio.pageUrl);
      await page.getByRole('button', { name: 'Use camera' }).click();
      // Firefox's own test picture has no face.
      await page.locator('.camera-guide[data-hint=no-face]').waitFor();
      await screenshot(page, 'firefox-camera', false);
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Take photo' }).click();
      await page.getByRole('button', { name: 'Use this photo' }).click();
      await page.locator('.viewer-mat[data-phase=rejected]').waitFor();
      await page.getByRole('alert').getByText('No face was found').waitFor();
    });
  },
);

/** Opens the list of documents, searches it and chooses one, all by keys. */
async function findDocument(page: Page, query: string, name: string): Promise<void> {
  const focused = () => page.evaluate('document.activeElement.textContent') as Promise<string>;
  for (let left = 12; left > 0 && (await focused()) !== 'Change document'; left--) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox').waitFor();
  await page.keyboard.type(query);
  await page.getByRole('button', { name }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toContain(name);
  await page.keyboard.press('Enter');
  await page.locator('.document-name').getByText(name).waitFor();
}

/** Moves the head by mouse and keys. The numbers follow, and the photo is made anew. */
async function adjustsCrop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Adjust the crop' }).click();
  await page.locator('.adjust-picture canvas').waitFor();
  const stage = page.getByRole('application');
  const { x, y, width, height } = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.55, y + height * 0.57, { steps: 8 });
  await page.mouse.up();
  await stage.focus();
  for (const key of ['ArrowLeft', 'ArrowLeft', '+', '+', '.', '.', '.']) await page.keyboard.press(key);
  const partOf = async (name: string) => Number(await page.getByRole('slider', { name, exact: true }).inputValue());
  expect(await partOf('Sideways')).toBeCloseTo(0.042, 2);
  expect(await partOf('Up and down')).toBeCloseTo(0.07, 1);
  expect(await partOf('Size')).toBeCloseTo(1.02, 2);
  expect(await partOf('Turn')).toBeCloseTo(1.5, 2);
  await screenshot(page, 'firefox-adjust', false);
  await page.getByRole('button', { name: 'Apply' }).click();
  await finished(page);
  expect((await latest(page)).order?.adjust?.turnDeg).toBeCloseTo(1.5, 1);
}

/** Removes a part of the person by one stroke of the mouse. */
async function correctsCutout(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Correct the cutout' }).click();
  await page.locator('.brush-layers canvas').last().waitFor();
  const { x, y, width, height } = (await page.getByRole('application').boundingBox()) ?? {
    ...{ x: 0, y: 0, width: 0, height: 0 },
  };
  const [startX, startY] = [x + width * 0.5, y + height * 0.88];
  await page.mouse.move(startX, startY);
  await page.mouse.down();
  await page.mouse.move(startX + 30, startY + 10, { steps: 6 });
  await page.mouse.up();
  await page.getByText('Strokes: 1').waitFor();
  await screenshot(page, 'firefox-brush', false);
  await page.keyboard.press('Control+Enter');
  await finished(page);
  expect((await latest(page)).order?.strokes).toMatchObject([{ kind: 'remove', radius: 0.02 }]);
}

/** Lays the photo out on a sheet, and saves it. The printed page is the sheet alone. */
async function printsSheet(page: Page): Promise<void> {
  await page.getByText('Print sheet', { exact: true }).click();
  await page.locator('.sheet-paper img').waitFor();
  await page.getByLabel('Paper').selectOption('a5');
  await page.getByAltText('Sheet of A5').waitFor();
  await finished(page);
  await screenshot(page, 'firefox-sheet');
  const sheet = await saved(page, /Sheet, JPEG/);
  expect(sheet.name).toBe('jane-sheet-a5.jpg');
  expect(await sharp(sheet.bytes).metadata()).toMatchObject({ format: 'jpeg', density: 300 });
  expect(await printedPages(page)).toEqual([[148, 210]]);
}

/**
 * A reload shows the sheet again; the back button leads to the photo, and then to the start page. Axe finds no barrier in
 * the photo, its dialogs and the start page. It comes last: axe and the options of the sheet in one document crash Firefox 153.
 */
async function keepsPlace(page: Page): Promise<void> {
  await page.reload();
  await page.locator('.sheet-paper img').waitFor();
  await finished(page);
  await goBack(page);
  await page.locator('.compare-photo').waitFor();
  expect(page.url()).toMatch(/#photo\/form\//);
  expect(await seriousFindings(page)).toEqual([]);
  for (const [button, picture] of [
    ['Adjust the crop', '.adjust-picture canvas'],
    ['Correct the cutout', '.brush-layers canvas'],
  ]) {
    await page.getByRole('button', { name: button }).click();
    await page.locator(picture).last().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await goBack(page);
  await page.locator('.drop-zone').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
}

/** Presses the back button. Playwright's own goBack() waits for a document, and Firefox loads none here. */
async function goBack(page: Page): Promise<void> {
  await page.evaluate('history.back()');
}

/** Expects that nothing is wider than the phone, and that axe finds no barrier. */
async function expectFits(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect(await seriousFindings(page)).toEqual([]);
}

/** Returns what the studio has of the last photo. */
async function latest(page: Page): Promise<ApiPhoto> {
  const [{ photoId }] = JSON.parse((await stored(page, 'zerobooth.history')) ?? '[]');
  return (await (await fetch(`${studio.pageUrl}/api/photos/${photoId}`)).json()) as ApiPhoto;
}

/** Returns the colour of the upper left corner. */
async function corner(picture: Buffer): Promise<number[]> {
  const pixel = await sharp(picture).extract({ left: 2, top: 2, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
  return [...pixel];
}
