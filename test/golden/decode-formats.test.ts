import { describe, expect, it } from 'vitest';
import { bmpImage, type bmpKinds } from '../../bench/fuzz/bmp-file.ts';
import { heicImage } from '../../bench/fuzz/heic-file.ts';
import { decodePhoto } from '../../functions/decode/decode.ts';
import type { DecodeLimits } from '../../functions/decode/limits.ts';
import {
  asStored,
  card,
  cardColourAt,
  cardFile,
  difference,
  exifOrientation,
  formats,
  orientations,
  pixelAt,
  sharpOf,
  withJpegSegment,
  withPngChunk,
} from '../support/odd-images.ts';

const limits: DecodeLimits = { maxBytes: 25e6, maxPixels: 60e6, minSidePx: 200, workingSidePx: 2048 };

/** Mean difference over the picture, levels of 0..255: lossy formats blur the edges of the card. */
const tolerance = { jpeg: 2, png: 0, webp: 3, avif: 3, tiff: 2, gif: 1, heic: 1, bmp: 0 } as const;

describe('every format', () => {
  it.each(formats)('%s gives the pixels of the card', async (format) => {
    const { working, source } = await decodePhoto(await cardFile(format), limits);
    expect(source).toEqual({ widthPx: 256, heightPx: 320, format });
    expect(difference(working, card())).toBeLessThanOrEqual(tolerance[format]);
  });

  it.each(formats)('%s: the input bytes are not changed', async (format) => {
    const file = await cardFile(format);
    const before = Buffer.from(file);
    await decodePhoto(file, limits);
    expect(file.equals(before)).toBe(true);
  });

  it('shrinks to the working size and never enlarges', async () => {
    const file = await sharpOf(card({ widthPx: 1500, heightPx: 1000 }))
      .jpeg()
      .toBuffer();
    const { working, source } = await decodePhoto(file, { ...limits, workingSidePx: 512 });
    expect(source).toMatchObject({ widthPx: 1500, heightPx: 1000 });
    expect(difference(working, card({ widthPx: 512, heightPx: 341 }))).toBeLessThan(2);
    expect((await decodePhoto(await cardFile('png'), limits)).working.widthPx).toBe(256);
  });

  it('reads progressive JPEG and interlaced PNG', async () => {
    const progressive = await sharpOf(card()).jpeg({ progressive: true }).toBuffer();
    expect(difference((await decodePhoto(progressive, limits)).working, card())).toBeLessThan(2);
    const interlaced = await sharpOf(card()).png({ progressive: true }).toBuffer();
    expect(difference((await decodePhoto(interlaced, limits)).working, card())).toBe(0);
  });

  it.each(['gif', 'webp'] as const)('uses the first frame of an animated %s', async (format) => {
    const frames = Buffer.concat([card().data, new Uint8Array(card().data.length).fill(255)]);
    const raw = { width: 256, height: 640, channels: 3, pageHeight: 320 } as const;
    const { default: sharp } = await import('sharp');
    const animated = await sharp(frames, { raw }).toFormat(format).toBuffer();
    expect((await sharp(animated).metadata()).pages).toBe(2);
    const { working, source } = await decodePhoto(animated, limits);
    expect(source.heightPx).toBe(320);
    expect(difference(working, card())).toBeLessThanOrEqual(tolerance[format]);
  });
});

describe('orientation', () => {
  const upright = card({ widthPx: 240, heightPx: 320 });

  it.each(['jpeg', 'png', 'webp', 'tiff'] as const)(
    'all eight of EXIF give the same upright picture from %s',
    async (format) => {
      for (const orientation of orientations) {
        const stored = sharpOf(asStored(upright, orientation)).withMetadata({ orientation });
        const { working, source } = await decodePhoto(
          await stored.toFormat(format, { quality: 95 }).toBuffer(),
          limits,
        );
        expect(source, `orientation ${orientation}`).toMatchObject({ widthPx: 240, heightPx: 320 });
        expect(difference(working, upright), `orientation ${orientation}`).toBeLessThan(2);
      }
    },
  );

  it('is also applied to a picture that is shrunk', async () => {
    const big = card({ widthPx: 480, heightPx: 640 });
    for (const orientation of orientations) {
      const file = await sharpOf(asStored(big, orientation)).withMetadata({ orientation }).jpeg().toBuffer();
      const { working } = await decodePhoto(file, { ...limits, workingSidePx: 320 });
      expect(difference(working, upright), `orientation ${orientation}`).toBeLessThan(2);
    }
  });

  it.each([
    ['a text instead of a number', exifOrientation(6, 2, 4)],
    ['a number out of range', exifOrientation(9)],
    ['a cut-off block', exifOrientation(6).subarray(0, 12)],
    ['noise', Buffer.from('<?php phpinfo(); ?>')],
  ])('in EXIF is ignored when it is %s', async (_, exif) => {
    const jpeg = withJpegSegment(await cardFile('jpeg'), 0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif]));
    expect(difference((await decodePhoto(jpeg, limits)).working, card())).toBeLessThan(2);
    const png = withPngChunk(await cardFile('png'), 'eXIf', exif);
    expect(difference((await decodePhoto(png, limits)).working, card())).toBe(0);
  });

  it('of a HEIC file is that of its own rotation and mirroring', async () => {
    const size = { widthPx: 256, heightPx: 320 };
    const picture = (more: object) => heicImage({ ...size, colourAt: cardColourAt, ...more });
    const turnedLeft = (await decodePhoto(picture({ quarterTurns: 1 }), limits)).working;
    expect(difference(turnedLeft, asStored(card(), 6))).toBeLessThan(1);
    const upsideDown = (await decodePhoto(picture({ quarterTurns: 2 }), limits)).working;
    expect(difference(upsideDown, asStored(card(), 3))).toBeLessThan(1);
    const mirrored = (await decodePhoto(picture({ mirror: 1 }), limits)).working;
    expect(difference(mirrored, asStored(card(), 2))).toBeLessThan(1);
  });
});

