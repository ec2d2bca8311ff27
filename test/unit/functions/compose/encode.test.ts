import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PhotoRejected } from '../../../../core/errors.ts';
import { cutout, type Raster, raster } from '../../../../core/raster.ts';
import { encodeJpeg, encodePng, withPngDensity } from '../../../../functions/compose/encode.ts';
import { seededRandom } from '../../../../portraits/random.ts';
import { jpegFacts, jpegSegments, pngChunks, pngDensityDpi } from '../../../support/image-files.ts';

/** Returns a picture with this much noise, 0..255; noise makes it hard to compress. */
function grainy(widthPx: number, heightPx: number, noise: number): Raster {
  const random = seededRandom(1);
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => {
    const ramp = ((i / 3) % widthPx) / widthPx;
    return Math.max(0, Math.min(255, 200 * ramp + 20 + (random() - 0.5) * noise));
  });
  return raster(widthPx, heightPx, data);
}

const free = { minBytes: null, maxBytes: null };
const decoded = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

describe('encodeJpeg', () => {
  it('is baseline with full chroma, with its density, a small sRGB profile and no other metadata', async () => {
    const bytes = await encodeJpeg(grainy(35, 47, 20), { densityDpi: 350, ...free });
    expect(jpegFacts(bytes)).toMatchObject({ widthPx: 35, heightPx: 47, densityDpi: 350, baseline: true });
    expect(jpegFacts(bytes).sampling).toEqual([0x11, 0x11, 0x11]);
    const { segments, ended } = jpegSegments(bytes);
    const application = segments.filter(({ marker }) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe);
    expect(application.map(({ marker }) => marker)).toEqual([0xe0, 0xe2]);
    expect(application[1]?.bytes.toString('latin1', 0, 11)).toBe('ICC_PROFILE');
    expect(application[1]?.bytes.length).toBeLessThan(600);
    expect(ended).toBe(true);
  });

  it('is read by libvips with that density and profile', async () => {
    const facts = await sharp(await encodeJpeg(grainy(20, 30, 0), { densityDpi: 413, ...free })).metadata();
    expect(facts).toMatchObject({
      format: 'jpeg',
      width: 20,
      height: 30,
      density: 413,
      chromaSubsampling: '4:4:4',
      hasProfile: true,
    });
    expect(facts.exif).toBeUndefined();
  });

  it('keeps the colours of the picture', async () => {
    const picture = grainy(64, 64, 0);
    const back = await decoded(await encodeJpeg(picture, { densityDpi: 300, ...free }));
    for (let i = 0; i < back.length; i++) expect(Math.abs(back[i] - picture.data[i])).toBeLessThanOrEqual(3);
  });

  it('gives the same bytes for the same picture', async () => {
    const rules = { densityDpi: 300, minBytes: 14_336, maxBytes: 20_000 };
    expect(await encodeJpeg(grainy(358, 441, 30), rules)).toEqual(await encodeJpeg(grainy(358, 441, 30), rules));
  });

  it.each([20_000, 40_000, 80_000])('stays below %i bytes and close to that limit', async (maxBytes) => {
    const bytes = await encodeJpeg(grainy(358, 441, 30), { densityDpi: 300, minBytes: null, maxBytes });
    expect(bytes.length).toBeLessThanOrEqual(maxBytes);
    expect(bytes.length).toBeGreaterThan(maxBytes * 0.85);
  });

  it('rejects a limit that would need too low a quality', async () => {
    const refusal = encodeJpeg(grainy(358, 441, 200), { densityDpi: 300, minBytes: null, maxBytes: 5_000 });
    await expect(refusal).rejects.toThrow(PhotoRejected);
    await expect(refusal).rejects.toMatchObject({ code: 'file-size-unreachable' });
  });

  it('reaches a least size by quality first', async () => {
    const picture = grainy(200, 200, 30);
    const plain = await encodeJpeg(picture, { densityDpi: 300, ...free });
    const raised = await encodeJpeg(picture, { densityDpi: 300, minBytes: plain.length + 1000, maxBytes: null });
    expect(raised.length).toBeGreaterThanOrEqual(plain.length + 1000);
    expect(jpegFacts(raised).markers).not.toContain(0xfe);
  });

  it.each([1, 3, 4, 5, 1000, 65_537, 65_538, 300_000])(
    'fills %i bytes that quality cannot with comments',
    async (missing) => {
      const picture = grainy(40, 40, 0);
      const finest = await encodeJpeg(picture, { densityDpi: 300, minBytes: 1_000_000, maxBytes: null });
      const comments = jpegSegments(finest).segments.filter(({ marker }) => marker === 0xfe);
      const bare = finest.length - comments.reduce((sum, { bytes }) => sum + bytes.length + 4, 0);
      const filled = await encodeJpeg(picture, { densityDpi: 300, minBytes: bare + missing, maxBytes: null });
      expect(filled.length).toBeGreaterThanOrEqual(bare + missing);
      expect(filled.length).toBeLessThanOrEqual(bare + missing + 3);
      expect(jpegFacts(filled)).toMatchObject({ widthPx: 40, heightPx: 40, densityDpi: 300 });
      expect(await decoded(filled)).toEqual(await decoded(finest));
    },
  );

  it('meets a least and a largest size together', async () => {
    for (const noise of [0, 10, 60]) {
      const rules = { densityDpi: 350, minBytes: 14_336, maxBytes: 20_000 };
      const { length } = await encodeJpeg(grainy(358, 441, noise), rules);
      expect(length).toBeGreaterThanOrEqual(14_336);
      expect(length).toBeLessThanOrEqual(20_000);
    }
  });
});

describe('encodePng', () => {
  it('has its density, an sRGB profile and no other metadata', async () => {
    const bytes = await encodePng(grainy(30, 20, 20), { densityDpi: 300, ...free });
    expect(new Set(pngChunks(bytes).map(({ name }) => name))).toEqual(
      new Set(['IHDR', 'pHYs', 'iCCP', 'IDAT', 'IEND']),
    );
    expect(pngDensityDpi(bytes)).toBeCloseTo(300, 1);
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: 'png',
      width: 30,
      height: 20,
      channels: 3,
      density: 300,
    });
  });

  it('keeps every pixel and its opacity', async () => {
    const picture = cutout(3, 1, Uint8Array.of(1, 2, 3, 0, 200, 160, 120, 128, 9, 8, 7, 255));
    const bytes = await encodePng(picture, { densityDpi: 300, ...free });
    expect([...(await decoded(bytes))]).toEqual([...picture.data]);
  });

  it('rejects a limit that it cannot meet', async () => {
    const refusal = encodePng(grainy(100, 100, 200), { densityDpi: 300, minBytes: null, maxBytes: 1000 });
    await expect(refusal).rejects.toMatchObject({ code: 'file-size-unreachable' });
  });
});

describe('withPngDensity', () => {
  it('replaces an earlier density', async () => {
    const png = await encodePng(grainy(8, 8, 0), { densityDpi: 72, ...free });
    const changed = withPngDensity(png, 600);
    expect(pngChunks(changed).filter(({ name }) => name === 'pHYs')).toHaveLength(1);
    expect(pngDensityDpi(changed)).toBeCloseTo(600, 1);
    expect(await decoded(changed)).toEqual(await decoded(png));
  });

  it('throws for bytes that are no PNG', () => {
    expect(() => withPngDensity(Buffer.from('GIF89a and more than thirty-three bytes'), 300)).toThrow(/no PNG/);
  });
});
