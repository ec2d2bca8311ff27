/** Prints the page to a PDF file and reads the sizes of its pages. */
import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';

const mmPerPoint = 25.4 / 72;

/** Returns the sides of each printed page, mm, the shorter one first. */
export async function printedPages(page: Page): Promise<number[][]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  // Firefox compresses the objects of the file.
  const streams = [...pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, bytes]) => inflated(bytes));
  const boxes = [pdf, ...streams].flatMap((text) => [...text.matchAll(/\/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]/g)]);
  return boxes.map(([, ...sides]) => sides.map((points) => Math.round(Number(points) * mmPerPoint)).sort());
}

/** Returns the text of a stream; nothing when it is compressed in another way. */
function inflated(bytes: string): string {
  try {
    return inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1');
  } catch {
    return '';
  }
}
