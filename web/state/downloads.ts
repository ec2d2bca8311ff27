/** Gets the finished files of photos for a download: one by one, or all as a zip that the browser packs. */
import type { PhotoLink } from '../../core/api.ts';
import type { PhotoOrderInput } from '../../core/order.ts';
import { ApiFailure, readPhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import { isPrinted, orderOf } from './draft.ts';
import { loadPart } from './load-part.ts';
import type { Photo, Result } from './photo.ts';
import { placeOrder } from './place-order.ts';
import { fetchLink, type ResultFile } from './result-files.ts';
import type { NamedFile } from './save-file.ts';
import { evenly, waitFor } from './wait-for.ts';

/** Puts the photo's name before the file's: `jane-cn-1-inch-white.jpg`. */
export function namedFile(photo: Photo, { name, blob }: ResultFile): NamedFile {
  return { name: `${stemOf(photo)}-${name}`, blob };
}

/** The photo's file name without its ending and without characters that a file system may refuse. */
export const stemOf = ({ name, person }: Photo): string =>
  (person?.name ? name : name.replace(/\.[^.]+$/, '')).replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'photo';

/**
 * Returns the person without a background: the crop if it was ordered, else the whole cutout, which needs an order of its
 * own. @throws ApiFailure.
 */
export async function transparentFile(photo: Photo, { files, apiPhoto, draft }: Result): Promise<NamedFile> {
  if (files.transparent) return namedFile(photo, files.transparent);
  const order = { ...orderOf(draft, !photo.withoutExtras), withCutout: true };
  return orderedFile(photo, apiPhoto.photoId, order, ({ kind }) => kind === 'cutout');
}

/** Returns the sheet as PDF. It needs an order of its own, because an order makes a sheet in one format. @throws ApiFailure. */
export async function sheetPdf(photo: Photo, { apiPhoto, draft }: Result): Promise<NamedFile> {
  const order = orderOf(draft, !photo.withoutExtras, 'pdf');
  const isPdf = ({ kind, contentType }: PhotoLink) => kind === 'sheet' && contentType === 'application/pdf';
  return orderedFile(photo, apiPhoto.photoId, order, isPdf);
}

const pollMs = 200;
const timeoutMs = 60_000;

/**
 * Places an order and returns one of its files. @throws ApiFailure, also with the code of a rejection, and `lost` when the
 * file was not made in time.
 */
export async function orderedFile(
  photo: Photo,
  photoId: string,
  order: PhotoOrderInput,
  isWanted: (link: PhotoLink) => boolean,
): Promise<NamedFile> {
  const { signal } = photo.controller;
  const placedAt = await placeOrder(photoId, order, signal);
  const findLink = async (): Promise<PhotoLink | null> => {
    const latest = await withRetries(() => readPhoto(photoId, signal), signal);
    if (latest.placedAt === null || latest.placedAt < placedAt) return null;
    if (latest.status === 'rejected') throw new ApiFailure(latest.rejection?.code ?? 'unknown', 422);
    return (latest.status === 'done' && latest.links.find(isWanted)) || null;
  };
  const { name, url } = await waitFor(findLink, evenly(pollMs, timeoutMs, signal));
  return { name: `${stemOf(photo)}-${name}`, blob: await fetchLink(url, signal) };
}

/** Returns every file of the photo. */
async function allFiles(photo: Photo, result: Result): Promise<NamedFile[]> {
  const { files, draft } = result;
  const photos = [files.photo, ...files.further].map((file) => namedFile(photo, file));
  const named = [...photos, await transparentFile(photo, result)];
  if (files.sheet) named.push(namedFile(photo, files.sheet));
  if (files.sheet && isPrinted(draft)) named.push(await sheetPdf(photo, result));
  return named;
}

/** Packs files as a zip of this name. */
export async function zipFiles(name: string, files: readonly NamedFile[]): Promise<NamedFile> {
  const { zipped } = await loadPart(() => import('./zip.ts'));
  return { name, blob: await zipped(files) };
}

/** Packs every file of one photo. */
export async function photoZip(photo: Photo, result: Result): Promise<NamedFile> {
  return zipFiles(`${stemOf(photo)}.zip`, await allFiles(photo, result));
}
