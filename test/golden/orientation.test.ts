/** Eight EXIF orientations of one drawn portrait give the same photo. */

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { catalogue } from '../../portraits/catalogue.ts';
import { renderPortrait } from '../../portraits/render.ts';
import { asStored, exifOrientation, orientations, sharpOf, withPngChunk } from '../support/odd-images.ts';
import { compose, matte, openTestNetworks } from '../support/stage.ts';

test('every EXIF orientation gives the same photo', async () => {
  const networks = await openTestNetworks();
  const { photo } = await renderPortrait({ ...catalogue.bun, widthPx: 480, heightPx: 640 });
  const finished: Buffer[] = [];
  for (const orientation of orientations) {
    const stored = await sharpOf(asStored(photo, orientation)).png({ compressionLevel: 1 }).toBuffer();
    const made = await matte(networks, withPngChunk(stored, 'eXIf', exifOrientation(orientation)));
    const [file] = await compose(made, { standards: ['cn-1-inch'], backdrops: ['blue'] });
    finished.push(await sharp(file.bytes).raw().toBuffer());
  }
  for (const pixels of finished) expect(pixels.equals(finished[0])).toBe(true);
});
