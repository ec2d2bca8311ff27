import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotoRejected } from '../../../../../core/errors.ts';
import { sniffFormat } from '../../../../../functions/matting/decode/sniff-format.ts';
import { cardFile, formats, heifHead } from '../../../../support/odd-images.ts';

function refusal(bytes: Uint8Array): PhotoRejected {
  try {
    sniffFormat(bytes);
  } catch (error) {
    if (error instanceof PhotoRejected) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const latin = (text: string) => Buffer.from(text, 'latin1');

describe('sniffFormat', () => {
  it.each(formats)('recognises a real %s', async (format) => {
    expect(sniffFormat(await cardFile(format))).toBe(format);
  });

  it.each([
    ['BigTIFF', 'II+\0\x08\0\0\0', 'tiff'],
    ['big-endian TIFF', 'MM\0*\0\0\0\x08', 'tiff'],
    ['old GIF', 'GIF87a', 'gif'],
  ])('recognises %s by its first bytes', (_, head, format) => {
    expect(sniffFormat(latin(head))).toBe(format);
  });

  it.each([
    ['AV1 in a file of neutral brand', heifHead(['mif1', 'miaf'], 'av01'), 'avif'],
    ['an AV1 sequence', heifHead(['avis', 'msf1'], 'av01'), 'avif'],
    ['HEVC in a file that calls itself AVIF', heifHead(['avif'], 'hvc1'), 'heic'],
    ['AV1 in a file that calls itself HEIC', heifHead(['heic', 'mif1'], 'av01'), 'avif'],
    ['HEVC of neutral brand', heifHead(['mif1'], 'hev1'), 'heic'],
    ['a cut-off AVIF, by its brand', heifHead(['avif', 'mif1']), 'avif'],
    ['a cut-off HEIC, by its brand', heifHead(['heix', 'mif1']), 'heic'],
  ])('decides by codec: %s', (_, bytes, format) => {
    expect(sniffFormat(bytes)).toBe(format);
  });

  it.each([
    ['BMP', latin('BM6\x04\0\0'), /BMP/],
    ['ICO', latin('\0\0\x01\0\x01\0'), /ICO/],
    ['PDF', latin('%PDF-1.7'), /PDF/],
    ['DjVu', latin('AT&TFORM\0\0\0\0DJVM'), /DjVu/],
    ['ZIP', latin('PK\x03\x04'), /ZIP/],
    ['JPEG XL codestream', latin('\xff\x0a'), /JPEG XL/],
    ['JPEG XL file', latin('\0\0\0\x0cJXL \r\n\x87\n'), /JPEG XL/],
    ['Canon raw, which is a TIFF too', latin('II*\0\x10\0\0\0CR\x02\0'), /Canon/],
    ['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
    ['SVG behind a prologue', latin('\xef\xbb\xbf \n<?xml version="1.0"?><!-- x --><svg>'), /SVG/],
    ['web page', latin('<!DOCTYPE html><html>'), /web page/],
    ['video', heifHead(['isom', 'mp42']), /video/],
    ['HEIF with AVC', heifHead(['mif1', 'avci'], 'avc1'), /unusual codec/],
  ])('refuses %s and names it', (_, bytes, name) => {
    const error = refusal(bytes);
    expect(error.code).toBe('unsupported-format');
    expect(error.message).toMatch(name);
  });

  it('refuses a script whose name says that it is a picture', () => {
    expect(refusal(latin('push graphic-context\nviewbox 0 0 640 480')).code).toBe('unsupported-format');
  });

  it('returns a format or throws PhotoRejected for any bytes', () => {
    const heifLike = fc
      .tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ maxLength: 200 }))
      .map(([size, rest]) => Buffer.concat([size, latin('ftyp'), rest]));
    const mutated = fc.tuple(fc.nat(), fc.nat(255), fc.nat()).map(([at, value, length]) => {
      const bytes = heifHead(['mif1', 'avif'], 'av01');
      bytes[at % bytes.length] = value;
      return bytes.subarray(0, length % (bytes.length + 1));
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), heifLike, mutated), (bytes) => {
        try {
          expect(formats).toContain(sniffFormat(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(PhotoRejected);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
