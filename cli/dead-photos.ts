/** Finds the photos that a dead letter is about, so that a command stops waiting for them. */
import * as z from 'zod';
import { photoIdFromUploadKey } from '../core/keys.ts';
import { uploadsOf } from '../functions/runtime/s3-events.ts';
import type { DeadLetter } from '../local/lambda/host.ts';

/** A photo whose event was given up, and why. */
export interface DeadPhoto {
  readonly photoId: string;
  readonly code: string;
  readonly message: string;
}

const composePayload = z.object({ photoId: z.string() });
const errorPayload = z.object({ errorType: z.string(), errorMessage: z.string() });

/**
 * Returns the photos of a dead letter: every upload of an event of matting, or the one photo of an event of compose.
 */
export function deadPhotosOf(deadLetter: DeadLetter): readonly DeadPhoto[] {
  const error = errorPayload.safeParse(deadLetter.responsePayload);
  const reason = error.success
    ? { code: error.data.errorType, message: error.data.errorMessage }
    : {
        code: deadLetter.requestContext.condition,
        message: 'The function gave no answer, and its event was given up.',
      };
  const compose = composePayload.safeParse(deadLetter.requestPayload);
  const ids = compose.success
    ? [compose.data.photoId]
    : uploadsOf(deadLetter.requestPayload).map(({ key }) => photoIdFromUploadKey(key));
  return ids.map((photoId) => ({ photoId, ...reason }));
}
