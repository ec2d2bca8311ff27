import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { PhotoRejected, type RejectionCode } from '../../core/errors.ts';
import { decodePhoto } from '../../functions/decode/decode.ts';
import type { DecodeLimits } from '../../functions/decode/limits.ts';
import {
  card,
  cardFile,
  claiming,
  difference,
  type Format,
  formats,
  sharpOf,
  withJpegSegment,
  withPngChunk,
} from '../support/odd-images.ts';

const limits: DecodeLimits = { maxBytes: 25e6, maxPixels: 60e6, minSidePx: 200, workingSidePx: 2048 };

async function codeOf(bytes: Uint8Array, changed: Partial<DecodeLimits> = {}): Promise<RejectionCode | 'accepted'> {
  try {
    const { working } = await decodePhoto(bytes, { ...limits, ...changed });
    expect(working.data.length).toBe(working.widthPx * working.heightPx * 3);
    return 'accepted';
  } catch (error) {
    if (error instanceof PhotoRejected) return error.code;
    throw error;
  }
}

const files: Partial<Record<Format, Buffer>> = {};

function fileOf(format: Format): Buffer {
  const file = files[format];
  if (!file) throw new Error('not made yet');
  return file;
}

beforeAll(async () => {
  for (const format of formats) files[format] = await cardFile(format);
});

describe('limits', () => {
  it('refuses an empty file, and more than the limits', async () => {
    expect(await codeOf(new Uint8Array())).toBe('empty');
    expect(await codeOf(new Uint8Array(1001), { maxBytes: 1000 })).toBe('too-large');
    expect(await codeOf(fileOf('jpeg'), { maxBytes: fileOf('jpeg').length })).toBe('accepted');
  });

  it.each(formats)('%s: counts pixels and the shorter side, both inclusive', async (format) => {
    expect(await codeOf(fileOf(format), { maxPixels: 256 * 320 })).toBe('accepted');
    expect(await codeOf(fileOf(format), { maxPixels: 256 * 320 - 1 })).toBe('too-many-pixels');
    expect(await codeOf(fileOf(format), { minSidePx: 256 })).toBe('accepted');
    expect(await codeOf(fileOf(format), { minSidePx: 257 })).toBe('too-small');
  });

  it.each(formats)(
    '%s: a header that claims 60,000 x 60,000 is refused for its pixels, before any is decoded',
    async (format) => {
      const startedAt = performance.now();
      expect(await codeOf(await claiming(format, 60_000, 60_000))).toBe('too-many-pixels');
      expect(performance.now() - startedAt).toBeLessThan(2000);
    },
  );

  it.each(['jpeg', 'png', 'tiff', 'avif', 'heic', 'bmp'] as const)(
    '%s: a header that claims 1 x 60,000 is refused as too small',
    async (format) => {
      expect(await codeOf(await claiming(format, 1, 60_000))).toBe('too-small');
    },
  );

  it('a real GIF of 1 x 60,000 and a real WebP of 1 x 16,000 are refused as too small', async () => {
    const gif = await sharpOf(card({ widthPx: 1, heightPx: 60_000 }))
      .gif()
      .toBuffer();
    expect(await codeOf(gif)).toBe('too-small');
    const webp = await sharpOf(card({ widthPx: 1, heightPx: 16_000 }))
      .webp()
      .toBuffer();
    expect(await codeOf(webp)).toBe('too-small');
  });

  it.each(['jpeg', 'png', 'tiff', 'avif', 'heic', 'bmp'] as const)(
    '%s: a header that claims 0 x 0 is refused',
    async (format) => {
      expect(['unreadable', 'too-small']).toContain(await codeOf(await claiming(format, 0, 0)));
    },
  );

  it('an old GIF without a canvas has the size of its first frame', async () => {
    expect(difference((await decodePhoto(await claiming('gif', 0, 0), limits)).working, card())).toBeLessThan(1);
  });

  it.each([
    ['png', 'unreadable'],
    ['tiff', 'unreadable'],
    ['webp', 'unreadable'],
    ['avif', 'too-many-pixels'], // by memory: 20 MP of AVIF
    ['heic', 'unreadable'],
    ['bmp', 'unreadable'],
    ['jpeg', 'accepted'], // what is missing is grey: decoders only warn
  ] as const)('%s: a header that claims more than the data holds is %s', async (format, code) => {
    expect(await codeOf(await claiming(format, 4000, 5000))).toBe(code);
  });

  it('refuses a strip that is too narrow for a portrait', async () => {
    expect(
      await codeOf(
        await sharpOf(card({ widthPx: 2400, heightPx: 220 }))
          .jpeg()
          .toBuffer(),
      ),
    ).toBe('too-small');
  });

  it('says how many megapixels of a format the memory allows, and that a JPEG may have more', async () => {
    const avif = await sharpOf(card({ widthPx: 1000, heightPx: 1000 }))
      .avif({ effort: 0 })
      .toBuffer();
    const refusal = decodePhoto(avif, { ...limits, decodeMb: 10 });
    await expect(refusal).rejects.toMatchObject({
      code: 'too-many-pixels',
      message: expect.stringMatching(/1000 x 1000 pixels, 1 megapixels\. .* up to 0\.5 megapixels of AVIF\./),
      advice: 'Send it as a plain JPEG, which may have up to 60 megapixels, or with at most 0.5 megapixels.',
      facts: { format: 'AVIF', limitMegapixels: 0.5, jpegMegapixels: 60 },
    });
  });

  it('refuses pictures that cannot be streamed and need too much memory', async () => {
    const progressive = await sharpOf(card({ widthPx: 1000, heightPx: 1000 }))
      .jpeg({ progressive: true })
      .toBuffer();
    expect(await codeOf(progressive, { decodeMb: 3 })).toBe('too-many-pixels');
    expect(await codeOf(progressive, { decodeMb: 4 })).toBe('accepted');
    const plain = await sharpOf(card({ widthPx: 1000, heightPx: 1000 }))
      .jpeg()
      .toBuffer();
    expect(await codeOf(plain, { decodeMb: 1 })).toBe('accepted');
    expect(await codeOf(fileOf('avif'), { decodeMb: 1 })).toBe('too-many-pixels');
    expect(await codeOf(fileOf('bmp'), { decodeMb: 0.5 })).toBe('too-many-pixels');
    expect(await codeOf(fileOf('heic'), { decodeMb: 0.5 })).toBe('too-many-pixels');
  });
});

