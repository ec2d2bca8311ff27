/** Checks an upload against the limits by the figures in its header, before any pixel is decoded. */
import { PhotoRejected } from '../../core/errors.ts';
import type { PlaneSize } from '../../core/raster.ts';
import { readJpegMarkers } from './jpeg-markers.ts';
import type { PhotoFormat } from './sniff-format.ts';

export interface DecodeLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
  /** Minimum of the upright photo's shorter side, px. */
  readonly minSidePx: number;
  /** Maximum of the working photo's long edge, px. */
  readonly workingSidePx: number;
  /**
   * Memory for decoding a picture whose format cannot be streamed, MB; {@link defaultDecodeMb} when left out. Set it to the
   * function's memory minus what the network holds.
   */
  readonly decodeMb?: number;
  /** Chooses a smaller long edge where memory is short. Without it, every working photo gets `workingSidePx`. */
  readonly fitSide?: FitSide;
}

/**
 * Returns the long edge of the working photo, px, at most `workingSidePx`.
 * @param picture the part of the upright picture that the working photo shows. @param decoderMb what the decoder holds beside
 *   the working photo, MB.
 * @throws PhotoRejected `too-large-for-memory` when not even the smallest one fits.
 */
export type FitSide = (picture: PlaneSize, decoderMb: number) => number;

const defaultDecodeMb = 256;

/** The size of a picture and what decides how much memory its decoder holds. */
export interface PictureTraits extends PlaneSize {
  readonly format: PhotoFormat;
  /** True for a progressive JPEG or an interlaced PNG. */
  readonly interlaced?: boolean;
  readonly samplesPerPixel?: number;
  readonly bytesPerSample?: number;
  /** True for a JPEG with chroma at half width and height. */
  readonly chromaHalved?: boolean;
  /** Only for HEIC: the size of the planes of one tile, bytes. */
  readonly tilePlaneBytes?: number;
}

/**
 * Long side over short side. A portrait is never longer, and at working size the short side would be too small for every
 * later step.
 */
const maxAspect = 10;

/**
 * The decoder goes over the whole picture for each scan, even an empty one, and its time limit does not apply there: ten
 * thousand empty scans took 37 s at 59 MP. Encoders write up to about 20.
 */
const maxScans = 100;

/**
 * @returns the canvas size that the header of a GIF or an extended WebP claims; undefined for other files. The decoders of
 * these formats use the frames inside instead, or call the file broken where both differ (as the JPEG decoder does above
 * 65,500 px). All other decoders report the size in the header.
 */
function claimedSize(bytes: Uint8Array, format: PhotoFormat): PlaneSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'gif' && bytes.length >= 10) {
    return { widthPx: view.getUint16(6, true), heightPx: view.getUint16(8, true) };
  }
  const extended = format === 'webp' && bytes.length >= 30 && view.getUint32(12) === 0x56503858;
  if (!extended) return undefined;
  // 24 bits each, stored as the size minus 1 (WebP container specification, extended file format).
  return { widthPx: (view.getUint32(24, true) & 0xffffff) + 1, heightPx: (view.getUint32(26, true) >>> 8) + 1 };
}

/**
 * Checks the size that the bytes claim, before a decoder reads them.
 * @throws PhotoRejected `too-many-pixels` when the claimed size is above the limit, whatever the file really holds;
 * `unreadable` for a JPEG with more scans than any encoder writes.
 */
export function checkClaim(bytes: Uint8Array, format: PhotoFormat, limits: DecodeLimits): void {
  const jpeg = format === 'jpeg' ? readJpegMarkers(bytes, maxScans) : undefined;
  const claimed = jpeg ? jpeg.size : claimedSize(bytes, format);
  if (claimed) checkPixels(claimed, limits);
  if (jpeg && jpeg.scans > maxScans) throw new PhotoRejected('unreadable');
}

function checkPixels({ widthPx, heightPx }: PlaneSize, { maxPixels }: DecodeLimits): void {
  if (widthPx * heightPx <= maxPixels) return;
  throw new PhotoRejected(
    'too-many-pixels',
    `It has ${widthPx} x ${heightPx} pixels; the limit is ${maxPixels} in all.`,
    { advice: `Send at most ${floorTo(1, maxPixels / 1e6)} megapixels.` },
  );
}

/** @throws PhotoRejected `too-many-pixels` or `too-small`. */
export function checkSides(size: PlaneSize, limits: DecodeLimits): void {
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
 * @returns the bytes that a decoder holds because the format cannot be streamed, beyond the 40 MB or so that any photo
 * takes. Measured as growth of the peak resident set at 12 and 24 MP (sharp 0.35.5, libheif-js 1.23.2), rounded up.
 */
function heldBytes(picture: PictureTraits): number {
  const { widthPx, heightPx, interlaced, samplesPerPixel = 4, bytesPerSample = 1, chromaHalved } = picture;
  const pixels = widthPx * heightPx;
  switch (picture.format) {
    case 'jpeg':
      // All coefficients, 2 bytes each, because the scans refine them one after the other.
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
    case 'bmp':
      // In the decoder, and copied out of it.
      return pixels * 8;
    case 'heic':
      // The picture of 8 bits, and three copies of a tile: in the decoder, in its output, in the conversion.
      return pixels * samplesPerPixel + (picture.tilePlaneBytes ?? pixels * 6) * 3;
  }
}

/**
 * @param part the part that the working photo shows; null: the whole picture.
 * @returns the long edge of the working photo, px.
 * @throws PhotoRejected `too-many-pixels` when the decoder would have to hold more than `decodeMb`; `too-large-for-memory` as
 *   {@link FitSide} does.
 */
export function fitMemory(picture: PictureTraits, limits: DecodeLimits, part: PlaneSize | null): number {
  const { decodeMb = defaultDecodeMb, maxPixels, workingSidePx, fitSide } = limits;
  const { widthPx, heightPx } = picture;
  const held = heldBytes(picture);
  if (held <= decodeMb * 2 ** 20) return fitSide?.(part ?? picture, held / 2 ** 20) ?? workingSidePx;
  const kind = kindOf(picture);
  const megapixels = (widthPx * heightPx) / 1e6;
  const limitMegapixels = floorTo(1, (megapixels * decodeMb * 2 ** 20) / held);
  const jpegMegapixels = floorTo(1, maxPixels / 1e6);
  throw new PhotoRejected(
    'too-many-pixels',
    `It has ${widthPx} x ${heightPx} pixels, ${floorTo(1, megapixels)} megapixels. With its memory this studio decodes up to ${limitMegapixels} megapixels of ${kind}.`,
    {
      advice: `Send it as a plain JPEG, which may have up to ${jpegMegapixels} megapixels, or with at most ${limitMegapixels} megapixels.`,
      facts: { format: kind, limitMegapixels, jpegMegapixels },
    },
  );
}

function kindOf({ format, interlaced }: PictureTraits): string {
  const name = nameOf[format];
  if (!interlaced) return name;
  return format === 'jpeg' ? `progressive ${name}` : `interlaced ${name}`;
}

const nameOf: Readonly<Record<PhotoFormat, string>> = {
  ...{ jpeg: 'JPEG', png: 'PNG', webp: 'WebP', avif: 'AVIF', tiff: 'TIFF', gif: 'GIF', heic: 'HEIC', bmp: 'BMP' },
};

const floorTo = (digits: number, value: number) => Math.floor(value * 10 ** digits) / 10 ** digits;
