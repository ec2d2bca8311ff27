/** The folder for results: it is checked before any work begins. */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unfinishedPrefix } from '../files/atomic-file.ts';
import { say } from './arguments/language.ts';
import { fileReason } from './file-errors.ts';
import { UsageError } from './usage.ts';

/**
 * Creates the folder when it is missing, and writes and removes a small file in it.
 * @param option the option that named it, for the message.
 * @throws UsageError with the reason when no file can be written there.
 */
export async function openOutputFolder(option: string, path: string): Promise<void> {
  if (path.trim() === '') {
    const texts = { en: `${option} needs the name of a folder.`, zh: `${option} 需要一个文件夹名称。` };
    throw new UsageError(say(texts));
  }
  try {
    await makeFolder(path);
    const trial = join(path, `${unfinishedPrefix}${randomBytes(6).toString('hex')}`);
    await writeFile(trial, 'trial').finally(() => rm(trial, { force: true }));
  } catch (error) {
    const isFile = await stat(path).then(
      (found) => !found.isDirectory(),
      () => false,
    );
    const reason = isFile ? say({ en: 'it is a file, not a folder', zh: '它是文件，不是文件夹' }) : fileReason(error);
    if (reason === null) throw error;
    const texts = {
      en: `${option} ${path}: no file can be written there: ${reason}. Choose another folder.`,
      zh: `${option} ${path}：无法在那里写入文件：${reason}。请选择别的文件夹。`,
    };
    throw new UsageError(say(texts));
  }
}

/**
 * Creates the folder and the missing ones above it, one by one. mkdir with `recursive` never ends for a folder below
 * /proc (Node 20).
 */
async function makeFolder(path: string): Promise<void> {
  if (await isThere(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    // Another process may have created it just now.
    if (error.code !== 'EEXIST') throw error;
  });
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
