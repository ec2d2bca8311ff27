/**
 * The picture on the page for things and tags. It is sent to the function that is shown, and to the other one when that is
 * shown, too. The studio deletes it after each answer.
 */
import { batch, type Signal, signal } from '@preact/signals';
import type { FinderName } from '../../core/functions.ts';
import type { PictureAnswers } from '../../core/pictures-api.ts';
import { ApiFailure, deletePicture, newPicture, readPicture } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import { sendForm } from '../api/send-form.ts';
import { canShow } from '../browser/decode-picture.ts';
import { phaseOfError } from './error-phase.ts';
import type { Phase } from './photo.ts';
import { fetchLink } from './result-files.ts';
import { checkFile } from './upload-photo.ts';
import { evenly, waitFor } from './wait-for.ts';

/** A picture with the answer of a function. */
export interface FoundPicture<Finder extends FinderName> {
  readonly name: string;
  /** Address of the picture; null when the browser cannot show its format. */
  readonly url: string | null;
  /** The picture has boxes already, because the browser cannot show the format of the upload. */
  readonly isDrawn: boolean;
  readonly size: NonNullable<PictureAnswers[Finder]['picture']>;
  readonly answer: PictureAnswers[Finder];
}

export type Search<Finder extends FinderName> =
  | { readonly kind: 'sending' | 'searching' }
  | { readonly kind: 'done'; readonly picture: FoundPicture<Finder> }
  | Extract<Phase, { kind: 'rejected' | 'failed' }>;

/** The search of each function in the picture; null before it begins. */
export const searches: { readonly [Finder in FinderName]: Signal<Search<Finder> | null> } = {
  objects: signal(null),
  tags: signal(null),
};

const pollMs = 250;
const timeoutMs = 90_000;
/** The picture that was chosen last. */
let chosen: File | null = null;
let controller = new AbortController();

/** Takes another picture and starts its search. Searches that are under way end. Never throws: an error is shown. */
export async function takePicture(finder: FinderName, file: File | undefined): Promise<void> {
  if (!file) return;
  controller.abort();
  controller = new AbortController();
  chosen = file;
  batch(() => {
    for (const search of Object.values(searches)) {
      if (search.value?.kind === 'done') URL.revokeObjectURL(search.value.picture.url ?? '');
      search.value = null;
    }
  });
  await searchPicture(finder);
}

/** Starts the search of the function in the picture, unless there is none or it was searched. Never throws: an error is shown. */
export async function searchPicture<Finder extends FinderName>(finder: Finder): Promise<void> {
  const search: Signal<Search<FinderName> | null> = searches[finder];
  if (!chosen || search.value) return;
  const { signal: stop } = controller;
  const show = (next: Search<Finder>) => {
    if (!stop.aborted) search.value = next;
  };
  show({ kind: 'sending' });
  try {
    show({ kind: 'done', picture: await searched(finder, chosen, stop, () => show({ kind: 'searching' })) });
  } catch (error) {
    const phase = phaseOfError(error);
    if (phase.kind === 'rejected' || phase.kind === 'failed') show(phase);
  }
}

/**
 * Sends a picture and waits for the answer. @param onSent is called when it waits.
 * @throws ApiFailure, also with the code of a rejection; the reason of the signal.
 */
async function searched<Finder extends FinderName>(
  finder: Finder,
  file: File,
  stop: AbortSignal,
  onSent: () => void,
): Promise<FoundPicture<Finder>> {
  const announced = { fileName: file.name, sizeBytes: file.size, contentType: checkFile(file) };
  // The browser may be unable to show the upload.
  const body = finder === 'objects' ? { ...announced, draw: true } : announced;
  const { pictureId, upload } = await withRetries(() => newPicture(finder, body, stop), stop);
  try {
    await withRetries(() => sendForm(upload, file, () => {}, stop), stop);
    onSent();
    const answer = await waitFor(() => answerOf(finder, pictureId, stop), evenly(pollMs, timeoutMs, stop));
    const { status, picture, rejection } = answer;
    if (status === 'rejected' || !picture) throw new ApiFailure(rejection?.code ?? 'unknown', 422);
    const drawnUrl = 'drawnUrl' in answer ? answer.drawnUrl : null;
    return { name: file.name, size: picture, answer, ...(await shown(file, drawnUrl, stop)) };
  } finally {
    // An error is ignored: the bucket deletes the picture later anyway.
    void deletePicture(finder, pictureId).catch(() => {});
  }
}

/** Returns the answer; null while the picture waits. @throws ApiFailure `lost` when it is late. */
async function answerOf<Finder extends FinderName>(
  finder: Finder,
  pictureId: string,
  stop: AbortSignal,
): Promise<PictureAnswers[Finder] | null> {
  const answer = await withRetries(() => readPicture(finder, pictureId, stop), stop);
  if (answer.status !== 'waiting') return answer;
  if (answer.isLate) throw new ApiFailure('lost', 0);
  return null;
}

/** Returns the address of the upload, or of the drawn picture when the browser cannot show the upload. */
async function shown(
  file: File,
  drawnUrl: string | null,
  stop: AbortSignal,
): Promise<Pick<FoundPicture<FinderName>, 'url' | 'isDrawn'>> {
  if (await canShow(file)) return { url: URL.createObjectURL(file), isDrawn: false };
  if (drawnUrl === null) return { url: null, isDrawn: false };
  const drawn = await withRetries(() => fetchLink(drawnUrl, stop), stop);
  return { url: URL.createObjectURL(drawn), isDrawn: true };
}
