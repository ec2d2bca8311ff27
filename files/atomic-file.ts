/**
 * Writes files so that readers never find half of one. Every function but `replaceGeneratedFile` also flushes what it
 * writes, so that a power cut loses nothing that was reported as written.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Names of unfinished files begin with this. Code that reads a folder skips them or deletes them. */
export const unfinishedPrefix = '.unfinished-';

export interface ReplaceOptions {
  /** Path under which the file is written first; on the same file system. Default: a free name in the same folder. */
  readonly unfinishedPath?: string;
  /** Flushes the file's new name too. When false, the caller must call {@link syncFolder} itself. Default true. */
  readonly flushName?: boolean;
}

/**
 * Writes `text` to a file in one step: a reader finds the old file or the whole new one. The file is readable by its
 * owner only. An error leaves the old file as it was.
 */
export async function replaceFile(path: string, text: string, options: ReplaceOptions = {}): Promise<void> {
  const { unfinishedPath = unfinishedPathFor(path), flushName = true } = options;
  await writeUnfinished(unfinishedPath, text, { mode: 0o600, flush: true });
  await giveName(unfinishedPath, path);
  if (flushName) await syncFolder(dirname(path));
}

/**
 * Writes a file that can be made again, such as the output of a build, in one step. It creates missing folders, uses
 * the usual permissions, and flushes nothing: after a power cut the file may be empty.
 */
export async function replaceGeneratedFile(path: string, contents: string | Uint8Array): Promise<void> {
  const unfinishedPath = unfinishedPathFor(path);
  await mkdir(dirname(path), { recursive: true });
  await writeUnfinished(unfinishedPath, contents, { mode: 0o666, flush: false });
  await giveName(unfinishedPath, path);
}

/**
 * Creates a file with all of its text in one step. When several processes create the same file, one of them succeeds.
 * @param mode permissions before the umask; default 0o600, the owner only.
 * @returns false when the path is taken; what is there stays as it is.
 */
export async function createFile(path: string, text: string, mode = 0o600): Promise<boolean> {
  const unfinishedPath = unfinishedPathFor(path);
  await writeUnfinished(unfinishedPath, text, { mode, flush: true });
  try {
    // Unlike a rename, a link never replaces a file.
    await link(unfinishedPath, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(unfinishedPath, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/**
 * Writes `chunks` to a new file as they arrive, and flushes it. It is for files that get their final name later.
 * An error leaves no file behind. @returns the size in bytes.
 */
export async function writeNewFile(path: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  let handle: FileHandle | undefined = await open(path, 'wx', 0o600);
  let sizeBytes = 0;
  try {
    for await (const chunk of chunks) {
      await handle.writeFile(chunk);
      sizeBytes += chunk.length;
    }
    await handle.sync();
    await handle.close();
    handle = undefined;
    return sizeBytes;
  } finally {
    if (handle !== undefined) {
      await handle.close();
      await rm(path, { force: true });
    }
  }
}

/** Flushes the names in a folder, so that new, renamed and removed files are so on the disk. It flushes no contents. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const unfinishedPathFor = (path: string): string =>
  join(dirname(path), `${unfinishedPrefix}${randomBytes(6).toString('hex')}-${basename(path)}`);

async function writeUnfinished(
  path: string,
  contents: string | Uint8Array,
  { mode, flush }: { readonly mode: number; readonly flush: boolean },
): Promise<void> {
  try {
    const handle = await open(path, 'w', mode);
    try {
      await handle.writeFile(contents);
      if (flush) await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function giveName(unfinishedPath: string, path: string): Promise<void> {
  try {
    await rename(unfinishedPath, path);
  } catch (error) {
    await rm(unfinishedPath, { force: true });
    throw error;
  }
}
