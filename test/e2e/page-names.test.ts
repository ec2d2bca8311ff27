/** Names of files may be hostile. The page shows them as text, downloads get plain names, and no script in them runs. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markupNames } from '../../bench/tamper/api.ts';
import type { Studio } from '../../local/studio/studio.ts';
import {
  browserPath,
  choose,
  drop,
  finished,
  launch,
  openPage,
  openStudio,
  saved,
  whySkipped,
} from '../support/browser.ts';
import { drawnPortrait } from '../support/drawn.ts';

let studio: Studio & { readonly pageUrl: string };
let browser: Browser;

const hostile = '"><img src=x onerror=window.ran=1><svg onload=window.ran=1>\'{{7*7}}.jpg';

/** Looks for elements that the page never makes, and for the variable that a script in a file name would set. */
async function expectNothingRan(page: Page): Promise<void> {
  const found = await page.evaluate(`({
    ran: window.ran ?? null,
    images: document.querySelectorAll('img[src="x"], svg[onload], [onerror], [onload], script:not([src])').length,
  })`);
  expect(found).toEqual({ ran: null, images: 0 });
}

describe.skipIf(browserPath === null)(browserPath === null ? whySkipped : 'a file name', () => {
  beforeAll(async () => {
    [studio, browser] = await Promise.all([openStudio(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  test('with markup is shown as text, also in the history, and gives a plain name to a download', async () => {
    const page = await openPage(browser, studio.pageUrl);
    page.setDefaultTimeout(100_000);
    await choose(page, { name: hostile, mimeType: 'image/jpeg', buffer: await drawnPortrait('glasses') });
    await finished(page);
    expect(await page.locator('.viewer-name').textContent()).toBe(hostile);
    await expectNothingRan(page);
    const { name } = await saved(page, /Photo \d/);
    expect(name).toMatch(/^[\w.-]+\.(jpg|png)$/);
    await page.reload();
    await page.getByText(hostile).first().waitFor();
    await expectNothingRan(page);
  });

  test('of any other hostile kind runs no script', async () => {
    const page = await openPage(browser, studio.pageUrl);
    page.setDefaultTimeout(100_000);
    for (const name of markupNames) {
      await drop(page, { name, mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') });
      await page.locator('.viewer-name').first().waitFor();
      await expectNothingRan(page);
    }
  });
});
