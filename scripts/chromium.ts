/** Finds a Chromium on this machine and starts it without a window: for the page's tests and the README's pictures. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Path of the browser that `CHROMIUM` names, else of one that is installed; null where there is none. */
export function findBrowser(): string | null {
  const { CHROMIUM: named } = process.env;
  if (named) return named;
  for (const name of names) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  return existsSync(macPath) ? macPath : null;
}

/** Nothing that reaches out by itself; root in a container has no sandbox. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** On a fresh profile, which is gone afterwards. */
export function launchBrowser(path: string, moreFlags: readonly string[] = []): Promise<Browser> {
  // In a locale of ASCII alone Chromium cannot save a file that is called Müller, and calls it `download`.
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  return chromium.launch({ executablePath: path, args: [...flags, ...moreFlags], env });
}
