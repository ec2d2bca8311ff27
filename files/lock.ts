/**
 * One process at a time in a store: a lock file that names its holder and is touched while the holder lives. Should two
 * ever get in (a machine asleep for a minute), no harm is done: files are put in place whole, under names that say
 * what is in them.
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

const touchEveryMs = 2_000;
/** Preparation blocks the event loop for some seconds; a lock untouched for this long has lost its holder. */
const staleAfterMs = 60_000;
const lookEveryMs = 100;

/**
 * Runs `work` alone.
 * @param onWait told once when another process holds the lock.
 */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  for (let waited = false; !(await take(path)); await wait(lookEveryMs)) {
    if (await isStale(path)) await breakLock(path);
    else if (!waited) onWait();
    waited = true;
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, touchEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const held = await stat(path).catch(() => undefined);
  if (!held) return false;
  if (Date.now() - held.mtimeMs > staleAfterMs) return true;
  try {
    const { pid, host } = JSON.parse(await readFile(path, 'utf8'));
    return host === hostname() && !isAlive(pid);
  } catch {
    // Being written, or just released: not stale, look again.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Renamed first: of several that wait, one gets it and the others find it gone. Nobody takes the lock before the next
 * look, so who was about to break it as well does not meet a new one.
 */
async function breakLock(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => {});
  await rm(aside, { force: true });
}
