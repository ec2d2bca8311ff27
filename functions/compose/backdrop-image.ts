/** Opens a backdrop picture and fits it to the frame. backdrop.ts paints it. */
import sharp from 'sharp';
import { PhotoRejected } from '../../core/errors.ts';
import { type Raster, raster } from '../../core/raster.ts';
import type { Size } from './resample.ts';

const maxBytes = 25 * 1024 * 1024;
const maxPixels = 60_000_000;
/** The first bytes of JPEG, PNG and WebP (RIFF). They are checked so that no other decoder reads the file. */
const signatures = ['ffd8ff', '89504e47', '52494646'];

/**
 * Returns the middle part of the picture, scaled so that it covers the frame: upright, in sRGB, with white behind
 * transparent parts.
 * @throws PhotoRejected `bad-order` unless it is a readable JPEG, PNG or WebP within the limits.
 */
export async function openBackdropImage(bytes: Uint8Array, { widthPx, heightPx }: Size): Promise<Raster> {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (bytes.length > maxBytes || !signatures.some((signature) => start.startsWith(signature))) {
    throw new PhotoRejected('bad-order', 'The backdrop picture must be JPEG, PNG or WebP of at most 25 MB.');
  }
  try {
    const { data } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .resize(widthPx, heightPx, { fit: 'cover' })
      .toColourspace('srgb')
      .flatten({ background: '#ffffff' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return raster(widthPx, heightPx, data);
  } catch (cause) {
    throw new PhotoRejected('bad-order', 'The backdrop picture cannot be read.', { cause });
  }
}
