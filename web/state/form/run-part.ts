/** Makes the files of one part of a form: uploads its picture, waits for the result and fetches the files. */
import type { ApiPhoto } from '../../../core/api.ts';
import type { Pack } from '../../../core/forms/packs.ts';
import { ApiFailure } from '../../api/api-client.ts';
import { withRetries } from '../../api/retry.ts';
import { inUploadSlot } from '../../api/upload-limit.ts';
import { awaitResult } from '../await-result.ts';
import { usualDraft } from '../draft.ts';
import { phaseOfError } from '../error-phase.ts';
import { Photo } from '../photo.ts';
import { hasCutout } from '../photo-run.ts';
import { placeOrder } from '../place-order.ts';
import { fetchLink } from '../result-files.ts';
import { uploadPhoto } from '../upload-photo.ts';
import { type FormFile, type FormPart, orderOfPart, setState, stateOf } from './form.ts';

/** Puts a picture into a part and makes its files. Never throws: an error becomes the picture's phase. */
export async function fillPart(pack: Pack, part: FormPart, file: File): Promise<void> {
  const { photo: previous, made } = stateOf(pack, part);
  previous?.controller.abort();
  for (const { url } of made) URL.revokeObjectURL(url);
  const photo = new Photo(file.name || 'picture.jpg', file, usualDraft);
  setState(pack, part, { photo, made: [] });
  const { signal } = photo.controller;
  const order = orderOfPart(pack, part);
  await showErrors(photo, async () => {
    await inUploadSlot(signal, () => uploadPhoto(photo, order, signal));
    await makeFiles(photo, pack, part, null);
  });
  const isAsOrdered = JSON.stringify(orderOfPart(pack, part)) === JSON.stringify(order);
  // The caption may have been typed meanwhile.
  if (!signal.aborted && !isAsOrdered) await orderPartAgain(pack, part);
}

/** Orders the photos again with the caption as it is typed now. Does nothing before a photo is cut out. Never throws. */
export async function orderPartAgain(pack: Pack, part: FormPart): Promise<void> {
  const { photo, made } = stateOf(pack, part);
  const photoId = photo?.photoId.value;
  if (!photo || !photoId || (made.length === 0 && !hasCutout(photo))) return;
  photo.controller.abort();
  photo.controller = new AbortController();
  photo.phase.value = { kind: 'composing' };
  await showErrors(photo, async () => {
    const placedAt = await placeOrder(photoId, orderOfPart(pack, part), photo.controller.signal);
    await makeFiles(photo, pack, part, placedAt);
  });
}

async function showErrors(photo: Photo, work: () => Promise<void>): Promise<void> {
  const { signal } = photo.controller;
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) photo.phase.value = phaseOfError(error);
  }
}

/** Waits for the order and fetches its files. @throws ApiFailure with the code of a rejection. */
async function makeFiles(photo: Photo, pack: Pack, part: FormPart, placedAt: string | null): Promise<void> {
  const { signal } = photo.controller;
  const apiPhoto = await awaitResult(photo, placedAt, signal);
  if (apiPhoto.status === 'rejected') {
    throw new ApiFailure(apiPhoto.rejection?.code ?? 'unknown', 422, 0, apiPhoto.rejection?.facts ?? {});
  }
  const made = await withRetries(() => fetchFiles(apiPhoto, part, signal), signal);
  for (const { url } of stateOf(pack, part).made) URL.revokeObjectURL(url);
  setState(pack, part, { photo, made });
  photo.phase.value = { kind: 'done' };
}

/** Fetches the files of a part. @throws ApiFailure `gone` when one of them is not there. */
function fetchFiles({ outputs, links }: ApiPhoto, { files }: FormPart, signal: AbortSignal): Promise<FormFile[]> {
  const fetched = files.map(async ({ file, standard }) => {
    const output = outputs.find((each) => each.standard === standard.id);
    const link = links.find(({ name, kind }) => name === output?.name && kind === output.kind);
    if (!output || !link) throw new ApiFailure('gone', 404);
    const blob = await fetchLink(link.url, signal);
    const name = `${file}.${output.contentType === 'image/png' ? 'png' : 'jpg'}`;
    return { name, blob, output, url: URL.createObjectURL(blob) };
  });
  return Promise.all(fetched);
}
