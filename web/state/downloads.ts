/** Hands files to the person: one by one, or all as a zip that is packed here in the browser. */
import { downloadZip } from 'client-zip';
import { newOrder, readPhoto } from './api-client.ts';
import { isPrinted, orderOf } from './draft.ts';
import type { Photo, Result } from './photo.ts';
import { fetchLink, type ResultFile } from './result-files.ts';
import { pause, persist } from './retry.ts';

export interface NamedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** Long enough for the browser to have begun. */
const revokeAfterMs = 60_000;

export function save({ name, blob }: NamedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs);
}

/** The file with the photo's own name before it: `jane-cn-1-inch-white.jpg`. */
export function namedFile(photo: Photo, { name, blob }: ResultFile): NamedFile {
  return { name: `${stem(photo)}-${name}`, blob };
}

const stem = ({ name }: Photo): string => name.replace(/\.[^.]+$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'photo';

/** The person on nothing: at the crop's size where it was made, else the whole cutout. @throws ApiFailure. */
export async function transparentFile(photo: Photo, { files, answer }: Result): Promise<NamedFile> {
  if (files.transparent) return namedFile(photo, files.transparent);
  const { links } = await persist(() => readPhoto(answer.photoId), photo.controller.signal);
  const link = links.find(({ kind }) => kind === 'cutout');
  if (!link) throw new Error('the desk has no cutout of this photo');
  return { name: `${stem(photo)}-cutout.png`, blob: await fetchLink(link.url) };
}

const pollMs = 200;
const longestMs = 60_000;

/** The sheet as PDF. An order makes a sheet in one format, so this places one of its own. @throws ApiFailure. */
export async function sheetPdf(photo: Photo, { answer, draft }: Result): Promise<NamedFile> {
  const { signal } = photo.controller;
  const order = orderOf(draft, !photo.withoutExtras, 'pdf');
  const { placedAt } = await persist(() => newOrder(answer.photoId, order, signal), signal);
  for (const begun = Date.now(); Date.now() - begun < longestMs; await pause(pollMs, signal)) {
    const latest = await persist(() => readPhoto(answer.photoId, signal), signal);
    if (latest.placedAt === null || latest.placedAt < placedAt || latest.status !== 'done') continue;
    const pdf = latest.links.find(({ kind, contentType }) => kind === 'sheet' && contentType === 'application/pdf');
    if (pdf) return { name: `${stem(photo)}-${pdf.name}`, blob: await fetchLink(pdf.url, signal) };
  }
  throw new Error('the sheet did not come');
}

/** Everything there is of one photo. */
export async function allFiles(photo: Photo, result: Result): Promise<NamedFile[]> {
  const { files, draft } = result;
  const named = [namedFile(photo, files.photo), await transparentFile(photo, result)];
  if (files.sheet) named.push(namedFile(photo, files.sheet));
  if (files.sheet && isPrinted(draft)) named.push(await sheetPdf(photo, result));
  return named;
}

/** Stored, not compressed: pictures do not get smaller. Names that would meet get a number. */
export async function zipped(name: string, files: readonly NamedFile[]): Promise<NamedFile> {
  const seen = new Map<string, number>();
  const inputs = files.map(({ name: own, blob }) => {
    const times = seen.get(own) ?? 0;
    seen.set(own, times + 1);
    return { name: times === 0 ? own : own.replace(/(\.[^.]+)?$/, `-${times + 1}$1`), input: blob };
  });
  return { name, blob: await downloadZip(inputs).blob() };
}

/** All of one photo, packed. */
export async function photoZip(photo: Photo, result: Result): Promise<NamedFile> {
  return zipped(`${stem(photo)}.zip`, await allFiles(photo, result));
}

/** The finished photo of each, packed. */
export function photosZip(photos: readonly Photo[]): Promise<NamedFile> {
  const done = photos.flatMap((photo) =>
    photo.result.value ? [namedFile(photo, photo.result.value.files.photo)] : [],
  );
  return zipped('zerobooth.zip', done);
}
