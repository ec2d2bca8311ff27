/**
 * The bodies of one bucket's objects, `files/`: finds a name for each, and remembers across a crash which files are left
 * over. object-files.ts decides when a body is created and removed.
 */
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { errorCode } from '../../../files/error-code.ts';
import { pathIsTaken, removeEmptyFolders } from '../../../files/paths.ts';
import { parseJson } from './description.ts';
import { bodyPathCandidates } from './names.ts';

/** Where the body of `bodyPath` lies. */
export const bodyFile = (bucketDir: string, bodyPath: string): string => join(bucketDir, 'files', bodyPath);

/** Removes a body, and the folders that it leaves empty. */
export async function removeBody(bucketDir: string, bodyPath: string): Promise<void> {
  const path = bodyFile(bucketDir, bodyPath);
  await rm(path, { force: true });
  await removeEmptyFolders(dirname(path), join(bucketDir, 'files'));
}

/**
 * Notes bodies that will be in nobody's use if the process dies now; one text file that the next start reads. An error leaves
 * nothing behind.
 */
export async function writeIntent(intentPath: string, bodyPaths: readonly string[]): Promise<void> {
  await writeFile(intentPath, JSON.stringify(bodyPaths)).catch(async (error: unknown) => {
    await rm(intentPath, { force: true });
    throw error;
  });
}

/**
 * Creates an empty file under the best free name for `key` and returns its path below `files/`. The intent is written
 * first, and names `alsoUnused` too: so the next start removes the server's own leftovers and no file of a person.
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

/** Empties `tmp/`, and removes the bodies that its intents name and no object uses. */
export async function clearLeftovers(bucketDir: string, used: ReadonlySet<string>): Promise<void> {
  const tmp = join(bucketDir, 'tmp');
  for (const name of await readdir(tmp)) {
    const path = join(tmp, name);
    const unused = name.endsWith('.intent') ? await readIntent(path) : [];
    for (const bodyPath of unused) if (!used.has(bodyPath)) await removeBody(bucketDir, bodyPath);
    await rm(path, { force: true });
  }
}

/** False where a file system cannot hold the name beside what is there already. */
async function createEmpty(path: string): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await (await open(path, 'wx', 0o600)).close();
      return true;
    } catch (error) {
      const code = errorCode(error) ?? '';
      // Another key's last object may have taken the folder with it; anything that is not about the name is our trouble.
      if (code === 'ENOENT') continue;
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EILSEQ', 'EINVAL'].includes(code)) return false;
      throw error;
    }
  }
  return false;
}

async function readIntent(path: string): Promise<string[]> {
  const parsed = z.array(z.string()).safeParse(parseJson(await readFile(path, 'utf8')));
  // An intent cut off by the crash was not acted on yet.
  return parsed.success ? parsed.data : [];
}
