/** The folder of this program in the user's cache, for files that can be fetched again. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The parts of a machine that decide on the place of the user's cache. */
export interface CacheMachine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Returns this program's folder in the user's cache: in `XDG_CACHE_HOME` or `~/.cache`, in `~/Library/Caches` on macOS,
 * in `%LOCALAPPDATA%` on Windows. It is not created.
 */
export function userCacheDir(machine: CacheMachine = thisMachine()): string {
  return join(cacheRoot(machine), 'zerobooth');
}

const thisMachine = (): CacheMachine => ({ platform: process.platform, env: process.env, home: homedir() });

function cacheRoot({ platform, env, home }: CacheMachine): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  return env.XDG_CACHE_HOME || join(home, '.cache');
}
