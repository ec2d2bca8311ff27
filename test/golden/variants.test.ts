/** Drawn people in variants of one photo: in grey, brighter, darker, mirrored, cropped, and lying on the side. */
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { compareVariants, leastOverlap, variantNames } from '../../bench/quality/compare-variants.ts';
import type { Networks } from '../../functions/matting/inference/networks.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { sharpOf } from '../support/odd-images.ts';
import { matte, openTestNetworks, settings } from '../support/stage.ts';

/** Longer side of the pictures, px. `npm run bench -- variants` compares all drawn portraits at 1000 px. */
const longSidePx = 640;

let networks: Networks;
beforeAll(async () => {
  networks = await openTestNetworks();
});

test.each(['green-wall', 'white-shirt'])(
  '%s: every variant gives the same person, or a check announces a doubt',
  async (name) => {
    const { photo } = await renderPortrait(catalogue[name]);
    const overlaps = await compareVariants(await encodeJpeg(photo), { networks, settings }, longSidePx);
    expect(overlaps.map(({ variant }) => variant)).toEqual(variantNames);
    const silent = overlaps.filter(
      ({ overlap, isAnnounced }) => !isAnnounced && (overlap === null || overlap < leastOverlap),
    );
    expect(silent).toEqual([]);
  },
);

test.each([90, 270])('a cutout order keeps the body of a person turned by %i degrees', async (degrees) => {
  const { photo, alpha } = await renderPortrait({ ...catalogue.short, widthPx: 480, heightPx: 640 });
  const turned = await sharpOf(photo).rotate(degrees).png({ compressionLevel: 1 }).toBuffer();
  const { cutout } = await matte(networks, turned, { kind: 'cutout' });
  const { widthPx: width, heightPx: height } = alpha;
  const plane = sharp(alpha.data, { raw: { width, height, channels: 1 } });
  const truth = await plane.rotate(degrees).toColourspace('b-w').raw().toBuffer();
  let [kept, all] = [0, 0];
  truth.forEach((value, at) => {
    if (value < 255) return;
    all += 1;
    kept += Number(cutout.data[4 * at + 3] > 127);
  });
  expect(kept / all).toBeGreaterThan(0.97);
});
