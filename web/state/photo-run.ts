/** Runs a photo: uploads it, waits for the result and shows it; and again for each new order. */
import type { ApiPhoto } from '../../core/api.ts';
import type { RejectionCode } from '../../core/errors.ts';
import { ApiFailure, deletePhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import { inUploadSlot } from '../api/upload-limit.ts';
import { type Draft, orderOf } from './draft.ts';
import { isRejection, phaseOfError } from './error-phase.ts';
import { awaitWithFallback } from './fallback-order.ts';
import { addToHistory, removeFromHistory } from './history.ts';
import type { Photo } from './photo.ts';
import { placeOrder } from './place-order.ts';
import { fetchResults, revokeFiles } from './result-files.ts';
import { uploadPhoto } from './upload-photo.ts';

/** Uploads the photo, unless the bucket has it already, and shows its result. Never throws: an error becomes a phase. */
export async function run(photo: Photo): Promise<void> {
  const signal = restart(photo);
  await showErrors(photo, signal, async () => {
    photo.phase.value = { kind: 'queued' };
    const draft = photo.draft.value;
    if (!photo.isSent) {
      const order = orderOf(draft, !photo.withoutExtras);
      await inUploadSlot(signal, () => uploadPhoto(photo, order, signal));
      addToHistory(photo);
    }
    await showResult(photo, draft, null, signal);
  });
  if (!signal.aborted && photo.draft.value !== photo.result.value?.draft) await reorder(photo);
}

/** Orders the current draft of a photo that was cut out before. Does nothing for another. Never throws. */
export async function reorder(photo: Photo): Promise<void> {
  const { value: photoId } = photo.photoId;
  if (photoId === null || !hasCutout(photo)) return;
  const signal = restart(photo);
  photo.updating.value = true;
  await showErrors(photo, signal, async () => {
    const draft = photo.draft.value;
    const placedAt = await placeOrder(photoId, orderOf(draft, !photo.withoutExtras), signal);
    await showResult(photo, draft, placedAt, signal);
  });
}

/** Rejections by compose. The photo is cut out already, so another order can succeed. */
const composeRejections: readonly string[] = [
  'bad-order',
  'file-size-unreachable',
  'sheet-too-small',
  'standard-forbids',
  'unknown-standard',
] satisfies RejectionCode[];

/** Returns true when a new order needs no new upload. */
export function hasCutout(photo: Photo): boolean {
  const { value: phase } = photo.phase;
  return photo.result.value !== null || (phase.kind === 'rejected' && composeRejections.includes(phase.code));
}

/** Stops the run that is under way. If it was the first one, this deletes the part of the photo that was stored. */
export function cancel(photo: Photo): void {
  photo.controller.abort();
  photo.updating.value = false;
  if (photo.isSettled.value) return;
  photo.phase.value = { kind: 'cancelled' };
  const { value: photoId } = photo.photoId;
  if (photoId === null || !photo.file) return;
  photo.resetUpload();
  removeFromHistory(photoId);
  // The page does not wait for this and ignores an error: the bucket deletes the photo later anyway.
  void deletePhoto(photoId).catch(() => {});
}

/** Stops the run that is under way. @returns the signal of the next one. */
function restart(photo: Photo): AbortSignal {
  photo.controller.abort();
  photo.controller = new AbortController();
  return photo.controller.signal;
}

/** Runs `work` and shows its error as a phase. An aborted run changes nothing, because another one has begun. */
async function showErrors(photo: Photo, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted) return;
    photo.phase.value = phaseOfError(error);
  } finally {
    if (!signal.aborted) photo.updating.value = false;
  }
}

/** Waits for the order that was placed then (null: with the upload) and shows its files, or why it was rejected. */
async function showResult(photo: Photo, ordered: Draft, placedAt: string | null, signal: AbortSignal): Promise<void> {
  const { draft, apiPhoto } = await awaitWithFallback(photo, ordered, placedAt, signal);
  if (apiPhoto.status === 'rejected') return showRejection(photo, apiPhoto);
  const files = await withRetries(() => fetchResults(apiPhoto, draft, signal), signal);
  const previous = photo.result.value;
  photo.result.value = { draft, apiPhoto, files };
  photo.orderRejection.value = null;
  photo.phase.value = { kind: 'done' };
  if (previous) revokeFiles(previous.files);
  addToHistory(photo);
}

/** Shows the rejection beside an earlier result, if there is one. @throws ApiFailure with the rejection's code otherwise. */
function showRejection(photo: Photo, { rejection }: ApiPhoto): void {
  const { code, facts } = rejection ?? { code: 'unknown', facts: {} };
  if (!photo.result.value || !isRejection(code)) throw new ApiFailure(code, 422, 0, facts);
  photo.orderRejection.value = { code, facts };
}
