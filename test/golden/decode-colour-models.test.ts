import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from '../../functions/decode/decode.ts';
import type { DecodeLimits } from '../../functions/decode/limits.ts';
import { card, cardFile, difference, pixelAt, withJpegSegment, withPngChunk } from '../support/odd-images.ts';

const limits: DecodeLimits = { maxBytes: 25e6, maxPixels: 60e6, minSidePx: 200, workingSidePx: 2048 };

/** A picture of one colour, so that only colour is compared. */
function plain(r: number, g: number, b: number, alpha = 1): Sharp {
  const background = { r, g, b, alpha };
  return sharp({ create: { width: 240, height: 240, channels: alpha < 1 ? 4 : 3, background } });
}

async function decoded(file: Buffer): Promise<number[]> {
  const { working } = await decodePhoto(file, limits);
  expect(working.data.length).toBe(working.widthPx * working.heightPx * 3);
  return pixelAt(working, 120, 120);
}

async function expectColour(file: Buffer, expected: readonly number[], tolerance: number): Promise<void> {
  const actual = await decoded(file);
  const off = Math.max(...actual.map((value, i) => Math.abs(value - expected[i])));
  expect(off, `${actual} instead of ${expected}`).toBeLessThanOrEqual(tolerance);
}

describe('profiles', () => {
  it.each(['srgb', 'p3'])('%s gives the intended colours, in 8 and 16 bits', async (profile) => {
    await expectColour(await plain(200, 100, 50).withIccProfile(profile).png().toBuffer(), [200, 100, 50], 2);
    const deep = await plain(200, 100, 50).toColourspace('rgb16').withIccProfile(profile).png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    await expectColour(deep, [200, 100, 50], 2);
    const jpeg = await plain(200, 100, 50).withIccProfile(profile).jpeg({ quality: 100 }).toBuffer();
    await expectColour(jpeg, [200, 100, 50], 3);
    const webp = await plain(200, 100, 50).withIccProfile(profile).webp({ lossless: true }).toBuffer();
    await expectColour(webp, [200, 100, 50], 2);
  });

  it('that are broken or not for RGB are taken for sRGB', async () => {
    const { icc } = await sharp(
      await plain(1, 2, 3).toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer(),
    ).metadata();
    for (const profile of [Buffer.from('noise'.repeat(40)), Buffer.alloc(300), icc?.subarray(0, 60_000)]) {
      if (!profile) throw new Error('no profile was written');
      const segment = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01'), profile]);
      const file = withJpegSegment(await cardFile('jpeg'), 0xe2, segment);
      expect(difference((await decodePhoto(file, limits)).working, card())).toBeLessThan(2);
    }
    const png = withPngChunk(await cardFile('png'), 'iCCP', Buffer.from('name\0\x09not deflate'));
    expect(difference((await decodePhoto(png, limits)).working, card())).toBe(0);
  });
});

describe('colour models', () => {
  it('CMYK is converted, with and without profile, and is not a negative', async () => {
    // libvips' press profile does not contain every colour; a muted colour differs by less than a dozen levels.
    for (const image of [
      plain(180, 140, 120).toColourspace('cmyk'),
      plain(180, 140, 120).toColourspace('cmyk').withIccProfile('cmyk'),
    ]) {
      const file = await image.jpeg({ quality: 100 }).toBuffer();
      expect((await sharp(file).metadata()).space).toBe('cmyk');
      await expectColour(file, [180, 140, 120], 12);
    }
    const tiff = await plain(180, 140, 120).toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer();
    await expectColour(tiff, [180, 140, 120], 12);
  });

  it.each(['jpeg', 'png', 'webp', 'tiff', 'avif'] as const)('grey %s has three equal channels', async (format) => {
    await expectColour(await plain(90, 90, 90).greyscale().toFormat(format).toBuffer(), [90, 90, 90], 2);
  });

  it('grey of one bit, of 16 bits and with alpha', async () => {
    const oneBit = await plain(255, 255, 255).greyscale().png({ palette: true, colours: 2 }).toBuffer();
    await expectColour(oneBit, [255, 255, 255], 0);
    await expectColour(await plain(90, 90, 90).toColourspace('grey16').png().toBuffer(), [90, 90, 90], 1);
    const half = await plain(90, 90, 90).greyscale().ensureAlpha(0.5).png().toBuffer();
    await expectColour(half, [172, 172, 172], 2);
  });

  it('16 bits without profile', async () => {
    await expectColour(await plain(200, 100, 50).toColourspace('rgb16').png().toBuffer(), [200, 100, 50], 1);
    await expectColour(
      await plain(200, 100, 50).toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer(),
      [200, 100, 50],
      1,
    );
  });

  it('a gAMA chunk is ignored', async () => {
    const gamma = Buffer.alloc(4);
    gamma.writeUInt32BE(62500);
    const file = withPngChunk(await cardFile('png'), 'gAMA', gamma);
    expect(difference((await decodePhoto(file, limits)).working, card())).toBe(0);
  });
});

describe('transparency', () => {
  it.each(['png', 'webp', 'avif', 'tiff', 'gif'] as const)('of %s becomes white', async (format) => {
    const file = await plain(200, 0, 0, 0)
      .toFormat(format, { compression: format === 'avif' ? 'av1' : 'lzw' })
      .toBuffer();
    await expectColour(file, [255, 255, 255], 2);
  });

  it('is mixed with white where it is partial, 8 and 16 bits', async () => {
    await expectColour(await plain(200, 100, 50, 0.5).png().toBuffer(), [227, 177, 152], 2);
    const deep = await plain(200, 100, 50, 0.5).toColourspace('rgb16').png().toBuffer();
    await expectColour(deep, [227, 177, 152], 2);
  });
});
