/** Saves finished files on the person's device: one by one, or all as a zip that the browser packs. */
import { downloadZip } from 'client-zip';
import { readPhoto } from '../api/api-client.ts';
import { pause, withRetries } from '../api/retry.ts';
import { isPrinted, orderOf } from './draft.ts';
import type { Photo, Result } from './photo.ts';
import { placeOrder } from './place-order.ts';
import { fetchLink, type ResultFile } from './result-files.ts';

export interface NamedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** After this time the browser has begun the download. */
const revokeAfterMs = 60_000;

/** Starts a download of the file. */
export function saveFile({ name, blob }: NamedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs);
}

/** Puts the photo's name before the file's: `jane-cn-1-inch-white.jpg`. */
export function namedFile(photo: Photo, { name, blob }: ResultFile): NamedFile {
  return { name: `${stem(photo)}-${name}`, blob };
}

/** The photo's file name without its ending and without characters that a file system may refuse. */
const stem = ({ name }: Photo): string => name.replace(/\.[^.]+$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'photo';

/** Returns the person without a background: the crop if it was ordered, else the whole cutout. @throws ApiFailure. */
export async function transparentFile(photo: Photo, { files, apiPhoto }: Result): Promise<NamedFile> {
  if (files.transparent) return namedFile(photo, files.transparent);
  const { links } = await withRetries(() => readPhoto(apiPhoto.photoId), photo.controller.signal);
  const link = links.find(({ kind }) => kind === 'cutout');
  if (!link) throw new Error('the API has no cutout of this photo');
  return { name: `${stem(photo)}-cutout.png`, blob: await fetchLink(link.url) };
}

const pollMs = 200;
const timeoutMs = 60_000;

/** Returns the sheet as PDF. It needs an order of its own, because an order makes a sheet in one format. @throws ApiFailure. */
export async function sheetPdf(photo: Photo, { apiPhoto, draft }: Result): Promise<NamedFile> {
  const { signal } = photo.controller;
  const order = orderOf(draft, !photo.withoutExtras, 'pdf');
  const placedAt = await placeOrder(apiPhoto.photoId, order, signal);
  for (const startMs = Date.now(); Date.now() - startMs < timeoutMs; await pause(pollMs, signal)) {
    const latest = await withRetries(() => readPhoto(apiPhoto.photoId, signal), signal);
    if (latest.placedAt === null || latest.placedAt < placedAt || latest.status !== 'done') continue;
    const pdf = latest.links.find(({ kind, contentType }) => kind === 'sheet' && contentType === 'application/pdf');
    if (pdf) return { name: `${stem(photo)}-${pdf.name}`, blob: await fetchLink(pdf.url, signal) };
  }
  throw new Error('the sheet was not finished in time');
}

/** Returns every file of the photo. */
async function allFiles(photo: Photo, result: Result): Promise<NamedFile[]> {
  const { files, draft } = result;
  const named = [namedFile(photo, files.photo), await transparentFile(photo, result)];
  if (files.sheet) named.push(namedFile(photo, files.sheet));
  if (files.sheet && isPrinted(draft)) named.push(await sheetPdf(photo, result));
  return named;
}

/** Packs the files without compression, because pictures do not get smaller. Equal names get a number. */
async function zipFiles(name: string, files: readonly NamedFile[]): Promise<NamedFile> {
  const seen = new Map<string, number>();
  const inputs = files.map(({ name: fileName, blob }) => {
    const times = seen.get(fileName) ?? 0;
    seen.set(fileName, times + 1);
    return { name: times === 0 ? fileName : fileName.replace(/(\.[^.]+)?$/, `-${times + 1}$1`), input: blob };
  });
  return { name, blob: await downloadZip(inputs).blob() };
}

/** Packs every file of one photo. */
export async function photoZip(photo: Photo, result: Result): Promise<NamedFile> {
  return zipFiles(`${stem(photo)}.zip`, await allFiles(photo, result));
}

/** Packs the finished photo of each. */
export function photosZip(photos: readonly Photo[]): Promise<NamedFile> {
  const done = photos.flatMap((photo) =>
    photo.result.value ? [namedFile(photo, photo.result.value.files.photo)] : [],
  );
  return zipFiles('zerobooth.zip', done);
}
