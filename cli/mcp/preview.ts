/** Small pictures of finished photos, for a model that asks for them. */
import type { ImageContent } from '@modelcontextprotocol/sdk/types.js';
import sharp from 'sharp';
import type { FetchedOutput } from '../photo-result.ts';

/** The longer side. Larger pictures cost the model more and show no more of an ID photo. */
const longSidePx = 256;
/** Pictures in one answer. */
const mostPreviews = 4;

/** Returns the first photos, small, as JPEG on white. Sheets are left out, because some are PDF. */
export async function previewsOf(outputs: readonly FetchedOutput[]): Promise<ImageContent[]> {
  const shown = outputs.filter(({ kind }) => kind !== 'sheet').slice(0, mostPreviews);
  return Promise.all(
    shown.map(async ({ path }) => {
      const small = sharp(path).resize(longSidePx, longSidePx, { fit: 'inside', withoutEnlargement: true });
      const jpeg = await small.flatten({ background: '#FFFFFF' }).jpeg({ quality: 75 }).toBuffer();
      return { type: 'image' as const, mimeType: 'image/jpeg', data: jpeg.toString('base64') };
    }),
  );
}
