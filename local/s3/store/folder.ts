/**
 * The data folder of one object server: who may use it, and a number that grows with every start. First step of
 * starting; object-files.ts then opens the buckets in it.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../../core/errors.ts';
import { errorCode, replaceFile, syncFolder } from '../../../files/durable-file.ts';

/** A folder that this process holds until `release`. */
export interface DataFolder {
  /**
   * Next S3 `sequencer`: 18 hex digits that compare as text, grow with every call and, since they begin with the
   * number of this start, across restarts and clock changes too.
   */
  readonly nextSequencer: () => string;
  release(): Promise<void>;
}

/**
 * Takes the folder for the server that already listens on `port` of 127.0.0.1. Two servers on one folder would sweep
 * away each other's uploads, so the folder notes its holder's port and process; a holder that no longer runs and answers gives way.
 * @throws Fault `bad-config` while another server uses the folder.
 */
export async function holdDataFolder(dataDir: string, port: number): Promise<DataFolder> {
  // No bucket can be called so: bucket names begin with a letter or digit.
  const stateDir = join(dataDir, '.server');
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const lockPath = join(stateDir, 'lock');
  await takeLock(lockPath, port);
  try {
    const start = await countStart(stateDir);
    let count = 0;
    return {
      nextSequencer: () => {
        count += 1;
        return start.toString(16).padStart(8, '0').toUpperCase() + count.toString(16).padStart(10, '0').toUpperCase();
      },
      release: () => rm(lockPath, { force: true }),
    };
  } catch (error) {
    await rm(lockPath, { force: true });
    throw error;
  }
}

async function countStart(stateDir: string): Promise<number> {
  const path = join(stateDir, 'starts');
  const before = await readIfPresent(path);
  const start = (before === undefined ? 0 : Number.parseInt(before, 10)) + 1;
  if (!Number.isSafeInteger(start)) throw new Fault('bad-config', 'the data folder is damaged: .server/starts');
  await replaceFile(path, `${start}\n`, `${path}.new`);
  await syncFolder(stateDir);
  return start;
}

async function takeLock(lockPath: string, port: number): Promise<void> {
  const mine = `${port} ${process.pid} ${randomBytes(8).toString('hex')}\n`;
  for (let attempt = 0; attempt < 6; attempt += 1) {
    try {
      await writeFile(lockPath, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const held = await readIfPresent(lockPath);
    // An empty lock is being written at this moment, or its writer was killed.
    if (held === '' && attempt < 3) await sleep(50);
    else if (held !== undefined) await clearDeadLock(lockPath, held, port);
  }
  throw new Fault('bad-config', 'the data folder is in use by another object server');
}

async function clearDeadLock(lockPath: string, held: string, ownPort: number): Promise<void> {
  const [port = 0, pid = 0] = held.split(' ').map(Number);
  // A port that this process could bind is nobody else's any more; a number alone may have passed to another process.
  if (port !== ownPort && isRunning(pid) && (await answers(port))) {
    throw new Fault('bad-config', `the data folder is in use by the object server on port ${port}`);
  }
  // Moved aside first, in case another starter has cleared it and taken the folder meanwhile.
  const aside = `${lockPath}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(lockPath, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== held) await rename(aside, lockPath);
  else await rm(aside);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function answers(port: number): Promise<boolean> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.setTimeout(2000, () => settle(true));
  });
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
