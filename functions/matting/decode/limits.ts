/** The limits that decode.ts holds an upload to, checked on header figures before any pixel is decoded. */
import { PhotoRejected } from '../../../core/errors.ts';
import { readJpegMarkers } from './jpeg-markers.ts';
import type { PhotoFormat } from './sniff-format.ts';

export interface DecodeLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
  /** Of the upright photo's shorter side. */
  readonly minSidePx: number;
  /** Long edge of the working photo. */
  readonly workingSidePx: number;
  /**
   * What the decoder may hold of a picture that its format does not let it stream, MB; {@link defaultDecodeMb} when left
   * out. Set it by the function's memory: its size less what the network keeps.
   */
  readonly decodeMb?: number;
}

export const defaultDecodeMb = 256;

/** A picture's size and what decides how much of it must be held at once. */
export interface PictureTraits {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly format: PhotoFormat;
  /** Progressive JPEG, interlaced PNG. */
  readonly interlaced?: boolean;
  readonly samplesPerPixel?: number;
  readonly bytesPerSample?: number;
  /** JPEG with chroma at half size. */
  readonly chromaHalved?: boolean;
  /** HEIC: the planes of one tile of those the picture is put together from, bytes. */
  readonly tilePlaneBytes?: number;
}

/**
 * Nobody stands in a picture that is ten times as long as wide, and at working size its short side would be too small
 * for every later step.
 */
const maxAspect = 10;

/**
 * Each scan is a pass over the whole picture, however few its bytes, and no time limit of the decoder's stops it there: ten
 * thousand empty ones took 37 s at 59 MP. Encoders write up to some 20.
 */
const maxScans = 100;

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The canvas that a GIF or an extended WebP claims. Their decoders go by the frames inside instead, or call the file
 * broken where both disagree, as JPEG's does above 65,500 px; every other decoder reports what the header claims.
 */
function claimedSize(bytes: Uint8Array, format: PhotoFormat): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'gif' && bytes.length >= 10) {
    return { widthPx: view.getUint16(6, true), heightPx: view.getUint16(8, true) };
  }
  const extended = format === 'webp' && bytes.length >= 30 && view.getUint32(12) === 0x56503858;
  if (!extended) return undefined;
  // 24 bits each, less one (WebP container specification, extended file format).
  return { widthPx: (view.getUint32(24, true) & 0xffffff) + 1, heightPx: (view.getUint32(26, true) >>> 8) + 1 };
}

/**
 * Holds the file to what its bytes say before a decoder looks at them.
 * @throws PhotoRejected `too-many-pixels` for a claim beyond the limit, whatever the file really holds; `unreadable` for
 * a JPEG of more passes than any encoder makes.
 */
export function checkClaim(bytes: Uint8Array, format: PhotoFormat, limits: DecodeLimits): void {
  const jpeg = format === 'jpeg' ? readJpegMarkers(bytes, maxScans) : undefined;
  const claimed = jpeg ? jpeg.size : claimedSize(bytes, format);
  if (claimed) checkPixels(claimed, limits);
  if (jpeg && jpeg.scans > maxScans) throw new PhotoRejected('unreadable');
}

function checkPixels({ widthPx, heightPx }: Size, { maxPixels }: DecodeLimits): void {
  if (widthPx * heightPx <= maxPixels) return;
  throw new PhotoRejected(
    'too-many-pixels',
    `It has ${widthPx} x ${heightPx} pixels, the limit is ${maxPixels} in all.`,
  );
}

/** @throws PhotoRejected `too-many-pixels` or `too-small`. */
export function checkSides(size: Size, limits: DecodeLimits): void {
  checkPixels(size, limits);
  const { widthPx, heightPx } = size;
  const [short, long] = widthPx < heightPx ? [widthPx, heightPx] : [heightPx, widthPx];
  if (short < limits.minSidePx) {
    throw new PhotoRejected(
      'too-small',
      `It has ${widthPx} x ${heightPx} pixels, the shorter side needs ${limits.minSidePx}.`,
    );
  }
  if (long > short * maxAspect) {
    throw new PhotoRejected('too-small', `It has ${widthPx} x ${heightPx} pixels, too narrow for a portrait.`);
  }
}

/**
 * Bytes a decoder holds at once because the format does not let it stream, over the 40 MB or so that any photo takes.
 * Measured as growth of the peak resident set at 12 and 24 MP (sharp 0.35.5, libheif-js 1.23.2), rounded up.
 */
function heldBytes(picture: PictureTraits): number {
  const { widthPx, heightPx, interlaced, samplesPerPixel = 4, bytesPerSample = 1, chromaHalved } = picture;
  const pixels = widthPx * heightPx;
  switch (picture.format) {
    case 'jpeg':
      // All coefficients, 2 bytes each: the scans refine them one after the other.
      return interlaced ? pixels * (chromaHalved ? 4 : 2 * samplesPerPixel) : 0;
    case 'png':
      return interlaced ? pixels * samplesPerPixel * bytesPerSample : 0;
    case 'tiff':
      return 0;
    case 'webp':
      return pixels * 4;
    case 'gif':
      return pixels * 5;
    case 'avif':
      return pixels * (bytesPerSample === 1 ? 19 : 25);
    case 'heic':
      // The 8-bit picture, and a tile three times: in the decoder, handed over, being converted.
      return pixels * samplesPerPixel + (picture.tilePlaneBytes ?? pixels * 6) * 3;
  }
}

/** @throws PhotoRejected `too-many-pixels` for a picture that would have to be held whole and is too big for that. */
export function checkMemory(picture: PictureTraits, { decodeMb = defaultDecodeMb }: DecodeLimits): void {
  const { widthPx, heightPx, format } = picture;
  if (heldBytes(picture) <= decodeMb * 2 ** 20) return;
  const kind = picture.interlaced ? `interlaced ${format.toUpperCase()}` : format.toUpperCase();
  throw new PhotoRejected(
    'too-many-pixels',
    `It has ${widthPx} x ${heightPx} pixels, more than can be decoded of a picture in ${kind}; a plain JPEG may be larger.`,
  );
}
