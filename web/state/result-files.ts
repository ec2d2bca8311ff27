/** The finished files of a photo, fetched once: shown, saved and zipped from memory, because links are short-lived. */
import type { DeskPhoto } from '../../core/desk-api.ts';
import { DeskTrouble, reach } from './desk-client.ts';
import { backdropName, type Draft } from './draft.ts';

export type DeskOutput = DeskPhoto['outputs'][number];

export interface ResultFile {
  readonly output: DeskOutput;
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

/** @throws DeskTrouble; the signal's reason. */
export async function fetchResults(desk: DeskPhoto, draft: Draft, signal: AbortSignal): Promise<ResultFiles> {
  const chosen = backdropName(draft);
  const photos = desk.outputs.filter(({ kind }) => kind === 'photo');
  const find = (backdrop: string) => photos.find((output) => output.backdrop === backdrop);
  const main = find(chosen) ?? photos[0];
  if (!main) throw new DeskTrouble('unknown', 200);
  const sheet = desk.outputs.find(({ kind, contentType }) => kind === 'sheet' && contentType.startsWith('image/'));
  const get = (output: DeskOutput | undefined) => (output ? fetchOutput(desk, output, signal) : Promise.resolve(null));
  const [photo, original, transparent, sheetFile] = await Promise.all([
    fetchOutput(desk, main, signal),
    get(chosen === 'original' ? undefined : find('original')),
    get(chosen === 'transparent' ? undefined : find('transparent')),
    get(sheet),
  ]);
  return { photo, original, transparent, sheet: sheetFile };
}

/** @throws DeskTrouble `gone` without a link to it. */
export async function fetchOutput(desk: DeskPhoto, output: DeskOutput, signal: AbortSignal): Promise<ResultFile> {
  const link = desk.links.find(({ name, kind }) => name === output.name && kind === output.kind);
  if (!link) throw new DeskTrouble('gone', 404);
  const blob = await fetchLink(link.url, signal);
  return { output, name: output.name, blob, url: URL.createObjectURL(blob) };
}

/** @throws DeskTrouble: `offline`, `expired` for a link that no longer holds. */
export async function fetchLink(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await reach(url, signal ? { signal } : {});
  if (!response.ok) throw new DeskTrouble(response.status === 404 ? 'gone' : 'expired', response.status);
  return response.blob();
}

/** Lets the browser forget the pictures. */
export function revoke(files: ResultFiles): void {
  for (const file of [files.photo, files.original, files.transparent, files.sheet]) {
    if (file) URL.revokeObjectURL(file.url);
  }
}
