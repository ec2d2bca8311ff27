/** Makes the next reader of the model files read them from the disk. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Releases the cached pages of every file in a folder, unless a process has them mapped. A control group is charged only for
 * the pages that it reads first; without this a quota would not count the models.
 * @returns false where there is no GNU dd (posix_fadvise) to do it.
 */
export async function dropFromPageCache(dir: string): Promise<boolean> {
  try {
    for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      await promisify(execFile)('dd', [`if=${join(entry.parentPath, entry.name)}`, 'iflag=nocache', 'count=0']);
    }
    return true;
  } catch {
    return false;
  }
}
