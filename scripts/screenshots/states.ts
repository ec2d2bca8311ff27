/** Pictures of the page's states in every language, on a phone and a desktop, light and dark. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stdout } from 'node:process';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { languageCodes } from '../../web/locales/languages.ts';
import { indexPage, type Shot } from './index-page.ts';
import { add, choose, finished, openPage } from './page-steps.ts';

const sizes = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;
const schemes = ['light', 'dark'] as const;
const standard = 'cn-1-inch';

/** What the states need: the page's address and two photos of the studio. */
interface Place {
  readonly url: string;
  /** The id of a finished photo. */
  readonly photoId: string;
  /** The id of a rejected photo. */
  readonly rejectedId: string;
}

interface State {
  /** Leads the page to the state. */
  readonly reach: (page: Page, place: Place) => Promise<unknown>;
  /** True for a dialog: the picture shows the window, not the whole page. */
  readonly isDialog?: boolean;
}

/** By name, in the order of the index. */
const states: Readonly<Record<string, State>> = {
  start: { reach: (page, { url }) => show(page, url, '.drop-zone') },
  documents: {
    isDialog: true,
    reach: async (page, { url }) => {
      await show(page, url, '.drop-zone');
      await press(page, '.document > .button', '.document-list');
    },
  },
  camera: {
    isDialog: true,
    reach: async (page, { url }) => {
      await show(page, url, '.drop-zone');
      await press(page, '.drop-words button >> nth=0', '.camera-guide');
    },
  },
  photo: { reach: showPhoto },
  rejected: { reach: (page, { url, rejectedId }) => show(page, `${url}#photo/${rejectedId}`, '.advice-box') },
  adjust: {
    isDialog: true,
    reach: async (page, place) => {
      await showPhoto(page, place);
      await press(page, '.compare-tools button >> nth=-2', '.adjust-picture canvas');
    },
  },
  brush: {
    isDialog: true,
    reach: async (page, place) => {
      await showPhoto(page, place);
      await press(page, '.compare-tools button >> nth=-1', '.brush-layers canvas >> nth=-1');
    },
  },
  sheet: {
    reach: async (page, { url, photoId }) => {
      await showPhoto(page, { url, photoId });
      await page.locator('.viewer-head .segments label').nth(1).click();
      await page.locator('.sheet-paper img').waitFor();
      await finished(page);
    },
  },
  comic: { reach: (page, { url, photoId }) => show(page, `${url}#comic/${photoId}`, '.comic-picture') },
  objects: {
    reach: async (page, { url }) => {
      await show(page, `${url}#objects`, '.found-mat');
      await choose(page, 'holiday');
      await page.locator('.found-list li').first().waitFor();
    },
  },
};

/** Writes a PNG for each state, size, scheme and language, and an index.html. @param only a part of the names. */
export async function writeStatePictures(browser: Browser, url: string, to: string, only: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const place = await makePhotos(browser, url);
  const shots: Shot[] = [];
  for (const [size, options] of Object.entries(sizes)) {
    for (const language of languageCodes) {
      const wanted = shotsOf(size, language).filter(({ file }) => file.includes(only));
      if (wanted.length === 0) continue;
      const page = await openPage(browser, 'about:blank', { ...options, locale: language, ...still }, standard);
      await writeShots(page, place, wanted, to);
      await page.context().close();
      shots.push(...wanted);
      stdout.write(`${size} ${language}: ${wanted.length} pictures\n`);
    }
  }
  await writeFile(join(to, 'index.html'), indexPage(shots));
}

/** Returns the pictures of a size and language, in the order in which they are made. */
function shotsOf(size: string, language: string): Shot[] {
  return Object.keys(states).flatMap((state) =>
    schemes.map((scheme) => ({ state, size, scheme, language, file: `${state}-${size}-${scheme}-${language}.png` })),
  );
}

/** Leads the page from state to state and writes its pictures. */
async function writeShots(page: Page, place: Place, shots: readonly Shot[], to: string): Promise<void> {
  let shown = '';
  for (const { state, scheme, file } of shots) {
    const { reach, isDialog = false } = states[state];
    if (state !== shown) await reach(page, place);
    shown = state;
    await page.emulateMedia({ colorScheme: scheme });
    await writeFile(join(to, file), await page.screenshot({ fullPage: !isDialog, animations: 'disabled' }));
  }
}

const still = { reducedMotion: 'reduce', permissions: ['camera'] } as const satisfies BrowserContextOptions;

/** Makes the photos that the states show. */
async function makePhotos(browser: Browser, url: string): Promise<Place> {
  const page = await openPage(browser, url, { ...sizes.desktop, locale: 'en' }, standard);
  const idOf = () => page.url().replace(/^.*#photo\//, '');
  await add(page, 'mina');
  const photoId = idOf();
  await choose(page, 'holiday');
  await page.locator('.viewer-mat[data-phase=rejected]').waitFor();
  const rejectedId = idOf();
  await page.context().close();
  return { url, photoId, rejectedId };
}

/** Loads an address anew and waits for the browser's language, because the built start page is English, and for an element. */
async function show(page: Page, url: string, selector: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(url);
  const language = String(await page.evaluate('navigator.language')).slice(0, 2);
  await page.locator(`html[lang^="${language}"]`).waitFor({ state: 'attached' });
  await page.locator(selector).first().waitFor();
}

async function showPhoto(page: Page, { url, photoId }: Pick<Place, 'url' | 'photoId'>): Promise<void> {
  await show(page, `${url}#photo/${photoId}`, '.viewer-mat[data-phase=done]');
  await finished(page);
}

/** Presses a button and waits for what it shows. */
async function press(page: Page, button: string, selector: string): Promise<void> {
  await page.locator(button).click();
  await page.locator(selector).first().waitFor();
}
