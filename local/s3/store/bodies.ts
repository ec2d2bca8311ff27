/**
 * The bodies of one bucket's objects, in `files/`. It finds a name for each body, and records which bodies a crash
 * would leave unused. files.ts decides when a body is created and removed.
 */
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { errorCode } from '../../../files/error-code.ts';
import { pathIsTaken, removeEmptyFolders } from '../../../files/paths.ts';
import { parseJson } from './description.ts';
import { bodyPathCandidates } from './names.ts';

/** Returns the absolute path of a body. */
export const bodyFile = (bucketDir: string, bodyPath: string): string => join(bucketDir, 'files', bodyPath);

/** Removes a body and the folders that are empty after that. */
export async function removeBody(bucketDir: string, bodyPath: string): Promise<void> {
  const path = bodyFile(bucketDir, bodyPath);
  await rm(path, { force: true });
  await removeEmptyFolders(dirname(path), join(bucketDir, 'files'));
}

/**
 * Records bodies that no object uses if the process is killed now. The next start reads this file, the intent, and
 * removes them. An error leaves no file behind.
 */
export async function writeIntent(intentPath: string, bodyPaths: readonly string[]): Promise<void> {
  await writeFile(intentPath, JSON.stringify(bodyPaths)).catch(async (error: unknown) => {
    await rm(intentPath, { force: true });
    throw error;
  });
}

/**
 * Creates an empty file with the best free name for `key`. It writes the intent first, so that the next start can
 * remove the server's own leftovers, and never a file that a person put there.
 * @param alsoUnused further bodies for the intent.
 * @returns the path of the file below `files/`.
 */
export async function claimBody(
  bucketDir: string,
  key: string,
  sequencer: string,
  intentPath: string,
  alsoUnused: readonly string[],
): Promise<string> {
  for (const candidate of bodyPathCandidates(key, sequencer)) {
    const path = bodyFile(bucketDir, candidate);
    if (await pathIsTaken(path)) continue;
    await writeIntent(intentPath, [candidate, ...alsoUnused]);
    if (await createEmpty(path)) return candidate;
  }
  await rm(intentPath, { force: true });
  throw new Error(`no file name could be claimed in ${bucketDir}`);
}

/** Empties `tmp/`, and removes the bodies that its intents name and that no object uses. */
export async function clearLeftovers(bucketDir: string, used: ReadonlySet<string>): Promise<void> {
  const tmp = join(bucketDir, 'tmp');
  for (const name of await readdir(tmp)) {
    const path = join(tmp, name);
    const unused = name.endsWith('.intent') ? await readIntent(path) : [];
    for (const bodyPath of unused) if (!used.has(bodyPath)) await removeBody(bucketDir, bodyPath);
    await rm(path, { force: true });
  }
}

/** Creates an empty file and its folders. @returns false when the file system cannot hold the name. */
async function createEmpty(path: string): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await (await open(path, 'wx', 0o600)).close();
      return true;
    } catch (error) {
      const code = errorCode(error) ?? '';
      // The folder may have been removed with the last object in it. Errors that do not concern the name are thrown.
      if (code === 'ENOENT') continue;
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EILSEQ', 'EINVAL'].includes(code)) return false;
      throw error;
    }
  }
  return false;
}

async function readIntent(path: string): Promise<string[]> {
  const parsed = z.array(z.string()).safeParse(parseJson(await readFile(path, 'utf8')));
  // When an intent is incomplete, the process was killed before it created or removed a body.
  return parsed.success ? parsed.data : [];
}