describe('broken files', () => {
  it.each(formats)('half of a %s file is refused as unreadable', async (format) => {
    const file = fileOf(format);
    expect(await codeOf(file.subarray(0, file.length / 2))).toBe('unreadable');
  });

  it('stray bytes between JPEG markers are accepted', async () => {
    const file = fileOf('jpeg');
    const stray = Buffer.concat([file.subarray(0, 2), Buffer.from([0, 0, 0, 0]), file.subarray(2)]);
    // The signature must be right. Behind it markers may be repeated, as some cameras write them.
    expect(await codeOf(stray)).toBe('unsupported-format');
    const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
    const padded = Buffer.concat([file.subarray(0, frame), Buffer.from([0, 0, 0, 0]), file.subarray(frame)]);
    expect(difference((await decodePhoto(padded, limits)).working, card())).toBeLessThan(2);
  });

  it('a second file behind the picture is ignored', async () => {
    const tail = Buffer.from('PK\x03\x04<script>alert(1)</script><?php phpinfo(); ?>');
    for (const format of ['jpeg', 'png', 'gif', 'webp'] as const) {
      const { working } = await decodePhoto(Buffer.concat([fileOf(format), tail]), limits);
      expect(difference(working, card()), format).toBeLessThan(3);
    }
  });

  it('absurd metadata causes neither an error nor a large result', async () => {
    const exif = Buffer.alloc(60_000, 0xff);
    exif.write('Exif\0\0II*\0\x08\0\0\0', 'latin1');
    const xmp = Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), Buffer.alloc(60_000, '<x>')]);
    const jpeg = withJpegSegment(withJpegSegment(fileOf('jpeg'), 0xe1, exif), 0xe1, xmp);
    expect(await codeOf(jpeg)).toBe('accepted');
    const text = Buffer.concat([Buffer.from('profile\0'), Buffer.from('/etc/passwd')]);
    expect(await codeOf(withPngChunk(fileOf('png'), 'tEXt', text))).toBe('accepted');
    const big = Buffer.alloc(8_000_000, 0x41);
    expect(await codeOf(withPngChunk(fileOf('png'), 'eXIf', big))).toBe('accepted');
  });
});

interface Mutation {
  readonly keep: number;
  readonly flips: readonly (readonly [at: number, bits: number])[];
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  // Most files are whole, so that more than truncation is tested.
  keep: fc.oneof(
    { weight: 3, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  ),
  flips: fc.array(fc.tuple(fc.oneof(fc.nat(), fc.nat(600)), fc.integer({ min: 1, max: 255 })), { maxLength: 8 }),
});

function mutate(file: Buffer, { keep, flips }: Mutation): Uint8Array {
  const bytes = Uint8Array.from(file.subarray(0, Math.round(file.length * keep)));
  for (const [at, bits] of flips) if (bytes.length > 0) bytes[at % bytes.length] ^= bits;
  return bytes;
}

describe('any damage', () => {
  // HEIC starts a WebAssembly instance for each try.
  it.each(formats)('to a %s file gives a picture or a rejection within the time limit', async (format) => {
    await fc.assert(
      fc.asyncProperty(mutation, async (damage) => {
        const startedAt = performance.now();
        await codeOf(mutate(fileOf(format), damage));
        expect(performance.now() - startedAt).toBeLessThan(10_000);
      }),
      { numRuns: format === 'heic' ? 25 : 120 },
    );
  });
});
