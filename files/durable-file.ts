/** File operations that survive a crash: what they report as done is on the disk, whole. Used by every object-*.ts. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Code of a failed system call, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Waits until the entries of a folder (names, not contents) are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces the file at `path` by `text` in one step: whoever opens it sees the old or the new text, never a part.
 * `temporaryPath` lies on the same file system; an error leaves nothing there. The new name is certain once
 * {@link syncFolder} has run as well.
 */
export async function replaceFile(path: string, text: string, temporaryPath: string): Promise<void> {
  try {
    const handle = await open(temporaryPath, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}

/** Streams `chunks` into a new file and flushes it. An error leaves nothing behind. @returns the size in bytes. */
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

/** Removes the folder and those above it, up to but not including `root`, as long as they are empty. */
export async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let current = folder; current.startsWith(root) && current !== root; current = dirname(current)) {
    try {
      await rmdir(current);
    } catch {
      return;
    }
  }
}

/** Anything under that name, also where a folder of it is a file. */
export async function pathIsTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}
