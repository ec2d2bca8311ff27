/** Steps on the page that both sets of pictures need. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { catalogue } from '../../portraits/catalogue.ts';
import type { PortraitSpec } from '../../portraits/portrait.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';

/** Many pictures are made one after the other; a studio may take this long for one, ms. */
const longestMs = 300_000;

/** The portraits by name. One has a busy background, which the page replaces. */
const people = {
  mina: { ...catalogue.bob, backdrop: 'busy' },
  leo: catalogue.glasses,
  ada: catalogue.earrings,
  holiday: catalogue['two-people'],
} satisfies Readonly<Record<string, Partial<PortraitSpec>>>;

export type PersonName = keyof typeof people;

const drawn = new Map<PersonName, Promise<Buffer>>();

/** Returns the JPEG of a portrait. Each is drawn once. */
export function portraitOf(name: PersonName): Promise<Buffer> {
  const bytes = drawn.get(name) ?? renderPortrait(people[name]).then(({ photo }) => encodeJpeg(photo));
  drawn.set(name, bytes);
  return bytes;
}

/** Opens the page in a fresh profile. @param standard the id of its document. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  standard: string,
): Promise<Page> {
  const context = await browser.newContext(options);
  await context.addInitScript(
    `localStorage.getItem('zerobooth.draft') ?? localStorage.setItem('zerobooth.draft', ${JSON.stringify(JSON.stringify({ standard }))})`,
  );
  const page = await context.newPage();
  page.setDefaultTimeout(longestMs);
  await page.goto(url);
  return page;
}

/** Chooses portraits, as in the system's dialog. */
export async function choose(page: Page, ...names: PersonName[]): Promise<void> {
  const files = names.map(async (name) => ({
    ...{ name: `${name}.jpg`, mimeType: 'image/jpeg' },
    buffer: await portraitOf(name),
  }));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(await Promise.all(files));
}

/** Adds portraits and waits until all of them are finished. The first one is selected. */
export async function add(page: Page, ...names: PersonName[]): Promise<void> {
  await choose(page, ...names);
  for (const at of names.keys()) {
    await page.locator(`.rail li:nth-child(${at + 1}) [data-phase=done]`).waitFor();
  }
  await finished(page);
}

/** Resolves when the selected photo is finished and no new order is under way. */
export async function finished(page: Page): Promise<void> {
  await page.locator('.viewer[aria-busy=false] .viewer-mat[data-phase=done]').waitFor();
}
