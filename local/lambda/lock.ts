/** Keeps a state folder to one function host: two hosts would run every event of the queue twice. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock } from '../../files/lock.ts';
import { HostError } from './host-error.ts';

/**
 * Takes the folder for this process. The folder of a host that was killed is free.
 * @returns a function that gives the folder back. @throws HostError `not-allowed` while another host has it.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const lock = await tryLock(join(dir, 'host.lock'));
  if (lock.taken) return lock.release;
  throw new HostError('not-allowed', `another function host works in ${dir} (process ${lock.holder.pid})`);
}
