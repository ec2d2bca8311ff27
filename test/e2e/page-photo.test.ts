/** The page from a dropped portrait to the finished files, in a real browser with a real local studio. */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiPhoto } from '../../core/api.ts';
import type { InvocationReport } from '../../local/lambda/host.ts';
import type { Studio } from '../../local/studio/studio.ts';
import { drawInk, type InkSpec } from '../../portraits/ink.ts';
import { encodeJpeg } from '../../portraits/render.ts';
import {
  browserPath,
  choose,
  chooseDocument,
  drop,
  dropOn,
  finished,
  launch,
  openPage,
  openStudio,
  type PickedFile,
  picked,
  saved,
  screenshot,
  seriousFindings,
  stored,
  whySkipped,
} from '../support/browser.ts';
import { drawnPortrait } from '../support/drawn.ts';
import { printedPages } from '../support/printed-pages.ts';

const reports: InvocationReport[] = [];
let studio: Studio & { readonly pageUrl: string };
let browser: Browser;

describe.skipIf(browserPath === null)(browserPath === null ? whySkipped : 'the page', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    [studio, browser] = await Promise.all([openStudio({ onReport: (report) => reports.push(report) }), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  test('a dropped portrait becomes the photo of the chosen document, and the page announces its phases', async () => {
    const page = await openPage(browser, studio.pageUrl, { reducedMotion: 'no-preference' });
    await chooseDocument(page, '1-inch', 'Chinese 1-inch China');
    await screenshot(page, 'start');
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`
      window.announced = [];
      const status = document.querySelector('p[role=status]');
      const note = () => window.announced.push(status.textContent);
      new MutationObserver(note).observe(status, { subtree: true, childList: true, characterData: true });
    `);
    await drop(page, await picked('demo', 'jane.jpg'));
    await page.locator('.steps').waitFor();
    expect(await page.evaluate('document.getAnimations().length')).toBeGreaterThan(0);
    await screenshot(page, 'in-progress');
    expect(await seriousFindings(page)).toEqual([]);
    await finished(page);
    expect(await page.evaluate('announced')).toEqual(
      expect.arrayContaining(['jane.jpg: Sending', 'jane.jpg: Cutting out', 'jane.jpg: Done']),
    );
    await screenshot(page, 'finished');
    expect(await seriousFindings(page)).toEqual([]);
    const verdict = await page.locator('.verdict').getAttribute('data-verdict');
    expect(await page.locator('.rail-tile .badge').getAttribute('data-verdict')).toBe(verdict);
    expect(await page.locator('.downloads .primary').textContent()).toMatch(
      verdict === 'ready' ? /^Photo/ : /^Download anyway/,
    );
    expect(await page.getByText(/^Not checked here: \d+ rules$/).count()).toBe(1);
    const { name, bytes } = await saved(page, 'Photo 295');
    expect(name).toBe('jane-cn-1-inch-white.jpg');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 295, height: 413, density: 300 });
    const cutout = await saved(page, 'Transparent');
    expect(await sharp(cutout.bytes).metadata()).toMatchObject({
      format: 'png',
      width: 295,
      height: 413,
      hasAlpha: true,
    });
    expect(await sharp(cutout.bytes).stats()).toMatchObject({ isOpaque: false });
  });

  test('another background or document is made at once from the same cutout', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await chooseDocument(page, '1-inch', 'Chinese 1-inch China');
    await choose(page, await picked('demo', 'bob.jpg'));
    await finished(page);
    const mattingRuns = reports.filter(({ functionName }) => functionName === 'matting').length;
    await page.getByText('Blue', { exact: true }).click();
    await finished(page);
    expectNear(await corner((await saved(page, 'Photo 295')).bytes), [67, 142, 219]);
    await page.getByLabel('Custom colour').fill('#224466');
    await finished(page);
    const before = (await saved(page, 'Photo 295')).bytes;
    expectNear(await corner(before), [34, 68, 102]);
    await page.getByText('Name and date below the face').click();
    await page.getByLabel('Name on the photo').fill('BOB SMITH');
    await page.getByLabel('Name on the photo').press('Tab');
    await page.getByText('caption printed in the foot').waitFor();
    await finished(page);
    const captioned = (await saved(page, 'Photo 295')).bytes;
    const foot = await sharp(captioned).extract({ left: 0, top: 385, width: 295, height: 26 }).greyscale().toBuffer();
    const [{ min, mean }] = (await sharp(foot).stats()).channels;
    expect([min < 60, mean > 200]).toEqual([true, true]);
    await screenshot(page, 'caption');
    await page.getByLabel('Name on the photo').fill('');
    await page.getByLabel('Name on the photo').press('Tab');
    await page.getByText('caption printed in the foot').waitFor({ state: 'detached' });
    await page.getByRole('slider', { name: 'Light', exact: true }).fill('0.5');
    await page.getByRole('button', { name: 'Less contrast' }).click();
    await page.getByText('made lighter by hand').waitFor();
    await finished(page);
    const toned = (await saved(page, 'Photo 295')).bytes;
    expectNear(await corner(toned), [34, 68, 102]);
    expect((await sharp(toned).stats()).channels[0].mean).toBeGreaterThan(
      (await sharp(before).stats()).channels[0].mean + 2,
    );
    await screenshot(page, 'light-and-contrast');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('made lighter by hand').waitFor({ state: 'detached' });
    await finished(page);
    expect((await saved(page, 'Photo 295')).bytes.equals(before)).toBe(true);
    await chooseDocument(page, '35x45', 'Schengen');
    await finished(page);
    const { name, bytes } = await saved(page, 'Photo 413');
    expect(name).toBe('bob-eu-schengen-visa-light.jpg');
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 413, height: 531 });
    await screenshot(page, 'another-document');
    expect(reports.filter(({ functionName }) => functionName === 'matting')).toHaveLength(mattingRuns);
  });

  test('the page saves a sheet as JPEG and PDF, and all files as one zip', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await chooseDocument(page, '1-inch', 'Chinese 1-inch China');
    await choose(page, await picked('demo', 'Max Müller.jpg'));
    await finished(page);
    await page.getByText('Print sheet', { exact: true }).click();
    const sheet = page.locator('.sheet-paper img');
    expect(await sheet.getAttribute('alt')).toBe('Sheet of 4R (4 x 6 in) with 13 photos');
    await screenshot(page, 'sheet');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Paper').selectOption('a5');
    await page.getByAltText('Sheet of A5').waitFor();
    await page.getByText('Lines', { exact: true }).click();
    await page.getByLabel('Copies').fill('4');
    await page.getByAltText('Sheet of A5 with 4 photos').waitFor();
    await finished(page);
    expect(await page.locator('.downloads .primary').textContent()).toContain('Sheet, JPEG');
    await page.getByRole('button', { name: 'Copy link' }).click();
    const shared = await fetch(await page.getByLabel('Link to the file').inputValue());
    expect([shared.status, shared.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    await page.getByText('It works on this computer only.').waitFor();
    await expectPrintedSheet(page);
    const pdf = await saved(page, 'Sheet, PDF');
    expect(pdf.name).toMatch(/^Max-Müller-.*\.pdf$/);
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const zip = await saved(page, 'All as zip');
    const names = namesInZip(zip.bytes);
    expect(names.map((name) => name.replace(/^.*\./, ''))).toEqual(['jpg', 'png', 'jpg', 'pdf']);
    expect(new Set(names).size).toBe(4);
  });

  test('a form makes all its files from a portrait and ink on paper, refuses bad ink with advice, and zips them by the names of the form', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await page.getByRole('button', { name: 'Change document' }).click();
    await page.getByRole('searchbox').fill('neet');
    await page.getByRole('button', { name: 'India NEET UG form' }).click();
    const field = (name: string) => page.getByRole('region', { name, exact: true });
    await screenshot(page, 'form-empty', false);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Name on the photo').fill('JANE DOE');
    const add = async (name: string, file: PickedFile) => field(name).locator('input[type=file]').setInputFiles(file);
    await add('Photo', await picked('demo'));
    for (const [spec, title] of [
      [{ subject: 'nothing' }, 'No ink was found'],
      [{ colour: '#888888', strength: 0.2 }, 'The ink is too faint'],
      [{ light: 'dark' }, 'A shadow covers the ink'],
    ] as const) {
      await add('Signature', await inkPicture(spec));
      await field('Signature').getByRole('alert').getByText(title).waitFor();
    }
    await screenshot(page, 'form-refused', false);
    await add('Signature', await inkPicture({ paper: 'ruled', tiltDeg: 4 }));
    await dropOn(page, '.form-part[data-kind=thumb-print]', await inkPicture({ subject: 'thumb-print' }));
    await page.getByRole('button', { name: 'All 4 files as zip' }).waitFor();
    // The date is typed when the photo is there: it is ordered again.
    await page.getByLabel('Date of the photo').fill('2026-11-30');
    await page.getByLabel('Date of the photo').press('Tab');
    await field('Photo').and(page.locator('[data-phase=composing]')).waitFor();
    await field('Photo').and(page.locator('[data-phase=done]')).waitFor();
    expect(await field('Signature').locator('.made-name').textContent()).toMatch(
      /^signature.jpg 413 × 177 px, [\d.]+ kB$/,
    );
    expect(await field('Signature').locator('.verdict').getAttribute('data-verdict')).toBe('ready');
    await screenshot(page, 'form-done', false);
    expect(await seriousFindings(page)).toEqual([]);
    const zip = await saved(page, 'All 4 files as zip');
    expect(zip.name).toBe('neet-ug.zip');
    expect(namesInZip(zip.bytes)).toEqual(['photo.jpg', 'postcard.jpg', 'signature.jpg', 'thumb-print.jpg']);
    const photo = await saved(page, 'Download photo.jpg');
    const foot = await sharp(photo.bytes).extract({ left: 0, top: 390, width: 350, height: 58 }).greyscale().toBuffer();
    const [{ min, mean }] = (await sharp(foot).stats()).channels;
    expect([min < 60, mean > 200]).toEqual([true, true]);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    const phone = await openPage(browser, studio.pageUrl, { viewport: { width: 360, height: 740 }, locale: 'zh-CN' });
    await phone.getByRole('button', { name: '更换' }).click();
    await phone.getByRole('searchbox').fill('SSC');
    await phone.getByRole('button', { name: '印度 SSC CGL 报名表' }).click();
    const signature = phone.getByRole('region', { name: '签名' });
    await signature.locator('input[type=file]').setInputFiles(await inkPicture({ tiltDeg: -6 }));
    await signature.getByText('signature.jpg 472 × 236').waitFor();
    await screenshot(phone, 'form-phone-zh', false);
    expect(await phone.evaluate('document.querySelector("dialog").scrollWidth')).toBeLessThanOrEqual(360);
    expect(await seriousFindings(phone)).toEqual([]);
  });

  test('a roster makes a class: wrong rows are named, and one zip has the photos by name, sheets and a table', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await page.getByRole('button', { name: 'A whole class' }).click();
    const csv =
      '姓名,file,standard,backdrop,copies\n李伟,1.jpg,cn-1-inch,blue,4\n李伟,2.jpg,cn-1-inch,blue,\nLate,3.jpg,,,\n';
    const list = { name: 'class.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.getByLabel('Choose the list').setInputFiles(list);
    await page
      .getByLabel('Choose the photos')
      .setInputFiles([await picked('demo', '1.jpg'), await picked('bob', '2.JPG')]);
    await page.getByText('2 of 3 rows have their photo.').waitFor();
    expect(await page.getByText('Row 4 (Late): there is no file 3.jpg.').count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make 2 photos' }).click();
    await expect.poll(() => page.locator('.rail-tile[data-phase=done]').count(), { timeout: 60_000 }).toBe(2);
    expect(await page.locator('.rail-name').allTextContents()).toEqual(['李伟', '李伟']);
    const { bytes } = await saved(page, 'Download all photos');
    expect(namesInZip(bytes)).toEqual([
      ...['李伟-cn-1-inch-blue.jpg', '李伟-sheet-4r.jpg', '李伟-2-cn-1-inch-blue.jpg', 'results.csv'],
    ]);
    const table = bytes.toString();
    expect(table).toMatch(
      /李伟,1\.jpg,(ready|look-again|will-be-refused),.*,李伟-cn-1-inch-blue\.jpg \| 李伟-sheet-4r\.jpg/,
    );
    expect(table).toContain('Late,3.jpg,wrong-row,4: there is no file 3.jpg,,');
    await page.getByRole('button', { name: 'All photos as a table' }).click();
    await page.getByText('Several people on one sheet').click();
    const copies = page.locator('.copies-list input');
    expect(await Promise.all([0, 1].map((at) => copies.nth(at).inputValue()))).toEqual(['4', '1']);
    await copies.nth(1).fill('2');
    await page.getByLabel('Names below the photos').check();
    await page.getByRole('button', { name: 'Make the sheets' }).click();
    await page.getByText('One sheet is ready.').waitFor();
    await page.locator('.made-sheets img').scrollIntoViewIfNeeded();
    await screenshot(page, 'common-sheet', false);
    expect(await seriousFindings(page)).toEqual([]);
    await expectPrintedSheet(page, [[210, 297]]);
    const sheet = await saved(page, 'Download sheets');
    expect(sheet.name).toBe('sheet.jpg');
    expect(await sharp(sheet.bytes).metadata()).toMatchObject({ width: 2480, height: 3508, density: 300 });
    // Six photos cover 8 % of the paper, and their backdrop is blue.
    const pixels = await sharp(sheet.bytes).raw().toBuffer();
    let blue = 0;
    for (let at = 0; at < pixels.length; at += 3) if (pixels[at] < 100 && pixels[at + 2] > 190) blue++;
    const share = (3 * blue) / pixels.length;
    expect([share > 0.02, share < 0.08]).toEqual([true, true]);
    await page.getByLabel('Copies of each photo').fill('40');
    await page.getByRole('button', { name: 'Make the sheets' }).click();
    await page.getByText('2 sheets are ready.').waitFor();
  });

  test('a rejected order shows its reason and keeps the last photo, and the next order succeeds', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await chooseDocument(page, 'united states passport print', 'United States passport, print');
    await choose(page, await picked('demo'));
    await finished(page);
    await page.getByText('Print sheet', { exact: true }).click();
    await page.locator('.sheet-paper img').waitFor();
    await page.getByLabel('Paper').selectOption('3r');
    await page.getByLabel('Margin').fill('28');
    await page.getByRole('alert').getByText('The photo does not fit on the sheet').waitFor();
    await finished(page);
    await screenshot(page, 'refused-order');
    expect(await page.getByRole('button', { name: 'All as zip' }).isDisabled()).toBe(true);
    await page.getByLabel('Margin').fill('3');
    await page.getByAltText('Sheet of 3R').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('the slider between photo and original works by keyboard', async () => {
    const page = await openPage(browser, studio.pageUrl);
    // The office of the usual document forbids a new background, so there is nothing to compare.
    await chooseDocument(page, '1-inch', 'Chinese 1-inch China');
    await choose(page, await picked('demo'));
    await finished(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    const download = (await page.locator('.downloads .primary').boundingBox()) ?? { y: 800, height: 0 };
    expect(download.y + download.height).toBeLessThanOrEqual(800);
    const slider = page.getByRole('slider', { name: 'Before and after' });
    await slider.focus();
    await page.keyboard.press('End');
    const shown = () => slider.getAttribute('aria-valuetext');
    await expect.poll(shown).toBe('100% of the original background shown');
    const clip = () => page.evaluate(`getComputedStyle(document.querySelector('.compare-before')).clipPath`);
    await expect.poll(clip).toMatch(/^inset\(0(px)?( calc\(0%.*\)| 0%.*|\))/);
    await page.keyboard.press('Home');
    for (let step = 0; step < 45; step++) await page.keyboard.press('ArrowRight');
    expect(await slider.inputValue()).toBe('45');
    await screenshot(page, 'before-and-after', false);
    await adjustsCrop(page);
    await correctsCutout(page);
    await drawsComic(page);
  });

  test('things and tags are found in any picture, with names in the language of the page', async () => {
    const page = await openPage(browser, studio.pageUrl);
    const deleted: string[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'DELETE') deleted.push(response.url());
    });
    await page.getByRole('button', { name: 'What is in a picture?' }).click();
    await page.getByRole('heading', { name: 'What is in the picture?' }).waitFor();
    expect(page.url()).toMatch(/#objects$/);
    expect(await seriousFindings(page)).toEqual([]);
    await drop(page, await picked('two-people', 'party.jpg'));
    await page.locator('.found-list li', { hasText: 'person' }).first().waitFor();
    const { length } = await page.locator('.found-list li').all();
    expect(await page.locator('.picture-box').count()).toBe(length);
    expect(await page.locator('.found-list li').first().textContent()).toMatch(/^person 人.*\d+%$/);
    await screenshot(page, 'objects');
    expect(await seriousFindings(page)).toEqual([]);
    const drawn = await saved(page, 'Download with boxes');
    expect(drawn.name).toBe('party-boxes.png');
    const { width, height } = await sharp(await drawnPortrait('two-people')).metadata();
    expect(await sharp(drawn.bytes).metadata()).toMatchObject({ width, height });
    // The same picture is tagged when the tags are shown.
    await page.getByText('Tags', { exact: true }).click();
    const row = (text: string) => page.locator('.found-list li', { hasText: text });
    await row('two faces').waitFor();
    expect(page.url()).toMatch(/#tags$/);
    expect(await row('two faces').textContent()).toMatch(/^two faces 两张人脸.*\d+%$/);
    expect(await row('person').textContent()).toMatch(/^person × 2 人.*\d+%$/);
    expect(await row('in colour').textContent()).toMatch(/measured$/);
    expect(await page.locator('.found-limits').textContent()).toContain('Places are not known');
    expect(await page.locator('.found-mat img').getAttribute('alt')).toBe('Your picture');
    await screenshot(page, 'tags');
    expect(await seriousFindings(page)).toEqual([]);
    await expect.poll(() => deleted.length).toBe(2);
    for (const of of ['objects', 'tags']) {
      const [address = ''] = deleted.filter((url) => url.includes(`/api/${of}/form/`));
      expect((await fetch(address)).status, of).toBe(404);
    }
    await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
    await row('zwei Gesichter').waitFor();
    expect(await page.locator('.found-limits').textContent()).toContain('Orte werden nicht erkannt');
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('中文');
    await row('两张人脸').waitFor();
    await page.goBack();
    await page.locator('.picture-box', { hasText: '人' }).first().waitFor();
    expect(page.url()).toMatch(/#objects$/);
    expect(deleted).toHaveLength(2);
    await drop(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
    await page.locator('.found-mat[data-state=rejected] .advice-box').waitFor();
    await page.goBack();
    await page.locator('.drop-zone').waitFor();
  });

  test('a deleted photo disappears from the page, the history and the studio', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await choose(page, await picked('demo'));
    await finished(page);
    const [{ photoId }] = JSON.parse((await stored(page, 'zerobooth.history')) ?? '[]');
    const ask = () => fetch(`${studio.pageUrl}/api/photos/${photoId}`).then(({ status }) => status);
    expect(await ask()).toBe(200);
    await page.getByRole('button', { name: 'Delete now' }).click();
    await screenshot(page, 'delete', false);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete now' }).click();
    await page.getByRole('heading', { name: 'Drop portraits here' }).waitFor();
    expect(await ask()).toBe(404);
    expect(await stored(page, 'zerobooth.history')).toBeNull();
  });

  test('the history opens a photo again after the page was closed, and can be cleared', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await choose(page, await picked('demo', 'passport of mum.jpg'));
    await finished(page);
    await page.locator('.rail-tile img').waitFor();
    await expect.poll(() => stored(page, 'zerobooth.history')).toContain('data:image/jpeg');
    await page.reload();
    await finished(page);
    await page.goBack();
    await screenshot(page, 'history');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /Open\s+passport of mum.jpg/ }).click();
    await finished(page);
    const address = page.url();
    await page.goto(studio.pageUrl);
    await page.getByRole('button', { name: 'Clear list' }).click();
    expect(await stored(page, 'zerobooth.history')).toBeNull();
    expect(await page.getByText('passport of mum.jpg').count()).toBe(0);
    await page.goto(address);
    await finished(page);
  });

  test('the panel shows that the studio scales to zero', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await choose(page, await picked('demo'));
    await finished(page);
    await page.getByRole('button', { name: /process/ }).click();
    const panel = page.getByRole('complementary', { name: 'Scale to zero' });
    await panel.getByText(/A photo like your last one costs \$0\.00/).waitFor();
    await screenshot(page, 'instances', false);
    expect(await seriousFindings(page)).toEqual([]);
    await studio.host.idle();
    await studio.host.reclaimAll();
    await panel.getByText('Nothing runs while there are no requests.').waitFor();
    expect(await panel.getByText('not running').count()).toBe(5);
    await screenshot(page, 'nothing-runs', false);
  });
});

