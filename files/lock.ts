/**
 * Locks between processes: a file that names its holder. A holder that was killed leaves its file behind, and the next
 * process takes over. {@link tryLock} returns at once; {@link withLock} waits.
 */
import { createHash, randomUUID } from 'node:crypto';
import { rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFile } from './atomic-file.ts';
import { readIfPresent } from './paths.ts';
import { processTag } from './process-tag.ts';

/** The holder of a lock, as it stands in the lock file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** From {@link processTag}: a new process that gets the same pid has another tag. Missing in locks of version 0.1. */
  readonly process?: string;
  /** Text for error messages, such as a port. */
  readonly note?: string;
}

export type LockAttempt =
  | { readonly taken: true; readonly release: () => Promise<void> }
  | { readonly taken: false; readonly holder: LockHolder };

/** {@link withLock} gives its file a new time at this interval. */
const touchEveryMs = 2_000;
/** A file without a new time for this long is stale. It is long, because preparing a model blocks the event loop. */
const staleAfterMs = 60_000;
const tryAgainAfterMs = 100;

/**
 * Takes the lock unless a running process of this machine holds it. Holders on other machines are not recognised.
 * @param note text for the error messages of other processes.
 */
export const tryLock = (path: string, note?: string): Promise<LockAttempt> => take(path, note, isRunning);

/**
 * Waits for the lock, runs `work`, and releases the lock. Holders on other machines count as long as they touch the
 * file. A holder may lose the lock when its machine sleeps for a minute. So `work` must stay correct beside a second
 * holder. The model store does: each of its files is written in one step.
 * @param onWait called once if another process holds the lock.
 */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  let attempt = await take(path, undefined, isRunningOrTouched);
  if (!attempt.taken) onWait();
  while (!attempt.taken) {
    await sleep(tryAgainAfterMs);
    attempt = await take(path, undefined, isRunningOrTouched);
  }
  const touching = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, touchEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await attempt.release();
  }
}

type IsHeld = (holder: LockHolder, path: string) => boolean | Promise<boolean>;

async function take(path: string, note: string | undefined, isHeld: IsHeld): Promise<LockAttempt> {
  const holder = { pid: process.pid, host: hostname(), process: processTag(process.pid), note };
  // The id makes every lock's text unique, so that a process recognises the lock that it has read before.
  const own = JSON.stringify({ ...holder, id: randomUUID() });
  for (;;) {
    const text = await readIfPresent(path);
    if (text === undefined) {
      if (await createFile(path, own, 0o644)) return { taken: true, release: () => removeIfUnchanged(path, own) };
      continue;
    }
    const current = parseHolder(text);
    if (current && (await isHeld(current, path))) return { taken: false, holder: current };
    await removeDeadLock(path, text);
  }
}

/** Returns undefined for text that no lock has: a power cut may leave an empty file. */
function parseHolder(text: string): LockHolder | undefined {
  try {
    const value = JSON.parse(text);
    return Number.isSafeInteger(value?.pid) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(holder: LockHolder): boolean {
  const tag = processTag(holder.pid);
  return tag !== undefined && tag === (holder.process ?? tag);
}

/** A holder counts while it touches its file. On this machine its process decides, if its start time is known. */
async function isRunningOrTouched(holder: LockHolder, path: string): Promise<boolean> {
  if (holder.host === hostname()) {
    if (!isRunning(holder)) return false;
    if (holder.process?.includes('-')) return true;
  }
  const file = await stat(path).catch(() => undefined);
  return file !== undefined && Date.now() - file.mtimeMs <= staleAfterMs;
}

/**
 * Removes the lock of a dead holder. Two processes may find the same dead lock; without a guard the slower one would
 * remove the new lock of the faster one. The guard is itself a lock, so a process that is killed here blocks no other.
 */
async function removeDeadLock(path: string, text: string): Promise<void> {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const guard = await tryLock(`${path}.${digest}`);
  if (!guard.taken) return sleep(tryAgainAfterMs / 10);
  try {
    await removeIfUnchanged(path, text);
  } finally {
    await guard.release();
  }
}

async function removeIfUnchanged(path: string, text: string): Promise<void> {
  if ((await readIfPresent(path)) === text) await rm(path, { force: true });
}
