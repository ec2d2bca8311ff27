/**
 * Writes a finished picture as a JPEG or PNG file: with its true density and an sRGB profile, without any other
 * metadata, and within the office's limits on the size of the file. The last step of compose.
 */
import sharp, { type Sharp } from 'sharp';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import { densityChunk } from './png-chunk.ts';

export interface FileRules {
  readonly densityDpi: number;
  readonly minBytes: number | null;
  readonly maxBytes: number | null;
  /** Writes a JPEG in several scans from coarse to fine (ITU-T T.81, G) instead of as baseline. */
  readonly progressive?: boolean;
}

/** Above 95, files grow fast and show no difference to the eye. */
const usualQuality = 95;
/** Below 30, blocks show on skin. Tuned by eye on drawn portraits. */
const leastQuality = 30;
const mostQuality = 100;

/**
 * Encodes a JPEG with full chroma resolution. The quality is lowered to stay below `maxBytes` and raised to reach
 * `minBytes`. Bytes that are then still missing are added as comment segments (ITU-T T.81, B.2.4.5).
 * @throws PhotoRejected `file-size-unreachable`.
 */
export async function encodeJpeg(picture: Raster, rules: FileRules): Promise<Uint8Array> {
  const { densityDpi, minBytes, maxBytes, progressive = false } = rules;
  const head = [jfifSegment(densityDpi), await srgbSegment()];
  const overhead = head.reduce((sum, { length }) => sum + length, 0);
  const room = (maxBytes ?? Number.POSITIVE_INFINITY) - overhead;
  let body = await jpegBody(picture, usualQuality, progressive);
  if (body.length > room) body = await largestWithin(picture, room, progressive);
  else if (body.length + overhead < (minBytes ?? 0)) {
    const finer = await jpegBody(picture, mostQuality, progressive);
    if (finer.length <= room) body = finer;
  }
  const missing = (minBytes ?? 0) - overhead - body.length;
  return Buffer.concat([body.subarray(0, 2), ...head, ...commentSegments(missing), body.subarray(2)]);
}

/**
 * Encodes a painted picture or a cutout as PNG.
 * @throws PhotoRejected `file-size-unreachable` above `maxBytes`, because a PNG has no quality that could be lowered.
 */
export async function encodePng(picture: Raster | Cutout, { densityDpi, maxBytes }: FileRules): Promise<Uint8Array> {
  const encoded = await open(picture).withIccProfile('srgb').png({ compressionLevel: 6 }).toBuffer();
  const png = withPngDensity(encoded, densityDpi);
  if (maxBytes !== null && png.length > maxBytes) throw unreachable(png.length, maxBytes);
  return png;
}

/** Encodes a whole cutout, fast: it has millions of pixels and no limit on the size of the file. */
export function encodeCutout(cutout: Cutout): Promise<Uint8Array> {
  return open(cutout).png({ compressionLevel: 1, adaptiveFiltering: false }).toBuffer();
}

/**
 * Returns the PNG with this density in place of any that it had.
 * @throws Fault `bad-payload` when the bytes are no PNG.
 */
export function withPngDensity(png: Uint8Array, densityDpi: number): Uint8Array {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length < 33 || bytes.toString('latin1', 1, 4) !== 'PNG')
    throw new Fault('bad-payload', 'the cutout is no PNG');
  const headerEnd = 33;
  const kept: Uint8Array[] = [bytes.subarray(0, headerEnd), densityChunk(densityDpi)];
  for (let at = headerEnd; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) !== 'pHYs') kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/**
 * Returns the body of the highest quality that has at most `room` bytes. Sizes grow with quality, so a binary search
 * finds it.
 */
async function largestWithin(picture: Raster, room: number, progressive: boolean): Promise<Buffer> {
  let found: Buffer | undefined;
  let [least, most] = [leastQuality, usualQuality - 1];
  let smallest = Number.POSITIVE_INFINITY;
  while (least <= most) {
    const quality = Math.floor((least + most) / 2);
    const body = await jpegBody(picture, quality, progressive);
    smallest = Math.min(smallest, body.length);
    if (body.length <= room) {
      found = body;
      least = quality + 1;
    } else most = quality - 1;
  }
  if (!found) throw unreachable(smallest, room);
  return found;
}

function unreachable(bytes: number, most: number): PhotoRejected {
  return new PhotoRejected('file-size-unreachable', `It has at least ${bytes} bytes; the limit is ${most}.`);
}

/**
 * Coding tables made for the picture make the file about 5 % smaller, but keep all coefficients in memory, 6 bytes per
 * px. Above this size the standard tables are used. Measured: a print of 5 MP peaks at 137 MB instead of 198 MB.
 */
const maxOptimisedPx = 2_000_000;

/** Encodes a JPEG without any application segment. */
function jpegBody(picture: Raster, quality: number, progressive: boolean): Promise<Buffer> {
  const optimiseCoding = picture.widthPx * picture.heightPx <= maxOptimisedPx;
  const options = { quality, chromaSubsampling: '4:4:4', progressive, optimiseCoding };
  return open(picture).jpeg(options).toBuffer();
}

function open({ widthPx, heightPx, data }: Raster | Cutout): Sharp {
  const channels = data.length === widthPx * heightPx * 4 ? 4 : 3;
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels } });
}

/** Returns the JFIF segment (ITU-T T.871, 10.1): version 1.2, density in dots per inch, no thumbnail. */
function jfifSegment(densityDpi: number): Buffer {
  const segment = Buffer.from([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0]);
  segment.writeUInt16BE(densityDpi, 12);
  segment.writeUInt16BE(densityDpi, 14);
  return segment;
}

let srgb: Promise<Buffer> | undefined;

/**
 * Returns the APP2 segment with the small sRGB profile of libvips (some 500 bytes). It is read once, from a picture of
 * one pixel.
 */
function srgbSegment(): Promise<Buffer> {
  srgb ??= sharp(Buffer.alloc(3), { raw: { width: 1, height: 1, channels: 3 } })
    .withIccProfile('srgb')
    .jpeg()
    .toBuffer()
    .then((jpeg) => {
      if (jpeg.readUInt16BE(2) !== 0xffe2) throw new Fault('internal', 'libvips wrote no colour profile into the JPEG');
      return jpeg.subarray(2, 4 + jpeg.readUInt16BE(4));
    });
  return srgb;
}

const maxSegmentBytes = 65_535 + 2;
/** Bytes of a segment's marker and length. */
const segmentOverhead = 4;

/** Returns comment segments of spaces that are together at least `bytes` long. */
function commentSegments(bytes: number): Buffer[] {
  const segments: Buffer[] = [];
  for (let missing = bytes; missing > 0; ) {
    const length = Math.max(segmentOverhead, Math.min(missing, maxSegmentBytes));
    const segment = Buffer.alloc(length, ' ');
    segment.writeUInt16BE(0xfffe, 0);
    segment.writeUInt16BE(length - 2, 2);
    segments.push(segment);
    missing -= length;
  }
  return segments;
}