/** Moves the head of the photo on the page with mouse and keys, applies it, and takes it back. */
async function adjustsCrop(page: Page): Promise<void> {
  const [{ photoId }] = JSON.parse((await stored(page, 'zerobooth.history')) ?? '[]');
  const latest = async () => (await (await fetch(`${studio.pageUrl}/api/photos/${photoId}`)).json()) as ApiPhoto;
  const photoOf = ({ outputs }: ApiPhoto) => outputs.filter(({ kind }) => kind === 'photo')[0];
  const before = photoOf(await latest());
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
  expect(await page.locator('.adjust-summary').textContent()).toMatch(/limit/);
  await screenshot(page, 'adjust', false);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Apply' }).click();
  await finished(page);
  const adjusted = await latest();
  const { right, down } = adjusted.order?.adjust ?? { right: 0, down: 0 };
  const [from, to] = [before, photoOf(adjusted)].map(({ crop }) => crop?.heads[0].eyeMiddle ?? { x: 0, y: 0 });
  expect(to.x - from.x).toBeCloseTo(right * before.widthPx, 0);
  expect(to.y - from.y).toBeCloseTo(down * before.heightPx, 0);
  const turnOf = ({ edits }: ReturnType<typeof photoOf>) => edits?.find(({ kind }) => kind === 'turned')?.value ?? 0;
  expect(turnOf(photoOf(adjusted))).toBeCloseTo(turnOf(before) + 1.5, 1);
  await page.getByRole('button', { name: 'Adjust the crop' }).click();
  await page.getByRole('slider', { name: 'Size', exact: true }).fill('1.6');
  await page.getByText(/^Outside the limits: .*Head height/).waitFor();
  await screenshot(page, 'adjust-outside', false);
  await page.getByRole('button', { name: 'Apply' }).click();
  await finished(page);
  await page.locator('.check-row', { hasText: 'Head height' }).locator('.place-picture').waitFor();
  await screenshot(page, 'check-places');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Adjust the crop' }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await finished(page);
  expect(photoOf(await latest())).toMatchObject({ crop: before.crop, verdict: before.verdict });
}

