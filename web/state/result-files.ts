/** The finished files of a photo, fetched once: shown, saved and zipped from memory, because links are short-lived. */
import type { ApiPhoto } from '../../core/api.ts';
import { ApiFailure, reach } from './api-client.ts';
import { backdropName, type Draft } from './draft.ts';

export type ApiOutput = ApiPhoto['outputs'][number];

export interface ResultFile {
  readonly output: ApiOutput;
  readonly name: string;
  readonly blob: Blob;
  /** Of the blob; revoked with the result. */
  readonly url: string;
}

export interface ResultFiles {
  /** On the chosen backdrop. */
  readonly photo: ResultFile;
  /** The same crop with its own background, and with none. Null where they were not ordered. */
  readonly original: ResultFile | null;
  readonly transparent: ResultFile | null;
  readonly sheet: ResultFile | null;
}

/** @throws ApiFailure; the signal's reason. */
export async function fetchResults(answer: ApiPhoto, draft: Draft, signal: AbortSignal): Promise<ResultFiles> {
  const chosen = backdropName(draft);
  const photos = answer.outputs.filter(({ kind }) => kind === 'photo');
  const find = (backdrop: string) => photos.find((output) => output.backdrop === backdrop);
  const main = find(chosen) ?? photos[0];
  if (!main) throw new ApiFailure('unknown', 200);
  const sheet = answer.outputs.find(({ kind, contentType }) => kind === 'sheet' && contentType.startsWith('image/'));
  const get = (output: ApiOutput | undefined) => (output ? fetchOutput(answer, output, signal) : Promise.resolve(null));
  const [photo, original, transparent, sheetFile] = await Promise.all([
    fetchOutput(answer, main, signal),
    get(chosen === 'original' ? undefined : find('original')),
    get(chosen === 'transparent' ? undefined : find('transparent')),
    get(sheet),
  ]);
  return { photo, original, transparent, sheet: sheetFile };
}

/** @throws ApiFailure `gone` without a link to it. */
export async function fetchOutput(answer: ApiPhoto, output: ApiOutput, signal: AbortSignal): Promise<ResultFile> {
  const link = answer.links.find(({ name, kind }) => name === output.name && kind === output.kind);
  if (!link) throw new ApiFailure('gone', 404);
  const blob = await fetchLink(link.url, signal);
  return { output, name: output.name, blob, url: URL.createObjectURL(blob) };
}

/** @throws ApiFailure: `offline`, `expired` for a link that no longer holds. */
export async function fetchLink(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await reach(url, signal ? { signal } : {});
  if (!response.ok) throw new ApiFailure(response.status === 404 ? 'gone' : 'expired', response.status);
  return response.blob();
}

/** Lets the browser forget the pictures. */
export function revoke(files: ResultFiles): void {
  for (const file of [files.photo, files.original, files.transparent, files.sheet]) {
    if (file) URL.revokeObjectURL(file.url);
  }
}
