/**
 * Writes a finished picture as a file: JPEG or PNG with its true density, tagged sRGB, nothing else about the photo
 * in it, and as many bytes as the office wants. Last step of compose.
 */
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import type { Cutout, Raster } from '../../core/raster.ts';

// One photo at a time: caches and threads of libvips would only hold memory.
sharp.cache(false);
sharp.concurrency(1);

export interface FileRules {
  readonly densityDpi: number;
  readonly minBytes: number | null;
  readonly maxBytes: number | null;
  /** Of a JPEG: several passes from coarse to fine (ITU-T T.81, G) instead of baseline. */
  readonly progressive?: boolean;
}

/** Above 95 files grow fast and gain nothing that can be seen. */
const usualQuality = 95;
/** Below 30 blocks show on skin. Tuned by eye on drawn portraits. */
const leastQuality = 30;
const mostQuality = 100;

/**
 * JPEG, baseline unless asked, with full chroma resolution. The quality is lowered to meet a ceiling and raised to meet a floor; what
 * is then still missing below the floor is filled with comment segments (ITU-T T.81, B.2.4.5).
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
 * PNG of a painted picture or a cutout.
 * @throws PhotoRejected `file-size-unreachable`: a PNG has no quality to lower.
 */
export async function encodePng(picture: Raster | Cutout, { densityDpi, maxBytes }: FileRules): Promise<Uint8Array> {
  const encoded = await open(picture).withIccProfile('srgb').png({ compressionLevel: 6 }).toBuffer();
  const png = withPngDensity(encoded, densityDpi);
  if (maxBytes !== null && png.length > maxBytes) throw unreachable(png.length, maxBytes);
  return png;
}

/**
 * The PNG with its physical density set, whatever it said before (W3C PNG, 11.3.4.3: px per metre).
 * @throws Fault `bad-payload` when it is no PNG.
 */
export function withPngDensity(png: Uint8Array, densityDpi: number): Uint8Array {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length < 33 || bytes.toString('latin1', 1, 4) !== 'PNG') throw new Fault('bad-payload', 'this is no PNG');
  const pHYs = Buffer.alloc(21);
  pHYs.writeUInt32BE(9, 0);
  pHYs.write('pHYs', 4, 'latin1');
  pHYs.writeUInt32BE(Math.round(densityDpi / 0.0254), 8);
  pHYs.writeUInt32BE(Math.round(densityDpi / 0.0254), 12);
  pHYs.writeUInt8(1, 16);
  pHYs.writeUInt32BE(crc32(pHYs.subarray(4, 17)), 17);
  const headerEnd = 33;
  const kept: Uint8Array[] = [bytes.subarray(0, headerEnd), pHYs];
  for (let at = headerEnd; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) !== 'pHYs') kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/** The finest quality whose file has at most `room` bytes; sizes grow with quality, so halving finds it. */
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
  return new PhotoRejected('file-size-unreachable', `It takes ${bytes} bytes; the limit is ${most}.`);
}

/**
 * Tables made for the picture save some 5 % but hold all its coefficients, 6 bytes a px: above this size the usual
 * tables do. Measured: a print of 5 MP peaks at 137 instead of 198 MB.
 */
const maxOptimisedPx = 2_000_000;

/** A JPEG without any application segment. */
function jpegBody(picture: Raster, quality: number, progressive: boolean): Promise<Buffer> {
  const optimiseCoding = picture.widthPx * picture.heightPx <= maxOptimisedPx;
  const options = { quality, chromaSubsampling: '4:4:4', progressive, optimiseCoding };
  return open(picture).jpeg(options).toBuffer();
}

function open({ widthPx, heightPx, data }: Raster | Cutout): Sharp {
  const channels = data.length === widthPx * heightPx * 4 ? 4 : 3;
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels } });
}

/** ITU-T T.871, 10.1: version 1.2, density in dots per inch, no thumbnail. */
function jfifSegment(densityDpi: number): Buffer {
  const segment = Buffer.from([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0]);
  segment.writeUInt16BE(densityDpi, 12);
  segment.writeUInt16BE(densityDpi, 14);
  return segment;
}

let srgb: Promise<Buffer> | undefined;

/** The APP2 segment with libvips' own small sRGB profile (some 500 bytes), taken once from a one-pixel picture. */
function srgbSegment(): Promise<Buffer> {
  srgb ??= sharp(Buffer.alloc(3), { raw: { width: 1, height: 1, channels: 3 } })
    .withIccProfile('srgb')
    .jpeg()
    .toBuffer()
    .then((jpeg) => {
      if (jpeg.readUInt16BE(2) !== 0xffe2) throw new Fault('internal', 'libvips wrote no profile');
      return jpeg.subarray(2, 4 + jpeg.readUInt16BE(4));
    });
  return srgb;
}

const maxSegmentBytes = 65_535 + 2;
/** Marker and length. */
const segmentOverhead = 4;

/** Comment segments of spaces, together at least `bytes` long. */
function commentSegments(bytes: number): Buffer[] {
  const segments: Buffer[] = [];
  for (let left = bytes; left > 0; ) {
    const length = Math.max(segmentOverhead, Math.min(left, maxSegmentBytes));
    const segment = Buffer.alloc(length, ' ');
    segment.writeUInt16BE(0xfffe, 0);
    segment.writeUInt16BE(length - 2, 2);
    segments.push(segment);
    left -= length;
  }
  return segments;
}
