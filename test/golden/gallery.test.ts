/** The pictures of the guides on comics, things and tags. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { comicLooks } from '../../core/comic-looks.ts';
import { runGallery } from '../../scripts/gallery.ts';

test('the gallery has each comic on its ground, the boxes and the tags of a drawn person', async () => {
  const out = await mkdtemp(join(tmpdir(), 'zerobooth-gallery-'));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  expect(await runGallery(['--out', out, '--count', '1'])).toBe(0);
  const corners = comicLooks.map(async (look) => {
    const [red, green, blue] = await sharp(join(out, `demo-${look}.jpg`))
      .raw()
      .toBuffer();
    // The compression of JPEG may change a level.
    return [red, green, blue].map((level) => Math.round(level / 8) * 8);
  });
  expect(await Promise.all(corners)).toEqual([
    [232, 240, 248],
    [256, 256, 256],
    [256, 216, 80],
  ]);
  expect((await sharp(join(out, 'demo-boxes.jpg')).metadata()).height).toBe(480);
  const page = await readFile(join(out, 'index.html'), 'utf8');
  expect(page).toMatch(/<li>person 人 0\.\d+/);
  expect(page).toMatch(/<li>one face 一张人脸 0\.\d+/);
});
