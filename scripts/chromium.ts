/** Finds a Chromium on this machine and starts it without a window. The tests of the page and `npm run screenshots` use it. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './find-program.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Returns the path in the environment variable CHROMIUM, else that of an installed browser; null when there is none. */
export function findBrowser(): string | null {
  const { CHROMIUM: named } = process.env;
  if (named) return named;
  return findProgram(names) ?? (existsSync(macPath) ? macPath : null);
}

/** The browser connects to nothing by itself. It has no sandbox, because root in a container cannot have one. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts the browser on a fresh profile, which is deleted when it closes. */
export function launchBrowser(path: string, moreFlags: readonly string[] = []): Promise<Browser> {
  // In an ASCII locale, Chromium cannot save a file with the name Müller and calls it `download` instead.
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  return chromium.launch({ executablePath: path, args: [...flags, ...moreFlags], env });
}
