/** The finished files of a photo. They are fetched once and kept in memory, because the links to them expire. */
import type { ApiPhoto } from '../../core/api.ts';
import type { Verdict } from '../../core/verdict.ts';
import { ApiFailure, request } from '../api/api-client.ts';
import { backdropNames, type Draft } from './draft.ts';

export type ApiOutput = ApiPhoto['outputs'][number];

export interface ResultFile {
  readonly output: ApiOutput;
  readonly name: string;
  readonly blob: Blob;
  /** Address of the blob. It is revoked with the result. */
  readonly url: string;
}

export interface ResultFiles {
  /** The photo on the chosen backdrop. */
  readonly photo: ResultFile;
  /** The photo on the further backdrops, in their order. */
  readonly further: readonly ResultFile[];
  /** The same crop with its own background; null when it was not ordered. */
  readonly original: ResultFile | null;
  /** The same crop without a background; null when it was not ordered. */
  readonly transparent: ResultFile | null;
  /** Null when no sheet was ordered. */
  readonly sheet: ResultFile | null;
}

/** Fetches the files of the draft's order. @throws ApiFailure; the reason of the signal. */
export async function fetchResults(apiPhoto: ApiPhoto, draft: Draft, signal: AbortSignal): Promise<ResultFiles> {
  const [chosen, ...others] = backdropNames(draft);
  const photos = apiPhoto.outputs.filter(({ kind }) => kind === 'photo');
  const find = (backdrop: string) => photos.find((output) => output.backdrop === backdrop);
  const main = find(chosen) ?? photos[0];
  if (!main) throw new ApiFailure('unknown', 200);
  const sheet = apiPhoto.outputs.find(({ kind, contentType }) => kind === 'sheet' && contentType.startsWith('image/'));
  const get = (output: ApiOutput | undefined) =>
    output ? fetchOutput(apiPhoto, output, signal) : Promise.resolve(null);
  const furtherOutputs = others.map(find).filter((output) => output !== undefined);
  const [photo, further, original, transparent, sheetFile] = await Promise.all([
    fetchOutput(apiPhoto, main, signal),
    Promise.all(furtherOutputs.map((output) => fetchOutput(apiPhoto, output, signal))),
    get(chosen === 'original' ? undefined : find('original')),
    get(chosen === 'transparent' ? undefined : find('transparent')),
    get(sheet),
  ]);
  return { photo, further, original, transparent, sheet: sheetFile };
}

/** As core/verdict.ts orders them, which the page does not contain. */
const ranks: Readonly<Record<Verdict, number>> = { ready: 0, 'look-again': 1, 'will-be-refused': 2 };

/** Returns the photo with the worst verdict, of all backdrops. */
export function worstPhoto({ photo, further }: Pick<ResultFiles, 'photo' | 'further'>): ApiOutput {
  const outputs = [photo, ...further].map(({ output }) => output);
  return outputs.reduce((worst, output) => (ranks[output.verdict] > ranks[worst.verdict] ? output : worst));
}

/** Fetches one file. @throws ApiFailure `gone` when there is no link to it. */
async function fetchOutput(apiPhoto: ApiPhoto, output: ApiOutput, signal: AbortSignal): Promise<ResultFile> {
  const link = apiPhoto.links.find(({ name, kind }) => name === output.name && kind === output.kind);
  if (!link) throw new ApiFailure('gone', 404);
  const blob = await fetchLink(link.url, signal);
  return { output, name: output.name, blob, url: URL.createObjectURL(blob) };
}

/** Fetches the file of a link. @throws ApiFailure: `offline`, `gone`, or `expired` for a link that is too old. */
export async function fetchLink(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await request(url, signal ? { signal } : {});
  if (!response.ok) throw new ApiFailure(response.status === 404 ? 'gone' : 'expired', response.status);
  return response.blob();
}

/** Frees the memory of the pictures. */
export function revokeFiles(files: ResultFiles): void {
  for (const file of [files.photo, ...files.further, files.original, files.transparent, files.sheet]) {
    if (file) URL.revokeObjectURL(file.url);
  }
}
