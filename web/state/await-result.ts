/** Polls the API until the order of a photo is done or rejected. */
import type { ApiPhoto } from '../../core/api.ts';
import { ApiFailure, readPhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import type { Phase, Photo } from './photo.ts';
import { waitFor } from './wait-for.ts';

/** Pause after the first, second, ... poll; the last one repeats. Most photos are done within two seconds. */
const pollMs = [150, 200, 250, 300, 400, 500, 700, 1_000] as const;
/** Twice the time that both functions may take, without retries of AWS. It begins again when another photo is settled. */
const timeoutMs = 180_000;
/** With more photos than this the pauses grow, up to four times, so that the answers do not slow the work down. */
const fewPhotos = 8;
const mostPace = 4;

/** The photos that are waited for. */
let waiting = 0;
/** When the last of them was settled, epoch ms. */
let settledAtMs = 0;

/**
 * Polls until the photo is done or rejected, and shows its phase meanwhile, unless an earlier result is shown.
 * @param placedAt when the order was placed, so that the result of an earlier one does not count; null for the first.
 * @throws ApiFailure: `lost` when it takes too long or has come to a halt; others of the API; the reason of the signal.
 */
export async function awaitResult(photo: Photo, placedAt: string | null, signal: AbortSignal): Promise<ApiPhoto> {
  const { value: photoId } = photo.photoId;
  if (photoId === null) throw new ApiFailure('gone', 404);
  waiting++;
  try {
    return await pollResult(photo, photoId, placedAt, signal);
  } finally {
    waiting--;
    settledAtMs = Date.now();
  }
}

async function pollResult(
  photo: Photo,
  photoId: string,
  placedAt: string | null,
  signal: AbortSignal,
): Promise<ApiPhoto> {
  const show = (phase: Phase) => {
    if (!photo.updating.value) photo.phase.value = phase;
  };
  const startMs = Date.now();
  const findResult = async (): Promise<ApiPhoto | null> => {
    const read = () => readPhoto(photoId, signal);
    const apiPhoto = await withRetries(read, signal, () => show({ kind: 'interrupted' }));
    const isThisOrder = isResultOf(apiPhoto, placedAt);
    const { status } = apiPhoto;
    if (isThisOrder && (status === 'done' || status === 'rejected')) return apiPhoto;
    if (isThisOrder && apiPhoto.isLate) throw new ApiFailure('lost', 0);
    if (status !== 'done' && status !== 'rejected') show({ kind: status });
    return null;
  };
  const pace = () => Math.min(mostPace, Math.max(1, waiting / fewPhotos));
  return waitFor(findResult, {
    pauseMs: (asked) => pollMs[Math.min(asked, pollMs.length - 1)] * pace(),
    untilMs: () => Math.max(startMs, settledAtMs) + timeoutMs,
    signal,
  });
}

/** Returns true when the API describes the order that was placed then, or a later one. */
function isResultOf(apiPhoto: ApiPhoto, placedAt: string | null): boolean {
  return placedAt === null || (apiPhoto.placedAt !== null && apiPhoto.placedAt >= placedAt);
}
