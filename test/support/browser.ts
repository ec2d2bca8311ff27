/** Support for the tests of the page: a real Chromium of this machine opens the page of a real local studio. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { ensureModels } from '../../layers/model/ensure.ts';
import type { StudioOptions } from '../../local/studio/options.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import { findBrowser, launchBrowser } from '../../scripts/chromium.ts';
import { drawnPortrait } from './drawn.ts';

/** Null when there is none. The environment variable CHROMIUM can name one. */
export const browserPath: string | null = findBrowser();

/** The name of a suite that is skipped. */
export const whySkipped = 'no Chromium here (set CHROMIUM to one): the page is not tested in a browser';

/** Starts the browser. @throws Error when there is none. */
export function launch(moreFlags: readonly string[] = []): Promise<Browser> {
  if (browserPath === null) throw new Error(whySkipped);
  return launchBrowser(browserPath, moreFlags);
}

/** Starts a studio with its page, on a folder of its own. */
export async function openStudio(options: Partial<StudioOptions> = {}): Promise<Studio & { readonly pageUrl: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-page-'));
  const { storeDir } = await ensureModels();
  const studio = await startStudio({ dataDir, modelDir: storeDir, pagePort: 0, idleMs: 120_000, ...options });
  const close = async () => {
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...studio, pageUrl: studio.pageUrl ?? '', close };
}

/** Digest of `body {}`, a style that Playwright adds for each picture in Firefox. The page's policy blocks it. */
const styleOfPictures = 'sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA=';

/**
 * Opens a page in a fresh profile, for a person who wants no motion unless the options say otherwise: without a graphics
 * card, each second of an animation takes half a second of the CPU. An error in its console fails the test at its end.
 */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const usual: BrowserContextOptions = {
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext({ ...usual, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  const note = (text: string) => {
    if (!text.includes(styleOfPictures)) errors.push(text);
  };
  page.on('pageerror', ({ message }) => note(message));
  page.on('console', (message) => {
    if (/content security policy|violat|uncaught/i.test(message.text())) note(message.text());
  });
  page.setDefaultTimeout(200_000);
  onTestFinished(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** A file as Playwright's setInputFiles takes it. */
export interface PickedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Returns a drawn portrait as a file. @param as the name of the file. */
export async function picked(name: string, as = `${name}.jpg`): Promise<PickedFile> {
  return { name: as, mimeType: 'image/jpeg', buffer: await drawnPortrait(name) };
}

/** Chooses files, as in the system's dialog. */
export async function choose(page: Page, ...files: PickedFile[]): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(files);
}

/** Drops a file on the page, as from the desktop. */
export function drop(page: Page, file: PickedFile): Promise<void> {
  return dropOn(page, 'main', file);
}

/** Drops a file on the element of this selector. */
export async function dropOn(page: Page, selector: string, file: PickedFile): Promise<void> {
  const dataTransfer = await page.evaluateHandle(transferOf(file));
  await page.dispatchEvent(selector, 'dragenter', { dataTransfer });
  await page.dispatchEvent(selector, 'drop', { dataTransfer });
}

/** Pastes a file, as after copying a picture. */
export async function paste(page: Page, file: PickedFile): Promise<void> {
  await page.evaluate(`dispatchEvent(new ClipboardEvent('paste', { clipboardData: ${transferOf(file)} }))`);
}

/** Returns a JavaScript expression for a DataTransfer with the file in it. */
function transferOf({ name, mimeType, buffer }: PickedFile): string {
  const file = JSON.stringify({ name, mimeType, base64: buffer.toString('base64') });
  return `(({ name, mimeType, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type: mimeType }));
    return data;
  })(${file})`;
}

/** Opens the list of documents, searches it, and chooses the first document of that name. */
export async function chooseDocument(page: Page, query: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Change document' }).click();
  await page.getByRole('searchbox').fill(query);
  await page.getByRole('button', { name }).first().click();
}

/** Resolves when the selected photo is finished and no new order is under way. */
export async function finished(page: Page): Promise<void> {
  await page.locator('.viewer[aria-busy=false] .viewer-mat[data-phase=done]').waitFor();
}

/** Clicks a button and returns the file that it downloads. */
export async function saved(
  page: Page,
  button: string | RegExp,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Returns what the page stores under the key in the browser's local storage. */
export function stored(page: Page, key: string): Promise<string | null> {
  return page.evaluate(`localStorage.getItem(${JSON.stringify(key)})`);
}

const outDir = join('test', 'e2e', 'out');

/**
 * Writes a screenshot to test/e2e/out, for people who set SCREENSHOTS=1. No test reads it.
 * @param fullPage false shows only the window.
 */
export async function screenshot(page: Page, name: string, fullPage = true): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(outDir, { recursive: true });
  await page.screenshot({ path: join(outDir, `${name}.png`), fullPage, animations: 'disabled' });
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}

/** Ends the transitions that are under way, because axe would measure the contrast of half-shown text. */
const endTransitions = `for (const animation of document.getAnimations())
  if (animation.effect?.getComputedTiming().endTime < Infinity) animation.finish();`;

/** Returns the barriers that axe finds on the page and rates serious or critical, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(endTransitions);
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(await readFile(axe, 'utf8'));
  // The other results are lists of everything that is right.
  const { violations } = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as AxeResult;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
}
