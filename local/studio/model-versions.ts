/** Shares the work of a function among its versions, and keeps the events of versions that are no longer there. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hostedName, type ModelVersion, partsOfName } from '../../core/model-versions.ts';
import { replaceFile, unfinishedPrefix } from '../../files/atomic-file.ts';
import { takerOf } from '../../functions/runtime/version-share.ts';
import { queueIn } from '../lambda/host.ts';

/** Returns the versions of one function, in the order in which they were given. */
export const versionsOf = (functionName: string, versions: readonly ModelVersion[]): readonly ModelVersion[] =>
  versions.filter((version) => version.functionName === functionName);

/**
 * Returns the name in the function host of the function that takes an upload: a version by the hash of the key, so that
 * one key always goes to the same version; the function itself when it has none.
 */
export function hostedFor(functionName: string, key: string, versions: readonly ModelVersion[]): string {
  const own = versionsOf(functionName, versions);
  return own.length > 0 ? hostedName(takerOf(key, own)) : functionName;
}

/**
 * Gives the events that wait for a version which is no longer there to its function, so that none is lost.
 * @param stateDir the folder of the function host, before it starts. @param names the functions of the host.
 */
export async function adoptEvents(stateDir: string, names: readonly string[]): Promise<void> {
  const queues = await readdir(join(stateDir, 'queue')).catch(() => []);
  for (const queue of queues) {
    const { functionName, version } = partsOfName(queue);
    if (version === null || names.includes(queue) || !names.includes(functionName)) continue;
    const [from, to] = [queueIn(stateDir, queue), queueIn(stateDir, functionName)];
    await mkdir(to, { recursive: true, mode: 0o700 });
    for (const file of await readdir(from)) {
      if (file.startsWith(unfinishedPrefix)) continue;
      const text = await readFile(join(from, file), 'utf8');
      const event = text.replaceAll(`:function:${queue}`, `:function:${functionName}`);
      await replaceFile(join(to, file), event);
    }
    await rm(from, { recursive: true });
  }
}
