/** Keeps a state folder to one host: two that worked off the same queue would run every event twice. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../core/errors.ts';
import { processTag } from '../sandbox/footprint.ts';

const pattern = /^host-((\d+)(?:-\d+)?)\.lock$/;

/**
 * Takes the folder for this process; locks of processes that are gone do not count.
 * @returns what gives it back. @throws Fault `not-allowed` when another living host has it.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const own = `host-${processTag(process.pid)}.lock`;
  const release = () => rm(join(dir, own), { force: true });
  await writeFile(join(dir, own), '', { flag: 'wx' }).catch((cause: unknown) => {
    throw taken(dir, own, cause);
  });
  // Each writes first and looks then: of two that start together at most one goes on.
  for (const name of await readdir(dir)) {
    const [, tag, pid] = pattern.exec(name) ?? [];
    if (!tag || name === own) continue;
    if (processTag(Number(pid)) === tag) {
      await release();
      throw taken(dir, name);
    }
    await rm(join(dir, name), { force: true });
  }
  return release;
}

function taken(dir: string, lock: string, cause?: unknown): Fault {
  return new Fault('not-allowed', `another function host works in ${dir} (${lock})`, { cause });
}
