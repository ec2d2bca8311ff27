/** Makes pictures for tests of the decoder: a drawn card with known pixels, and files with wrong headers or damage. */
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { bmpImage } from '../../bench/fuzz/bmp-file.ts';
import { box, heicImage } from '../../bench/fuzz/heic-file.ts';
import { type Raster, raster } from '../../core/raster.ts';

type Rgb = readonly [number, number, number];

const cardSize = { widthPx: 256, heightPx: 320 } as const;

/** @returns the colour of the card at a pixel. Its four corners differ and the first has a mark, so that every turn and mirroring looks different. */
export function cardColourAt(x: number, y: number, { widthPx, heightPx } = cardSize as Size): Rgb {
  const [u, v] = [x / widthPx, y / heightPx];
  if (u > 0.125 && u < 0.375 && v > 0.1 && v < 0.2) return [250, 250, 250];
  if (v < 0.5) return u < 0.5 ? [200, 60, 40] : [60, 160, 70];
  return u < 0.5 ? [50, 60, 170] : [220, 190, 60];
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @returns the drawn card. */
export function card(size: Size = cardSize): Raster {
  const { widthPx, heightPx } = size;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) data.set(cardColourAt(x, y, size), (y * widthPx + x) * 3);
  }
  return raster(widthPx, heightPx, data);
}

export function sharpOf({ widthPx, heightPx, data }: Raster): Sharp {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

export function pixelAt({ widthPx, data }: Raster, x: number, y: number): number[] {
  return [...data.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)];
}

/** @returns the mean absolute difference of all channels, levels of 0..255; infinity for pictures of different size. */
export function difference(a: Raster, b: Raster): number {
  if (a.widthPx !== b.widthPx || a.heightPx !== b.heightPx) return Number.POSITIVE_INFINITY;
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;
}

export const orientations = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type Orientation = (typeof orientations)[number];

/** @returns the pixels that a camera stores with an EXIF orientation (EXIF 2.32, tag 0x0112), so that the shown picture is `upright`. */
export function asStored(upright: Raster, orientation: Orientation): Raster {
  const [w, h] = [upright.widthPx, upright.heightPx];
  const from: Record<Orientation, (x: number, y: number) => readonly [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [w - 1 - x, y],
    3: (x, y) => [w - 1 - x, h - 1 - y],
    4: (x, y) => [x, h - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [w - 1 - y, x],
    7: (x, y) => [w - 1 - y, h - 1 - x],
    8: (x, y) => [y, h - 1 - x],
  };
  const [widthPx, heightPx] = orientation >= 5 ? [h, w] : [w, h];
  const data = new Uint8Array(w * h * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) data.set(pixelAt(upright, ...from[orientation](x, y)), (y * widthPx + x) * 3);
  }
  return raster(widthPx, heightPx, data);
}

export const formats = ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif', 'heic', 'bmp'] as const;
export type Format = (typeof formats)[number];

/** @returns the card as a small, valid file of a format. */
export async function cardFile(format: Format): Promise<Buffer> {
  if (format === 'heic') return heicImage({ ...cardSize, colourAt: cardColourAt });
  if (format === 'bmp') return bmpImage({ ...cardSize, colourAt: cardColourAt });
  return sharpOf(card()).toFormat(format).toBuffer();
}

function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  chunk.writeUInt32BE(data.length, 0);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}

/** @returns `png` with one more chunk behind its header. */
export function withPngChunk(png: Buffer, type: string, data: Uint8Array): Buffer {
  return Buffer.concat([png.subarray(0, 33), pngChunk(type, data), png.subarray(33)]);
}

/** @returns `jpeg` with one more segment behind its first marker. */
export function withJpegSegment(jpeg: Buffer, marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

/** @returns an EXIF block (TIFF, little endian) with one orientation entry of the given type and count. */
export function exifOrientation(value: number, type = 3, count = 1): Buffer {
  const exif = Buffer.alloc(26);
  exif.write('II*\0\x08\0\0\0\x01\0', 'latin1');
  exif.writeUInt16LE(0x0112, 10);
  exif.writeUInt16LE(type, 12);
  exif.writeUInt32LE(count, 14);
  exif.writeUInt16LE(value, 18);
  return exif;
}

async function pngClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  const png = await cardFile('png');
  const header = Buffer.from(png.subarray(16, 29));
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  return Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', header), png.subarray(33)]);
}

async function jpegClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  const jpeg = await cardFile('jpeg');
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(heightPx, frame + 5);
  jpeg.writeUInt16BE(widthPx, frame + 7);
  return jpeg;
}

async function webpClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  const webp = await cardFile('webp');
  const extended = Buffer.alloc(18);
  extended.write('VP8X\x0a\0\0\0', 'latin1');
  extended.writeUIntLE(widthPx - 1, 12, 3);
  extended.writeUIntLE(heightPx - 1, 15, 3);
  const file = Buffer.concat([webp.subarray(0, 12), extended, webp.subarray(12)]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

async function gifClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  const gif = await cardFile('gif');
  gif.writeUInt16LE(widthPx, 6);
  gif.writeUInt16LE(heightPx, 8);
  return gif;
}

async function tiffClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  const tiff = await sharpOf(card()).tiff({ compression: 'lzw' }).toBuffer();
  const directory = tiff.readUInt32LE(4);
  for (let entry = 0; entry < tiff.readUInt16LE(directory); entry++) {
    const at = directory + 2 + entry * 12;
    const claimed = { 256: widthPx, 257: heightPx }[tiff.readUInt16LE(at)];
    if (claimed === undefined) continue;
    tiff.writeUInt16LE(4, at + 2);
    tiff.writeUInt32LE(claimed, at + 8);
  }
  return tiff;
}

async function avifClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  const avif = await cardFile('avif');
  const size = avif.indexOf('ispe') + 8;
  avif.writeUInt32BE(widthPx, size);
  avif.writeUInt32BE(heightPx, size + 4);
  return avif;
}

async function heicClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  return heicImage({ ...cardSize, colourAt: cardColourAt, claimed: { widthPx, heightPx } });
}

async function bmpClaiming(widthPx: number, heightPx: number): Promise<Buffer> {
  const bmp = await cardFile('bmp');
  bmp.writeInt32LE(widthPx, 18);
  bmp.writeInt32LE(heightPx, 22);
  return bmp;
}

const claimers = {
  jpeg: jpegClaiming,
  png: pngClaiming,
  webp: webpClaiming,
  avif: avifClaiming,
  tiff: tiffClaiming,
  gif: gifClaiming,
  heic: heicClaiming,
  bmp: bmpClaiming,
};

/** @returns the card in a file whose header claims another size, with correct checksums. */
export function claiming(format: Format, widthPx: number, heightPx: number): Promise<Buffer> {
  return claimers[format](widthPx, heightPx);
}

/** @returns the start of a HEIF file: its brands, and the type of its primary item. */
export function heifHead(brands: readonly string[], itemType?: string): Buffer {
  const [major = '', ...others] = brands;
  const fileType = box('ftyp', [major, new Uint8Array(4), ...others]);
  if (itemType === undefined) return fileType;
  const infe = box('infe', [new Uint8Array([0, 7, 0, 0]), itemType, '\0'], 2);
  const iinf = box('iinf', [new Uint8Array([0, 1]), infe], 0);
  return Buffer.concat([fileType, box('meta', [box('pitm', [new Uint8Array([0, 7])], 0), iinf], 0)]);
}