describe('HEIC', () => {
  it('is assembled from tiles', async () => {
    const whole = card({ widthPx: 384, heightPx: 512 });
    const colourAt = (x: number, y: number) => cardColourAt(x, y, { widthPx: 384, heightPx: 512 });
    const file = heicImage({ widthPx: 128, heightPx: 128, columns: 3, rows: 4, colourAt });
    const { working, source } = await decodePhoto(file, limits);
    expect(source).toEqual({ widthPx: 384, heightPx: 512, format: 'heic' });
    expect(difference(working, whole)).toBeLessThan(1);
  });

  it('is read with a neutral brand', async () => {
    const file = heicImage({ widthPx: 256, heightPx: 320, colourAt: cardColourAt, brand: 'mif1' });
    expect(difference((await decodePhoto(file, limits)).working, card())).toBeLessThan(1);
  });

  it('has its profile applied', async () => {
    const { default: sharp } = await import('sharp');
    const tagged = await sharpOf(card()).withIccProfile('p3').png().toBuffer();
    const { icc } = await sharp(tagged).metadata();
    const file = heicImage({ widthPx: 256, heightPx: 320, colourAt: () => [200, 60, 40], ...(icc && { icc }) });
    const [r, g, b] = pixelAt((await decodePhoto(file, limits)).working, 100, 100);
    // Display P3 200,60,40 in sRGB (matrices of CSS Color 4) is 217,42,23.
    expect(Math.abs(r - 217) + Math.abs(g - 42) + Math.abs(b - 23)).toBeLessThan(9);
  });
});

describe('AVIF', () => {
  it('is read with the brand of a sequence and with a neutral brand', async () => {
    for (const brand of ['avis', 'mif1', 'miaf']) {
      const file = await cardFile('avif');
      file.write(brand, 8);
      expect(difference((await decodePhoto(file, limits)).working, card()), brand).toBeLessThan(3);
    }
  });
});

describe('BMP', () => {
  const size = { widthPx: 257, heightPx: 320 };
  const bmp = (kind: (typeof bmpKinds)[number], topDown = false) =>
    bmpImage({ ...size, colourAt: (x, y) => cardColourAt(x, y, size), kind, topDown });

  it.each(['rgb24', 'rgb32', 'masks32', 'old24'] as const)('%s gives the pixels of the card', async (kind) => {
    expect(difference((await decodePhoto(bmp(kind), limits)).working, card(size))).toBe(0);
  });

  it.each(['grey8', 'runs8'] as const)('%s gives the greys of the card', async (kind) => {
    const { working } = await decodePhoto(bmp(kind), limits);
    expect(pixelAt(working, 2, 2)).toEqual([100, 100, 100]);
    expect(pixelAt(working, 255, 318)).toEqual([184, 184, 184]);
  });

  it('may store its rows from the top', async () => {
    expect(difference((await decodePhoto(bmp('rgb24', true), limits)).working, card(size))).toBe(0);
  });
});

describe('AVIF of 10 and 12 bits', () => {
  it.each([
    [10, '4:2:0'],
    [10, '4:4:4'],
    [12, '4:2:0'],
  ] as const)('%i bits, %s, has the same colours', async (bitdepth, chromaSubsampling) => {
    const encoded = (icc?: string) => {
      const picture = icc ? sharpOf(card()).withIccProfile(icc) : sharpOf(card());
      return picture.avif({ bitdepth, chromaSubsampling, quality: 90, effort: 2 }).toBuffer();
    };
    for (const icc of [undefined, 'p3']) {
      const { working } = await decodePhoto(await encoded(icc), limits);
      expect(difference(working, card()), icc).toBeLessThan(1);
    }
  });
});
