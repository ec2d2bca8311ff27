/**
 * First step of matting: turns the bytes that a person sent into an upright sRGB picture of working size, or refuses
 * them with a code. Every limit is checked from the header, before pixels are decoded. face.ts comes next.
 */
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { Fault, PhotoRejected } from '../../../core/errors.ts';
import { type Raster, raster } from '../../../core/raster.ts';
import { profileToSrgb } from './colour.ts';
import { openHeic } from './heic.ts';
import { readHeif } from './heif-boxes.ts';
import { checkClaim, checkMemory, checkSides, type DecodeLimits } from './limits.ts';
import { type PhotoFormat, sniffFormat } from './sniff-format.ts';

export type { DecodeLimits } from './limits.ts';

export interface DecodedPhoto {
  /** Upright, sRGB; long edge at most `workingSidePx`, never enlarged. */
  readonly working: Raster;
  /** Upright size as uploaded. */
  readonly source: { readonly widthPx: number; readonly heightPx: number; readonly format: PhotoFormat };
}

// One photo at a time passes here: nothing of it is worth keeping in libvips' cache.
sharp.cache(false);
// The base picture of an Ultra HDR file is a plain JPEG: read as such it is streamed, by the Ultra HDR loader held whole.
sharp.block({ operation: ['VipsForeignLoadUhdr'] });

/** Of decoding alone, s. 60 MP take 1 s on one core; whatever needs this long was made to. */
const timeoutS = 8;

/**
 * What shows through transparent parts: white, what a viewer or printer would show behind a portrait that was cut out
 * before, and the backdrop that most standards ask for. A picture without anything in it is plain white, and `no-face`.
 */
const paper = '#ffffff';

/**
 * Truncated data and broken streams are refused; what decoders only warn about (stray bytes between JPEG markers, a wrong
 * EXIF type, an unusable profile) is common in real photos and passes.
 */
const failOn = 'error';

/**
 * Decodes an upload. Animated and multi-page files give their first frame, HEIF files their primary picture, Ultra HDR its
 * base picture. EXIF orientation is applied (in HEIF: the file's own rotation instead; orientation in XMP is ignored).
 * Colours go to sRGB by the embedded profile; without one RGB is taken for sRGB (a gAMA chunk is ignored) and CMYK goes
 * through libvips' own CMYK profile.
 * @throws PhotoRejected `empty`, `too-large`, `too-many-pixels`, `too-small`, `unsupported-format` or `unreadable`.
 */
export async function decodePhoto(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedPhoto> {
  if (bytes.length === 0) throw new PhotoRejected('empty');
  if (bytes.length > limits.maxBytes) {
    throw new PhotoRejected('too-large', `It has ${bytes.length} bytes, the limit is ${limits.maxBytes}.`);
  }
  const format = sniffFormat(bytes);
  return format === 'heic' ? decodeHeic(bytes, limits) : decodeWithSharp(bytes, format, limits);
}

async function decodeHeic(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedPhoto> {
  const heic = openHeic(bytes);
  const { widthPx, heightPx, channels, premultiplied, tilePlaneBytes, icc } = heic;
  checkSides({ widthPx, heightPx }, limits);
  checkMemory({ widthPx, heightPx, format: 'heic', samplesPerPixel: channels, tilePlaneBytes }, limits);
  const pixels = heic.decode();
  const raw = { width: widthPx, height: heightPx, channels, premultiplied };
  const small = await readable(() => shrink(sharp(pixels, { raw, limitInputPixels: limits.maxPixels }), limits));
  const working = icc ? await readable(() => profileToSrgb(small, icc)) : small;
  return { working, source: { widthPx, heightPx, format: 'heic' } };
}

async function decodeWithSharp(upload: Uint8Array, format: PhotoFormat, limits: DecodeLimits): Promise<DecodedPhoto> {
  checkClaim(upload, format, limits);
  const bytes = format === 'avif' ? namedAvif(upload) : upload;
  // Without sharp's own limit, which would make a picture that is too large look like a broken one.
  const metadata = await readable(() => sharp(bytes, { failOn, limitInputPixels: false }).metadata());
  const { width: widthPx, height: heightPx } = metadata.autoOrient;
  checkSides({ widthPx, heightPx }, limits);
  checkMemory({ widthPx, heightPx, format, ...traits(metadata) }, limits);
  const icc = rgbProfile(metadata);
  const options: SharpOptions = {
    failOn,
    limitInputPixels: limits.maxPixels,
    // Turning comes after shrinking then, which leaves libvips free to stream the rows and to shrink while it decodes.
    autoOrient: true,
    ignoreIcc: icc !== undefined,
  };
  const small = await readable(() => shrink(sharp(bytes, options), limits));
  const working = icc ? await readable(() => profileToSrgb(small, icc)) : small;
  return { working, source: { widthPx, heightPx, format } };
}

/** libvips knows AVIF by its first brand only; image sequences (`avis`) and files of other brands are the same inside. */
function namedAvif(bytes: Uint8Array): Uint8Array {
  if (readHeif(bytes)?.majorBrand === 'avif') return bytes;
  const renamed = Uint8Array.from(bytes);
  renamed.set(new TextEncoder().encode('avif'), 8);
  return renamed;
}

function traits({ isProgressive, channels, depth, chromaSubsampling }: Metadata) {
  return {
    interlaced: isProgressive === true,
    samplesPerPixel: channels ?? 4,
    bytesPerSample: depth === 'uchar' ? 1 : 2,
    chromaHalved: chromaSubsampling === '4:2:0',
  };
}

/**
 * The profile of an RGB picture, which is applied after shrinking: cheaper, and right for 16 bits, where sharp 0.35
 * converts to Display P3 and takes the result for sRGB. CMYK, grey and CIELAB go through sharp's own conversion.
 */
function rgbProfile({ space, icc }: Metadata): Uint8Array | undefined {
  return space === 'srgb' || space === 'rgb16' || space === 'rgb' ? icc : undefined;
}

/** Lanczos3, sharp's default: the sharpest of its kernels, and hair is what the matte is judged by. */
async function shrink(image: Sharp, { workingSidePx }: DecodeLimits): Promise<Raster> {
  const { data, info } = await image
    .timeout({ seconds: timeoutS })
    .resize({ width: workingSidePx, height: workingSidePx, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: paper })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return raster(info.width, info.height, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** By stage, not by message: whatever a decoder throws while it reads the photo says that the photo cannot be read. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((cause: unknown) => {
    if (cause instanceof Fault) throw cause;
    throw new PhotoRejected('unreadable', undefined, { cause });
  });
}
