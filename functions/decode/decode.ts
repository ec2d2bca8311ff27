/**
 * First step of matting: decodes an upload to an upright sRGB picture of working size, or rejects it with a code. Every
 * limit is checked on the header, before pixels are decoded. After it: face/face.ts.
 */
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import type { Rect } from '../../core/measure.ts';
import type { Cutout, Raster } from '../../core/raster.ts';
import { bmpSize, decodeBmp } from './bmp.ts';
import { profileToSrgb } from './colour.ts';
import { openHeic } from './heic.ts';
import { readHeif } from './heif-boxes.ts';
import { checkClaim, checkSides, type DecodeLimits, fitMemory } from './limits.ts';
import { before, coloursOf, isCutOut, type Pixels, withOpacity } from './own-opacity.ts';
import { type PhotoFormat, sniffFormat } from './sniff-format.ts';

export interface DecodedPhoto {
  /** Upright, sRGB. The long edge is at most `workingSidePx`; a small photo is not enlarged. */
  readonly working: Raster;
  /** The picture with the opacity of its file, when the file is cut out already (own-opacity.ts); null for a photo. */
  readonly ownCutout: Cutout | null;
  /** The upright size of the upload, px, and its format. */
  readonly source: { readonly widthPx: number; readonly heightPx: number; readonly format: PhotoFormat };
  /** The long edge that the working photo could have at most, px: `workingSidePx`, or less where memory is short. */
  readonly sidePx: number;
}

/**
 * Time limit of decoding alone, s. 60 MP take 1 s on one core, so only a file that was made to be slow takes this long.
 * AVIF takes 0.17 s of a core for each megapixel, so 60 MP take 10 s.
 */
const timeoutS = 8;
const avifTimeoutS = 40;

/**
 * Colour behind transparent parts. White is what a viewer or printer shows behind a cut-out portrait, and what most
 * standards ask for. An empty picture becomes plain white and is rejected as `no-face`.
 */
const behindClear = [255, 255, 255] as const;

/**
 * Truncated data and broken streams are rejected. What decoders only warn about (stray bytes between JPEG markers, a
 * wrong EXIF type, an unusable profile) is common in real photos and is accepted.
 */
const failOn = 'error';

/**
 * Decodes an upload. An animated or multi-page file gives its first frame, a HEIF file its primary picture, an Ultra HDR
 * file its base picture. The EXIF orientation is applied; for HEIF the file's own rotation instead. Orientation in XMP is
 * ignored. Colours are converted to sRGB by the embedded profile. Without a profile, RGB is taken for sRGB (a gAMA chunk
 * is ignored), and CMYK is converted by libvips' own CMYK profile.
 * @throws PhotoRejected `empty`, `too-large`, `too-many-pixels`, `too-large-for-memory`, `too-small`, `unsupported-format` or
 *   `unreadable`.
 */
