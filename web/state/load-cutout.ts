/** Loads the picture that a photo is cropped from, for the dialog that adjusts the crop. */
import { joinEdges } from '../../core/cutout-layers.ts';
import { splitCutout } from '../../core/cutout-parts.ts';
import { ApiFailure, readPhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import { coloursOf, decodePicture, drawCutout, greyOf } from '../browser/decode-picture.ts';
import { fetchLink } from './result-files.ts';

/**
 * Returns the working photo as a canvas: with its own background, or the person alone. A cutout of version 0.2 has its own
 * background always.
 * @throws ApiFailure `cutout-expired` when it is not stored any more; the reason of the signal.
 */
export async function loadCutout(
  photoId: string,
  withBackground: boolean,
  signal: AbortSignal,
): Promise<HTMLCanvasElement> {
  // The links of the result may be too old.
  const { links } = await withRetries(() => readPhoto(photoId, signal), signal);
  const link = links.find(({ kind }) => kind === 'working');
  if (!link) throw new ApiFailure('cutout-expired', 409);
  const blob = await withRetries(() => fetchLink(link.url, signal), signal);
  const file = new Uint8Array(await blob.arrayBuffer());
  const parts = splitCutout(file);
  const photo = await decodePicture(parts?.photoJpeg ?? file, 'image/jpeg');
  if (withBackground || !parts) return photo;
  const edges = greyOf(await decodePicture(parts.edgesPng, 'image/png'));
  return drawCutout(joinEdges(edges, coloursOf(photo)));
}
