/**
 * Converts a decoded picture from its embedded colour profile to sRGB. decode.ts converts at working size, not the full
 * picture: 12 MP took 330 ms of 420, working size takes 40 ms (2 cores, sharp 0.35).
 */
import sharp from 'sharp';
import type { Raster } from '../../core/raster.ts';
import { raster } from '../../core/raster.ts';

// ICC.1:2022: header of 128 bytes, tag table (count, then signature, offset, size).
const headerBytes = 128;
const maxTags = 100;

/** X, Y and Z of sRGB's red, green and blue in the profile connection space (IEC 61966-2-1, adapted to D50). */
const srgbColorants = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
} as const;
/** Vendors round the colorants differently, by up to 0.0015; Display P3 differs by 0.08. */
const colorantTolerance = 0.003;
/** In linear light, 0..1. Vendors' tables differ from the curve by at most 0.0005; a plain gamma of 2.2 differs by 0.0027 at 0.05. */
const curveTolerance = 0.0015;
const curveSamples = [0.02, 0.05, 0.1, 0.25, 0.5, 0.75];

function tagsOf(icc: DataView): Map<string, DataView> {
  const tags = new Map<string, DataView>();
  const count = Math.min(maxTags, icc.getUint32(headerBytes));
  for (let i = 0; i < count; i++) {
    const at = headerBytes + 4 + i * 12;
    const signature = String.fromCharCode(...[0, 1, 2, 3].map((k) => icc.getUint8(at + k)));
    const start = icc.byteOffset + icc.getUint32(at + 4);
    tags.set(signature, new DataView(icc.buffer, start, icc.getUint32(at + 8)));
  }
  return tags;
}

function s15Fixed16(view: DataView, at: number): number {
  return view.getInt32(at) / 65536;
}

function srgbToLinear(x: number): number {
  return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
}

/** Evaluates a `curv` tag, a gamma or a table, at `x` (0..1). */
function sampledCurve(tag: DataView, x: number): number {
  const count = tag.getUint32(8);
  if (count === 0) return x;
  if (count === 1) return x ** (tag.getUint16(12) / 256);
  const at = x * (count - 1);
  const left = Math.min(count - 2, Math.floor(at));
  const [low, high] = [tag.getUint16(12 + left * 2), tag.getUint16(14 + left * 2)];
  return (low + (high - low) * (at - left)) / 65535;
}

/** Evaluates a `para` tag of type 3, the type that sRGB profiles use: (ax + b)^g from d on, cx below. NaN for other types. */
function parametricCurve(tag: DataView, x: number): number {
  if (tag.getUint16(8) !== 3) return Number.NaN;
  const [g, a, b, c, d] = [12, 16, 20, 24, 28].map((at) => s15Fixed16(tag, at));
  return x >= d ? (a * x + b) ** g : c * x;
}

function followsSrgbCurve(tag: DataView): boolean {
  const curve = tag.getUint32(0) === 0x63757276 ? sampledCurve : parametricCurve;
  return curveSamples.every((x) => Math.abs(curve(tag, x) - srgbToLinear(x)) < curveTolerance);
}

/** @returns true when a profile describes sRGB, so that no conversion is needed; false when it cannot be read. */
export function isSrgbProfile(icc: Uint8Array): boolean {
  try {
    const tags = tagsOf(new DataView(icc.buffer, icc.byteOffset, icc.byteLength));
    // A table (A2B0) takes precedence over the colorants.
    if (tags.has('A2B0')) return false;
    const colorantsMatch = Object.entries(srgbColorants).every(([name, xyz]) => {
      const tag = tags.get(name);
      return tag && xyz.every((value, i) => Math.abs(s15Fixed16(tag, 8 + i * 4) - value) < colorantTolerance);
    });
    return (
      colorantsMatch &&
      ['rTRC', 'gTRC', 'bTRC'].every((name) => {
        const tag = tags.get(name);
        return tag !== undefined && followsSrgbCurve(tag);
      })
    );
  } catch (cause) {
    // An offset points outside the profile.
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

/** @returns the picture as an uncompressed TIFF (TIFF 6.0, RGB, one strip), the simplest file that hands a profile to libvips. */
function tiffWithProfile({ widthPx, heightPx, data }: Raster, icc: Uint8Array): Uint8Array {
  const short = 3;
  const long = 4;
  const undefinedType = 7;
  const tagCount = 10;
  const bitsAt = 8 + 2 + tagCount * 12 + 4;
  const pixelsAt = bitsAt + 6;
  const iccAt = pixelsAt + data.length;
  const tags: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, long, 1, widthPx],
    [257, long, 1, heightPx],
    [258, short, 3, bitsAt],
    [259, short, 1, 1], // not compressed
    [262, short, 1, 2], // RGB
    [273, long, 1, pixelsAt],
    [277, short, 1, 3],
    [278, long, 1, heightPx],
    [279, long, 1, data.length],
    [34675, undefinedType, icc.length, iccAt],
  ];
  const file = new Uint8Array(iccAt + icc.length);
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49, 42, 0, 8, 0, 0, 0, tagCount, 0]);
  tags.forEach(([tag, type, count, value], i) => {
    const at = 10 + i * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    // A short value is in the low half; the high half stays 0.
    view.setUint32(at + 8, value, true);
  });
  for (let channel = 0; channel < 3; channel++) view.setUint16(bitsAt + channel * 2, 8, true);
  file.set(data, pixelsAt);
  file.set(icc, iccAt);
  return file;
}

/**
 * Converts a picture from an RGB profile to sRGB (perceptual intent; colours outside sRGB are clipped). A profile that is
 * broken or not for RGB is taken for sRGB, as in browsers.
 * @param icc the bytes of the profile.
 */
export async function profileToSrgb(picture: Raster, icc: Uint8Array): Promise<Raster> {
  if (isSrgbProfile(icc)) return picture;
  const { data } = await sharp(tiffWithProfile(picture, icc))
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return raster(picture.widthPx, picture.heightPx, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
