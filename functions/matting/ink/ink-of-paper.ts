/** The matting of ink on paper: decodes the upload and cleans the ink. No network runs or opens. Called by serve-upload.ts. */
import type { DocumentKind } from '../../../core/forms/document-kinds.ts';
import { headVersion } from '../../../core/head.ts';
import { decodePhoto } from '../../decode/decode.ts';
import type { DecodeLimits } from '../../decode/limits.ts';
import { encodeWorkingPhoto, type MatteOutput } from '../matte.ts';
import { cleanInk } from './clean-ink.ts';

/**
 * Version of the cleaning. Increase it when the same picture gives a different result; older cutouts are then not
 * reused.
 */
export const inkVersion = 1;

/** A scan of a signature may be smaller than a photo of a person. */
const leastSidePx = 40;

/**
 * Returns the ink as a cutout, with the paper around it in even light as its working photo.
 * @param mark is called with the name of each step when the step ends.
 * @throws PhotoRejected as decode.ts does, and `no-ink`, `too-faint`, `shadow`.
 */
export async function inkOfPaper(
  bytes: Uint8Array,
  kind: DocumentKind,
  limits: DecodeLimits,
  mark: (step: string) => void,
): Promise<Pick<MatteOutput, 'cutout' | 'head' | 'workingPhotoJpeg'>> {
  const minSidePx = Math.min(limits.minSidePx, leastSidePx);
  const { working, source } = await decodePhoto(bytes, { ...limits, minSidePx });
  mark('decode');
  const { paper, ink, found } = cleanInk(working, kind);
  mark('ink');
  return {
    cutout: ink,
    workingPhotoJpeg: encodeWorkingPhoto(paper),
    head: {
      version: headVersion,
      source,
      scene: null,
      working: { widthPx: ink.widthPx, heightPx: ink.heightPx },
      matteBy: 'ink',
      model: { id: '', widthPx: 0, heightPx: 0 },
      face: null,
      head: null,
      ink: found,
      second: null,
      doubts: null,
      objects: null,
      degraded: [],
    },
  };
}
