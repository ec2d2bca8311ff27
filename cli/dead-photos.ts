/** Tells which photo a dead letter is about, so that whoever waits for that photo can stop. */
import * as z from 'zod';
import { photoIdFromUploadKey } from '../core/keys.ts';
import { uploadsOf } from '../functions/runtime/s3-events.ts';
import type { DeadLetter } from '../local/lambda/host.ts';

export interface DeadPhoto {
  readonly photoId: string;
  readonly code: string;
  readonly message: string;
}

const composePayload = z.object({ photoId: z.string() });
const errorPayload = z.object({ errorType: z.string(), errorMessage: z.string() });

/** The photos that a given-up event would have served: of a matting event each upload, of a compose payload its photo. */
export function deadPhotosOf(deadLetter: DeadLetter): readonly DeadPhoto[] {
  const error = errorPayload.safeParse(deadLetter.responsePayload);
  const reason = error.success
    ? { code: error.data.errorType, message: error.data.errorMessage }
    : { code: deadLetter.requestContext.condition, message: 'It was given up without an answer.' };
  const compose = composePayload.safeParse(deadLetter.requestPayload);
  const ids = compose.success
    ? [compose.data.photoId]
    : uploadsOf(deadLetter.requestPayload).map(({ key }) => photoIdFromUploadKey(key));
  return ids.map((photoId) => ({ photoId, ...reason }));
}
