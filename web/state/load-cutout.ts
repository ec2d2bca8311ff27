/** Loads the picture that a photo is cropped from, for the dialogs that adjust the crop and correct the cutout. */
import { joinEdges } from '../../core/cutout-layers.ts';
import { type CutoutParts, splitCutout } from '../../core/cutout-parts.ts';
import type { Cutout, Matte, Raster } from '../../core/raster.ts';
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
  const { photo, parts } = await loadParts(photoId, signal);
  return withBackground || !parts ? photo : drawCutout(joinEdges(await decodeEdges(parts), coloursOf(photo)));
}

/** The person alone, and the working photo of the same size. */
export interface CutoutLayers {
  readonly cutout: Cutout;
  readonly photo: Raster;
  /** The working photo again. */
  readonly canvas: HTMLCanvasElement;
}

/** @throws ApiFailure `cutout-expired` when it is not stored any more, or is of version 0.2; the reason of the signal. */
export async function loadLayers(photoId: string, signal: AbortSignal): Promise<CutoutLayers> {
  const { photo: canvas, parts } = await loadParts(photoId, signal);
  if (!parts) throw new ApiFailure('cutout-expired', 409);
  const photo = coloursOf(canvas);
  return { cutout: joinEdges(await decodeEdges(parts), photo), photo, canvas };
}

/** The working photo, and the parts of the stored file; null for a file of version 0.2. */
interface LoadedParts {
  readonly photo: HTMLCanvasElement;
  readonly parts: CutoutParts | null;
}

async function loadParts(photoId: string, signal: AbortSignal): Promise<LoadedParts> {
  // The links of the result may be too old.
  const { links } = await withRetries(() => readPhoto(photoId, signal), signal);
  const link = links.find(({ kind }) => kind === 'working');
  if (!link) throw new ApiFailure('cutout-expired', 409);
  const blob = await withRetries(() => fetchLink(link.url, signal), signal);
  const file = new Uint8Array(await blob.arrayBuffer());
  const parts = splitCutout(file);
  return { photo: await decodePicture(parts?.photoJpeg ?? file, 'image/jpeg'), parts };
}

async function decodeEdges({ edgesPng }: CutoutParts): Promise<Matte> {
  return greyOf(await decodePicture(edgesPng, 'image/png'));
}
