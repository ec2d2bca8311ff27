/**
 * The data folder of one object server: a lock, and a number that grows with every start. The first step of a start;
 * files.ts then opens the buckets in the folder.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../../files/atomic-file.ts';
import { type LockHolder, tryLock } from '../../../files/lock.ts';
import { readIfPresent } from '../../../files/paths.ts';
import { ObjectServerError } from '../object-server-error.ts';

/** A folder that this process holds until `release`. */
export interface DataFolder {
  /**
   * Returns the next S3 `sequencer`: 18 hex digits that compare as text and grow with every call. They begin with the
   * number of this start, so they also grow across restarts and changes of the clock.
   */
  readonly nextSequencer: () => string;
  release(): Promise<void>;
}

/**
 * Takes the folder for one server: two servers would delete each other's unfinished uploads. The folder of a server
 * that was killed is free.
 * @param port the server's port, for the error message of a second server.
 * @throws ObjectServerError while another server uses the folder.
 */
export async function holdDataFolder(dataDir: string, port: number): Promise<DataFolder> {
  // No bucket has this name: names of buckets begin with a letter or a digit.
  const stateDir = join(dataDir, '.server');
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const lock = await tryLock(join(stateDir, 'lock'), `on port ${port}`);
  if (!lock.taken) throw new ObjectServerError(inUse(lock.holder));
  try {
    const start = await countStart(stateDir);
    let count = 0;
    return {
      nextSequencer: () => {
        count += 1;
        return start.toString(16).padStart(8, '0').toUpperCase() + count.toString(16).padStart(10, '0').toUpperCase();
      },
      release: lock.release,
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

const inUse = ({ pid, note = '' }: LockHolder): string =>
  `the data folder is in use by the object server ${note} (process ${pid})`;

async function countStart(stateDir: string): Promise<number> {
  const path = join(stateDir, 'starts');
  const before = await readIfPresent(path);
  const start = (before === undefined ? 0 : Number.parseInt(before, 10)) + 1;
  if (!Number.isSafeInteger(start)) throw new ObjectServerError('the data folder is damaged: .server/starts');
  // A fixed name, so that the next start overwrites what a killed one has left.
  await replaceFile(path, `${start}\n`, { unfinishedPath: `${path}.new` });
  return start;
}
