/** The picture in which things are found, on the page for it: sent, searched, and deleted from the studio again. */
import { signal } from '@preact/signals';
import type { ApiPicture } from '../../core/objects-api.ts';
import { ApiFailure, deletePicture, newPicture, readPicture } from '../api/api-client.ts';
import { pause, withRetries } from '../api/retry.ts';
import { sendForm } from '../api/send-form.ts';
import { canShow } from '../browser/decode-picture.ts';
import { phaseOfError } from './error-phase.ts';
import type { Phase } from './photo.ts';
import { fetchLink } from './result-files.ts';
import { checkFile } from './upload-photo.ts';

/** A picture with what was found in it. */
export interface FoundPicture {
  readonly name: string;
  /** Address of the picture. */
  readonly url: string;
  readonly size: NonNullable<ApiPicture['picture']>;
  readonly objects: ApiPicture['objects'];
  /** The picture has boxes already, because the browser cannot show the format of the upload. */
  readonly isDrawn: boolean;
}

export type Search =
  | { readonly kind: 'sending' | 'searching' }
  | { readonly kind: 'done'; readonly picture: FoundPicture }
  | Extract<Phase, { kind: 'rejected' | 'failed' }>;

/** Null before the first picture. */
export const search = signal<Search | null>(null);

const pollMs = 250;
const timeoutMs = 90_000;
let controller = new AbortController();

/** Finds the things in a picture. A search that is under way ends. Never throws: an error is shown. */
export async function findObjects(file: File | undefined): Promise<void> {
  if (!file) return;
  controller.abort();
  controller = new AbortController();
  const { signal: stop } = controller;
  if (search.value?.kind === 'done') URL.revokeObjectURL(search.value.picture.url);
  search.value = { kind: 'sending' };
  try {
    const picture = await searched(file, stop);
    if (!stop.aborted) search.value = { kind: 'done', picture };
  } catch (error) {
    const phase = phaseOfError(error);
    if (!stop.aborted && (phase.kind === 'rejected' || phase.kind === 'failed')) search.value = phase;
  }
}

/** Sends a picture and waits for the result. @throws ApiFailure, also with the code of a rejection; the reason of the signal. */
async function searched(file: File, stop: AbortSignal): Promise<FoundPicture> {
  const announced = { fileName: file.name, sizeBytes: file.size, contentType: checkFile(file) };
  const ticket = await withRetries(() => newPicture({ ...announced, draw: true }, stop), stop);
  const { pictureId, upload } = ticket;
  try {
    await withRetries(() => sendForm(upload, file, () => {}, stop), stop);
    search.value = { kind: 'searching' };
    const { status, picture, objects, rejection, drawnUrl } = await awaitPicture(pictureId, stop);
    if (status === 'rejected' || !picture || drawnUrl === null) throw new ApiFailure(rejection?.code ?? 'unknown', 422);
    const isDrawn = !(await canShow(file));
    const shown = isDrawn ? await withRetries(() => fetchLink(drawnUrl, stop), stop) : file;
    return { name: file.name, url: URL.createObjectURL(shown), size: picture, objects, isDrawn };
  } finally {
    // An error is ignored: the bucket deletes the picture later anyway.
    void deletePicture(pictureId).catch(() => {});
  }
}

async function awaitPicture(pictureId: string, stop: AbortSignal): Promise<ApiPicture> {
  for (const startMs = Date.now(); Date.now() - startMs < timeoutMs; await pause(pollMs, stop)) {
    const picture = await withRetries(() => readPicture(pictureId, stop), stop);
    if (picture.status !== 'waiting') return picture;
    if (picture.isLate) break;
  }
  throw new ApiFailure('lost', 0);
}