/** Removes a part of the person with the brush: by mouse, back and again, by keys; then the verdict of a strict office. */
async function correctsCutout(page: Page): Promise<void> {
  const [{ photoId }] = JSON.parse((await stored(page, 'zerobooth.history')) ?? '[]');
  const latest = async () => (await (await fetch(`${studio.pageUrl}/api/photos/${photoId}`)).json()) as ApiPhoto;
  await page.getByRole('button', { name: 'Correct the cutout' }).click();
  await page.locator('.brush-layers canvas').last().waitFor();
  const stage = page.getByRole('application');
  const { x, y, width, height } = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [startX, startY] = [x + width * 0.5, y + height * 0.88];
  await page.mouse.move(startX, startY);
  await page.mouse.down();
  await page.mouse.move(startX + 30, startY + 10, { steps: 6 });
  await page.mouse.up();
  await page.getByText('Strokes: 1').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Strokes: 0').waitFor();
  expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
  await page.keyboard.press('Control+y');
  await page.getByText('Strokes: 1').waitFor();
  await stage.focus();
  for (const key of ['e', ']', 'ArrowUp', ' ', 'ArrowRight', 'ArrowRight', ' ', '+']) await page.keyboard.press(key);
  await page.getByText('Strokes: 2').waitFor();
  await screenshot(page, 'brush', false);
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await finished(page);
  const corrected = await latest();
  expect(corrected.order?.strokes).toMatchObject([
    { kind: 'remove', radius: 0.02, wholeArea: false },
    { kind: 'remove', radius: 0.024, wholeArea: true },
  ]);
  expect(corrected.outputs[0].edits).toContainEqual({ kind: 'cutout-corrected', value: 2 });
  await chooseDocument(page, 'student card', 'Student card');
  await finished(page);
  const reasonOf = async () => (await latest()).outputs[0].reasons.find(({ code }) => code === 'editing-not-allowed');
  expect(await reasonOf()).toMatchObject({ verdict: 'will-be-refused', source: expect.stringMatching(/http/) });
  await page.getByRole('button', { name: 'Correct the cutout' }).click();
  await page.getByText('The office of this document refuses edited photos').waitFor();
  for (let left = 2; left > 0; left--) await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await finished(page);
  expect(await reasonOf()).toBeUndefined();
  await chooseDocument(page, '1-inch', 'Chinese 1-inch China');
  await finished(page);
}

