import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readJpegMarkers } from '../../../../functions/decode/jpeg-markers.ts';
import { card, sharpOf } from '../../../support/odd-images.ts';

const jpegOf = (options: object = {}) => sharpOf(card()).jpeg(options).toBuffer();

describe('readJpegMarkers', () => {
  it('returns the size and the number of scans', async () => {
    expect(readJpegMarkers(await jpegOf(), 100)).toEqual({ size: { widthPx: 256, heightPx: 320 }, scans: 1 });
    // libjpeg's standard script for colour (jpeg_simple_progression).
    expect(readJpegMarkers(await jpegOf({ progressive: true }), 100).scans).toBe(10);
    expect(readJpegMarkers(await jpegOf({ progressive: true }), 3).scans).toBe(4);
  });

  it('ignores the markers of a thumbnail inside the file', async () => {
    const jpeg = await jpegOf();
    const thumbnail = await sharp(jpeg).resize(32).jpeg({ progressive: true }).toBuffer();
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from('Exif\0\0'), thumbnail]);
    segment.writeUInt16BE(segment.length - 2, 2);
    const carrying = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2), thumbnail]);
    expect(readJpegMarkers(carrying, 100)).toEqual({ size: { widthPx: 256, heightPx: 320 }, scans: 1 });
  });

  it('reads a truncated file as far as it goes', async () => {
    const jpeg = await jpegOf();
    for (let end = 0; end < jpeg.length; end += 7) {
      const { size, scans } = readJpegMarkers(jpeg.subarray(0, end), 100);
      expect(scans).toBeLessThanOrEqual(1);
      if (size) expect(size).toEqual({ widthPx: 256, heightPx: 320 });
    }
  });
});