export function decodePhoto(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedPhoto> {
  return decode(bytes, limits, null);
}

/** @param part px of the upright upload. @returns that part. @throws PhotoRejected as decodePhoto does. */
export function decodePart(bytes: Uint8Array, limits: DecodeLimits, part: Rect): Promise<DecodedPhoto> {
  return decode(bytes, limits, part);
}

async function decode(bytes: Uint8Array, limits: DecodeLimits, part: Rect | null): Promise<DecodedPhoto> {
  if (bytes.length === 0) throw new PhotoRejected('empty');
  if (bytes.length > limits.maxBytes) {
    throw new PhotoRejected('too-large', `It has ${bytes.length} bytes, the limit is ${limits.maxBytes}.`);
  }
  const format = sniffFormat(bytes);
  if (format === 'heic') return decodeHeic(bytes, limits, part);
  return format === 'bmp' ? readBmp(bytes, limits, part) : decodeWithSharp(bytes, format, limits, part);
}

async function readBmp(bytes: Uint8Array, limits: DecodeLimits, part: Rect | null): Promise<DecodedPhoto> {
  const size = bmpSize(bytes);
  if (!size) throw new PhotoRejected('unreadable');
  checkSides(size, limits);
  const sidePx = fitMemory({ ...size, format: 'bmp' }, limits, part);
  const raw = { width: size.widthPx, height: size.heightPx, channels: 4 } as const;
  // Most writers leave the fourth byte at 0, so it is not taken for opacity.
  const opaque = sharp(decodeBmp(bytes, size), { raw, limitInputPixels: limits.maxPixels }).removeAlpha();
  const small = await readable(() => shrink(partOf(opaque, part), sidePx));
  return { ...(await opened(small)), source: { ...size, format: 'bmp' }, sidePx };
}

async function decodeHeic(bytes: Uint8Array, limits: DecodeLimits, part: Rect | null): Promise<DecodedPhoto> {
  const heic = openHeic(bytes);
  const { widthPx, heightPx, channels, premultiplied, tilePlaneBytes, icc } = heic;
  checkSides({ widthPx, heightPx }, limits);
  const traits = { widthPx, heightPx, format: 'heic', samplesPerPixel: channels, tilePlaneBytes } as const;
  const sidePx = fitMemory(traits, limits, part);
  const pixels = heic.decode();
  const raw = { width: widthPx, height: heightPx, channels, premultiplied };
  const image = sharp(pixels, { raw, limitInputPixels: limits.maxPixels });
  const small = await readable(() => shrink(partOf(image, part), sidePx));
  return { ...(await opened(small, icc)), source: { widthPx, heightPx, format: 'heic' }, sidePx };
}

async function decodeWithSharp(
  upload: Uint8Array,
  format: PhotoFormat,
  limits: DecodeLimits,
  part: Rect | null,
): Promise<DecodedPhoto> {
  checkClaim(upload, format, limits);
  readUltraHdrAsJpeg();
  const bytes = format === 'avif' ? namedAvif(upload) : upload;
  // Sharp's own limit is off: with it a picture that is too large would be reported as unreadable.
  const metadata = await readable(() => sharp(bytes, { failOn, limitInputPixels: false }).metadata());
  const { width: widthPx, height: heightPx } = metadata.autoOrient;
  checkSides({ widthPx, heightPx }, limits);
  const sidePx = fitMemory({ widthPx, heightPx, format, ...traitsOf(metadata) }, limits, part);
  const icc = rgbProfile(metadata);
  const options: SharpOptions = {
    failOn,
    limitInputPixels: limits.maxPixels,
    // Sharp then turns the picture after shrinking it, so that libvips can stream rows and shrink while it decodes.
    autoOrient: true,
    ignoreIcc: icc !== undefined,
  };
  const seconds = format === 'avif' ? avifTimeoutS : timeoutS;
  const small = await readable(() => shrink(partOf(sharp(bytes, options), part), sidePx, seconds));
  return { ...(await opened(small, icc)), source: { widthPx, heightPx, format }, sidePx };
}

/**
 * Blocks the Ultra HDR loader of libvips for this process (1 µs a call). The base picture of such a file is a plain JPEG:
 * the JPEG loader streams it, the Ultra HDR loader holds all of it.
 */
function readUltraHdrAsJpeg(): void {
  sharp.block({ operation: ['VipsForeignLoadUhdr'] });
}

/** libvips recognises AVIF by its first brand only. Image sequences (`avis`) and files of other brands are the same inside. */
function namedAvif(bytes: Uint8Array): Uint8Array {
  if (readHeif(bytes)?.majorBrand === 'avif') return bytes;
  const renamed = Uint8Array.from(bytes);
  renamed.set(new TextEncoder().encode('avif'), 8);
  return renamed;
}

function traitsOf({ isProgressive, channels, depth, chromaSubsampling }: Metadata) {
  return {
    interlaced: isProgressive === true,
    samplesPerPixel: channels ?? 4,
    bytesPerSample: depth === 'uchar' ? 1 : 2,
    chromaHalved: chromaSubsampling === '4:2:0',
  };
}

/**
 * @returns the profile of an RGB picture, to be applied after shrinking; undefined where sharp converts by itself (CMYK,
 * grey, CIELAB). After shrinking it is cheaper. It is also correct for 16 bits: sharp 0.35 converts those to Display P3
 * and takes the result for sRGB.
 */
function rgbProfile({ space, icc }: Metadata): Uint8Array | undefined {
  return space === 'srgb' || space === 'rgb16' || space === 'rgb' ? icc : undefined;
}

function partOf(image: Sharp, part: Rect | null): Sharp {
  if (!part) return image;
  return image.extract({ left: part.leftPx, top: part.topPx, width: part.widthPx, height: part.heightPx });
}

/**
 * Shrinks with Lanczos3, sharp's default and its sharpest kernel: fine hair must stay visible for the matte. Sharp multiplies
 * colours by their opacity meanwhile, so that what a file holds under clear pixels does not leak out.
 */
async function shrink(image: Sharp, sidePx: number, seconds = timeoutS): Promise<Pixels> {
  const { data, info } = await image
    .timeout({ seconds })
    .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { widthPx: info.width, heightPx: info.height, channels: info.channels, data: pixels };
}

/** @param icc the profile that the colours are still in. @returns the working photo, and the cutout of a file that is one. */
async function opened(pixels: Pixels, icc?: Uint8Array): Promise<Pick<DecodedPhoto, 'working' | 'ownCutout'>> {
  const stored = coloursOf(pixels);
  const colours = icc ? await readable(() => profileToSrgb(stored, icc)) : stored;
  if (pixels.channels < 4) return { working: colours, ownCutout: null };
  const rgba = withOpacity(colours, pixels);
  return { working: before(rgba, behindClear), ownCutout: isCutOut(rgba) ? rgba : null };
}

/** @throws PhotoRejected `unreadable` for every error of a decoder, whatever its message; a Fault passes through. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((cause: unknown) => {
    if (cause instanceof Fault) throw cause;
    throw new PhotoRejected('unreadable', undefined, { cause });
  });
}