/** Shows the photo on the page as a comic, saves it on two grounds, and goes back to the photo. */
async function drawsComic(page: Page): Promise<void> {
  const [{ photoId }] = JSON.parse((await stored(page, 'zerobooth.history')) ?? '[]');
  const kindOf = async () =>
    ((await (await fetch(`${studio.pageUrl}/api/photos/${photoId}`)).json()) as ApiPhoto).outputs[0]?.kind;
  await page.getByText('Comic', { exact: true }).click();
  await page.locator('.comic-picture').waitFor();
  expect(page.url()).toContain(`#comic/${photoId}`);
  await page.getByText(/^Not for offices/).waitFor();
  await screenshot(page, 'comic');
  expect(await seriousFindings(page)).toEqual([]);
  const clear = await saved(page, /^Download comic/);
  expect(clear.name).toMatch(/^demo-comic-clean-transparent\.png$/);
  const { hasAlpha, width = 0, height = 0 } = await sharp(clear.bytes).metadata();
  expect([hasAlpha, Math.max(width, height)]).toEqual([true, 1024]);
  await page.getByText('Pop', { exact: true }).click();
  await page.getByText('Yellow', { exact: true }).click();
  await page.locator('.comic-picture[alt*="Pop"]').waitFor();
  const yellow = await saved(page, /^Download comic/);
  expect(yellow.name).toBe('demo-comic-pop-ffd84d.png');
  expectNear(await corner(yellow.bytes), [255, 216, 77]);
  // The record holds the order of the ID photo again.
  await expect.poll(kindOf, { timeout: 60_000 }).toBe('photo');
  await page.reload();
  await page.locator('.comic-picture').waitFor();
  await page.getByText('Photo', { exact: true }).click();
  await page.locator('.compare-photo').waitFor();
  await finished(page);
}

