import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { captionGlyphs, glyphsFile } from '../../../build/caption-glyphs.ts';

test('the outlines of captions are those of the font (else: npm run glyphs)', async () => {
  expect(captionGlyphs()).toBe(await readFile(glyphsFile, 'utf8'));
});
