import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotoRejected } from '../../../../core/errors.ts';
import { foreignFormats } from '../../../../core/foreign-formats.ts';
import { sniffFormat } from '../../../../functions/decode/sniff-format.ts';
import { cardFile, formats, heifHead } from '../../../support/odd-images.ts';

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

/** Returns the start of a raw file: a TIFF whose first directory is a reduced copy, with directories below it. */
function rawTiff(make: string, more: readonly (readonly [number, number])[] = []): Buffer {
  const entries = [[254, 1], [271, 8], [330, 300], ...more] as const;
  const directory = Buffer.alloc(2 + entries.length * 12);
  directory.writeUInt16LE(entries.length, 0);
  for (const [at, [tag, value]] of entries.entries()) {
    directory.writeUInt16LE(tag, 2 + at * 12);
    directory.writeUInt16LE(4, 4 + at * 12);
    directory.writeUInt32LE(1, 6 + at * 12);
    directory.writeUInt32LE(value, 10 + at * 12);
  }
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + 32, 4);
  return Buffer.concat([head, Buffer.from(make.padEnd(32, '\0')), directory]);
}

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
    ['ICO', latin('\0\0\x01\0\x01\0'), /ICO/],
    ['PDF', latin('%PDF-1.7'), /PDF/],
    ['PSD', latin('8BPS\0\x01'), /Photoshop/],
    ['EPS', latin('%!PS-Adobe-3.0 EPSF'), /PostScript/],
    ['DjVu', latin('AT&TFORM\0\0\0\0DJVM'), /DjVu/],
    ['ZIP', latin('PK\x03\x04'), /ZIP/],
    ['JPEG XL codestream', latin('\xff\x0a'), /JPEG XL/],
    ['JPEG XL file', latin('\0\0\0\x0cJXL \r\n\x87\n'), /JPEG XL/],
    ['Canon raw, which is a TIFF too', latin('II*\0\x10\0\0\0CR\x02\0'), /Canon/],
    ['Canon CR3', heifHead(['crx ', 'isom']), /Canon/],
    ['Nikon NEF', rawTiff('NIKON CORPORATION'), /Nikon/],
    ['Sony ARW', rawTiff('SONY'), /Sony/],
    ['Pentax PEF', rawTiff('PENTAX'), /Pentax/],
    ['a raw file of another maker', rawTiff('Leaf'), /raw file of a camera/],
    ['DNG', rawTiff('Apple', [[50706, 0x0401]]), /DNG/],
    ['Fujifilm RAF', latin('FUJIFILMCCD-RAW 0201'), /Fujifilm/],
    ['Panasonic RW2', latin('IIU\0\x18\0\0\0'), /Panasonic/],
    ['WebM', latin('\x1a\x45\xdf\xa3'), /video/],
    ['AVI', latin('RIFF\0\0\0\0AVI LIST'), /video/],
    ['QuickTime', latin('\0\0\0\x08wide\0\0'), /video/],
    ['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
    ['SVG behind a prologue', latin('\xef\xbb\xbf \n<?xml version="1.0"?><!-- x --><svg>'), /SVG/],
    ['web page', latin('<!DOCTYPE html><html>'), /web page/],
    ['video', heifHead(['isom', 'mp42']), /video/],
    ['HEIF with AVC', heifHead(['mif1', 'avci'], 'avc1'), /unusual codec/],
  ])('refuses %s and names it', (_, bytes, name) => {
    const error = refusal(bytes);
    expect(error.code).toBe('unsupported-format');
    expect(error.message).toMatch(name);
    expect(error.advice).toMatch(/export|send|save|take|unpack/i);
    expect(foreignFormats).toHaveProperty(String(error.facts.format));
  });

  it('accepts a TIFF with directories below its first one, which is the photo', () => {
    const plain = rawTiff('NIKON CORPORATION');
    plain.writeUInt32LE(0, 8 + 32 + 10);
    expect(sniffFormat(plain)).toBe('tiff');
  });

  it('does not take a text that begins with BM for a BMP', () => {
    expect(refusal(latin('BMW drivers and their photos')).facts).toEqual({});
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
