/** The page in special cases: wrong files, several faces, a lost connection, an access code, small screens, Chinese, the camera with its hints. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { heicImage } from '../../bench/fuzz/heic-file.ts';
import { standards } from '../../core/standards.ts';
import type { Studio } from '../../local/studio/studio.ts';
import { filmOf } from '../../portraits/film.ts';
import {
  browserPath,
  choose,
  drop,
  finished,
  launch,
  openPage,
  openStudio,
  paste,
  picked,
  saved,
  screenshot,
  seriousFindings,
  whySkipped,
} from '../support/browser.ts';
import { drawnPortrait } from '../support/drawn.ts';

let studio: Studio & { readonly pageUrl: string };
let browser: Browser;

/** Returns the upper and the lower edge of an element in the window, px. */
function boxOf(page: Page, selector: string): Promise<{ readonly top: number; readonly bottom: number }> {
  return page.evaluate(`(() => {
    const { top, bottom } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
    return { top, bottom };
  })()`);
}

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

describe.skipIf(browserPath === null)(browserPath === null ? whySkipped : 'the page', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    [studio, browser] = await Promise.all([openStudio(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  test('a wrong file is rejected with advice: by the page where it can detect it, else by the studio', async () => {
    const page = await openPage(browser, studio.pageUrl);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await drop(page, { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
    await page.getByRole('alert').getByText('This is a PDF document').waitFor();
    expect(requests.filter((line) => line.startsWith('POST'))).toEqual([]);
    await choose(page, { name: 'renamed.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') });
    await page.locator('.viewer-mat[data-phase=rejected]').waitFor();
    await page.getByRole('alert').getByText('Send JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP or GIF.').waitFor();
    expect(requests.filter((line) => line.startsWith('POST'))).toHaveLength(2);
    await screenshot(page, 'wrong-file');
    expect(await seriousFindings(page)).toEqual([]);
    const lying = await sharp(await drawnPortrait('demo'))
      .rotate(270)
      .jpeg()
      .toBuffer();
    await choose(page, { name: 'lying.jpg', mimeType: 'image/jpeg', buffer: lying });
    await page.getByRole('button', { name: 'Turn to the right' }).click();
    await finished(page);
    expect(await page.locator('.rail-tile').count()).toBe(3);
  });

  test('a person may choose the largest of several faces', async () => {
    const page = await openPage(browser, studio.pageUrl);
    await choose(page, await picked('two-people'));
    await page.getByRole('alert').getByText('There is more than one face').waitFor();
    await screenshot(page, 'several-faces');
    await page.getByRole('button', { name: 'Use the largest face' }).click();
    await finished(page);
  });

  test('after a lost connection the upload continues, and the photo is stored once', async () => {
    const page = await openPage(browser, studio.pageUrl);
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    const throttle = (offline: boolean, bytesPerSecond: number) =>
      network.send('Network.emulateNetworkConditions', {
        ...{ offline, latency: 0, downloadThroughput: -1, uploadThroughput: bytesPerSecond },
      });
    await throttle(false, 40_000);
    await choose(page, await picked('demo', 'sent.jpg'));
    await expect.poll(() => page.locator('progress').getAttribute('value').then(Number)).toBeGreaterThan(0);
    // The browser is set to less motion.
    await expect.poll(() => page.evaluate('document.getAnimations().length')).toBe(0);
    await screenshot(page, 'sending');
    await throttle(true, 0);
    await page.locator('.viewer').getByText('Connection lost').waitFor();
    await screenshot(page, 'connection-lost');
    expect(await seriousFindings(page)).toEqual([]);
    await throttle(false, -1);
    await finished(page);
    expect(await saved(page, /^Photo \d/)).toMatchObject({ name: expect.stringMatching(/^sent-/) });
  });

  test('a HEIC file without a media type works, although the browser cannot show it', async () => {
    const page = await openPage(browser, studio.pageUrl);
    const [widthPx, heightPx] = [768, 1152];
    const rgb = await sharp(await drawnPortrait('demo'))
      .resize(widthPx, heightPx)
      .raw()
      .toBuffer();
    const colourAt = (x: number, y: number) => {
      const at = 3 * (y * widthPx + x);
      return [rgb[at], rgb[at + 1], rgb[at + 2]] as const;
    };
    const buffer = Buffer.from(heicImage({ widthPx, heightPx, colourAt }));
    await paste(page, { name: 'IMG_2041.HEIC', mimeType: '', buffer });
    await page.locator('.viewer .preview-none').waitFor();
    await finished(page);
    expect((await saved(page, /Photo \d/)).name).toMatch(/^IMG_2041-/);
    // On the page for tags its name is shown; things come with a picture that the studio has drawn.
    await page.evaluate(`location.hash = '#tags'`);
    await page.locator('.found h1').waitFor();
    await paste(page, { name: 'IMG_2041.HEIC', mimeType: '', buffer });
    await page.getByText('IMG_2041.HEIC: this browser cannot show the format.').waitFor();
    await page.locator('.found-list li', { hasText: 'one face' }).waitFor();
    await page.getByText('Things', { exact: true }).first().click();
    await page.locator('.picture-box[data-drawn=true]', { hasText: 'person' }).waitFor();
  });

  test('several photos run at the same time; one is cancelled and tried again', async () => {
    const page = await openPage(browser, studio.pageUrl, { ...phone, colorScheme: 'dark' });
    await choose(page, await picked('demo', 'bob.jpg'), await picked('glasses'), await picked('demo', 'afro.jpg'));
    await page.getByRole('button', { name: /^afro.jpg/ }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.viewer').getByText('Cancelled').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await finished(page);
    for (const name of ['bob', 'glasses', 'afro']) {
      await page
        .getByRole('button', { name: new RegExp(`^${name}.jpg: (Ready|Look again|Will be refused)$`) })
        .waitFor();
    }
    await screenshot(page, 'phone-dark');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await seriousFindings(page)).toEqual([]);
    // On a phone the whole photo and all backgrounds are in the window at once.
    await page.evaluate(`document.querySelector('.compare-photo').scrollIntoView()`);
    const [photo, colours] = await Promise.all(['.compare-photo', '.backdrops'].map((part) => boxOf(page, part)));
    expect([photo.top >= 0, colours.bottom <= 740]).toEqual([true, true]);
    await page.locator('.fold summary').click();
    await page.getByText('refuses photos with changed light or contrast').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'phone-backgrounds', false);
    // At 1280 x 800 the downloads at the foot of the window leave the tools of the photo free.
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate('scrollTo(0, 0)');
    const [tools, downloads] = await Promise.all(['.compare-tools', '.downloads'].map((part) => boxOf(page, part)));
    expect(tools.bottom).toBeLessThanOrEqual(downloads.top);
    await screenshot(page, 'desktop-800', false);
    await page.setViewportSize({ width: 360, height: 740 });
    const { bytes } = await saved(page, 'Download all photos');
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    await page.getByText('3 of 3 done').waitFor();
    await page.getByRole('button', { name: 'All photos as a table' }).click();
    await page.getByRole('heading', { name: 'All photos' }).waitFor();
    await page.getByText('Red', { exact: true }).last().click();
    const rows = page.locator('.photo-table tbody tr');
    await expect.poll(() => rows.filter({ hasText: 'Red' }).count(), { timeout: 60_000 }).toBe(3);
    await page.locator('.photo-table tr[aria-busy=false]').nth(2).waitFor();
    await page.getByText('Needs a look (3)').click();
    expect(await rows.filter({ hasText: /another background is required|Background/ }).count()).toBe(3);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, 'table');
    const zip = await saved(page, 'Download 3 photos as zip');
    expect(zip.name).toMatch(/^3-photos-[a-z0-9-]+\.zip$/);
    // The photo stays on its first background, and is made on red as well.
    const names = ['glasses-red.jpg', 'glasses-original.jpg'];
    expect(names.filter((name) => zip.bytes.includes(name))).toEqual(names);
    await page.getByText('Ready (0)').click();
    await page.getByText('No photo is in this list.').waitFor();
    await page.getByText('All (3)').click();
    await page.getByRole('button', { name: 'glasses.jpg' }).click();
    await page.locator('.viewer-name').getByText('glasses.jpg').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'All photos' }).waitFor();
  });

  test('a Chinese browser gets the page and its advice in Chinese; a menu changes the language, also to one from right to left, and the page stores the choice', async () => {
    const page = await openPage(browser, studio.pageUrl, { ...phone, locale: 'zh-CN' });
    await page.getByRole('heading', { name: '合规证件照' }).waitFor();
    await screenshot(page, 'chinese-start');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await choose(page, await picked('tilt-left'));
    await finished(page);
    await page.getByText('请把头摆正。').waitFor();
    await screenshot(page, 'chinese-finished');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('combobox', { name: '语言' }).selectOption('English');
    await page.getByText('Hold the head upright.').waitFor();
    await page.reload();
    await page.getByText('Hold the head upright.').waitFor();
    await page.goto(studio.pageUrl);
    await page.getByRole('heading', { name: 'ID photos that fit the rules.' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('العربية');
    await page.getByRole('heading', { name: 'صور شخصية' }).waitFor();
    expect(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual(['ar', 'rtl']);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'غيّر الوثيقة' }).click();
    await page.getByRole('searchbox').fill('تأشيرة اليابان');
    await page.getByRole('button', { name: 'تأشيرة – اليابان' }).waitFor();
    await screenshot(page, 'arabic-documents', false);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'اللغة' }).selectOption('English');
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'The studio cannot be reached.' }).waitFor();
    await screenshot(page, 'offline');
    expect(await seriousFindings(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'ID photos that fit the rules.' }).waitFor();
  });

  test('documents are found and chosen with the keyboard', async () => {
    const page = await openPage(browser, studio.pageUrl, { ...phone });
    await page.getByRole('button', { name: 'Change document' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(`${standards.length} documents`).waitFor();
    await page.keyboard.type('us-pasport');
    await page.getByRole('button', { name: 'United States passport, print' }).waitFor();
    await page.getByRole('searchbox').fill('atlantis');
    await page.getByRole('status').getByText('The nearest are').waitFor();
    await page.getByRole('searchbox').fill('德国');
    await page.getByRole('button', { name: 'Germany passport' }).waitFor();
    await screenshot(page, 'documents', false);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Germany passport');
    await page.keyboard.press('Enter');
    await page.locator('.document-name').getByText('Germany passport').waitFor();
    await page.getByRole('button', { name: 'Change document' }).click();
    expect(await page.locator('.document-list section').first().textContent()).toMatch(
      /^Recently used.*Germany passport/,
    );
    await page.keyboard.press('Escape');
    await page.getByText('All rules').click();
    await screenshot(page, 'rules');
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.activeElement.textContent')).not.toBe('');
  });

  test('a studio with an access code asks for it, rejects a wrong one and continues with the right one', async () => {
    const guarded = await openStudio({ settings: { access: 'code' } });
    onTestFinished(() => guarded.close());
    const page = await openPage(browser, guarded.pageUrl);
    await choose(page, await picked('demo'));
    await page.getByLabel('Code', { exact: true }).fill('not-the-right-code-at-all');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('That code is not right.').waitFor();
    await screenshot(page, 'access-code', false);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Code', { exact: true }).fill(await accessCodeOf(guarded));
    await page.getByRole('button', { name: 'Enter' }).click();
    await finished(page);
  });

  test('the camera gives hints, and takes a photo after three good seconds', async () => {
    const page = await openCamera(await filmFile('demo', 0.4));
    const hint = page.locator('.camera-guide');
    await expect.poll(() => hint.getAttribute('data-hint'), { timeout: 120_000 }).toBe('closer');
    await expect.poll(() => hint.locator('[aria-live]').textContent(), { timeout: 30_000 }).toBe('Come closer');
    await screenshot(page, 'camera', false);
    expect(await seriousFindings(page)).toEqual([]);
    await page.context().browser()?.close();

    const good = await openCamera(await filmFile('demo'));
    const sent: string[] = [];
    good.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.url());
    });
    await expect.poll(() => good.locator('.countdown').isVisible(), { timeout: 120_000 }).toBe(true);
    const use = good.getByRole('button', { name: 'Use this photo' });
    await use.waitFor({ timeout: 60_000 });
    expect(sent).toEqual([]);
    await use.click();
    await finished(good);
    expect((await saved(good, /^Photo \d/)).name).toMatch(/^camera-/);
  });

  test('without the networks the camera takes a photo inside the outline', async () => {
    const page = await openCamera(await filmFile('demo'), '**/networks.json');
    const take = page.getByRole('button', { name: 'Take photo' });
    await expect.poll(() => take.isEnabled(), { timeout: 20_000 }).toBe(true);
    await page.getByText('Fit your face to the outline').waitFor();
    expect(await page.locator('.camera-guide').count()).toBe(0);
    await take.click();
    await page.getByRole('button', { name: 'Use this photo' }).waitFor();
  });

  /** Opens the camera dialog in a browser whose camera shows the film. @param blocked an address that fails. */
  async function openCamera(film: string, blocked?: string) {
    const camera = await launch([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    onTestFinished(() => camera.close());
    const page = await openPage(camera, studio.pageUrl, { permissions: ['camera'] });
    if (blocked) await page.context().route(blocked, (route) => route.abort());
    await page.getByRole('button', { name: 'Use camera' }).click();
    return page;
  }
});

/** Reads the access code from the bucket, as the owner of the studio does. */
async function accessCodeOf({ endpoint, region, credentials }: Studio): Promise<string> {
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const { accessCodeKey } = await import('../../core/keys.ts');
  const { resultsBucket } = await import('../../local/studio/folder.ts');
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: resultsBucket, Key: accessCodeKey }));
  s3.destroy();
  return (await Body?.transformToString())?.trim() ?? '';
}

/** Writes a film of a drawn portrait for the fake camera. @param share see filmOf(). @returns its path. */
async function filmFile(name: Parameters<typeof drawnPortrait>[0], share = 1): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-film-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeFile(join(dir, 'film.y4m'), await filmOf(await drawnPortrait(name), share));
  return join(dir, 'film.y4m');
}