/** Returns the colour of the upper left corner. */
async function corner(picture: Buffer): Promise<number[]> {
  const pixel = await sharp(picture).extract({ left: 2, top: 2, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
  return [...pixel];
}

/** Expects the same colour. JPEG changes a level by one or two. */
function expectNear(found: readonly number[], wanted: readonly number[]): void {
  expect(Math.max(...found.map((level, channel) => Math.abs(level - wanted[channel])))).toBeLessThanOrEqual(2);
}

/** Expects that printing the page gives one sheet of A5, and nothing else. */
async function expectPrintedSheet(page: Page, papersMm = [[148, 210]]): Promise<void> {
  expect(await page.getByRole('button', { name: 'Print', exact: true }).count()).toBe(1);
  expect(await printedPages(page)).toEqual(papersMm);
}

/** Returns a drawn page with ink as a file. */
async function inkPicture(spec: Partial<InkSpec>): Promise<PickedFile> {
  const { photo } = await drawInk({ widthPx: 800, heightPx: 600, ...spec });
  return { name: 'page.jpg', mimeType: 'image/jpeg', buffer: await encodeJpeg(photo) };
}

/** Reads the file names in the central directory (APPNOTE 4.3.12). */
function namesInZip(zip: Buffer): string[] {
  const names: string[] = [];
  const signature = Buffer.from([0x50, 0x4b, 1, 2]);
  for (let at = zip.indexOf(signature); at >= 0; at = zip.indexOf(signature, at + 4)) {
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  }
  return names;
}
