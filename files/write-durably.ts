/** Writes small files so that they survive a crash of the machine: the host's queue and dead letters are made of them. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Names of unfinished files begin like this; whoever reads a folder skips or deletes them. */
export const unfinishedPrefix = '.unfinished-';

/** The file appears whole or not at all, and once this resolves it stays, power cut included. Replaces an older one. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const unfinished = join(dirname(path), `${unfinishedPrefix}${randomBytes(6).toString('hex')}-${basename(path)}`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** A rename is on the disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
