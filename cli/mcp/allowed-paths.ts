/** The folders whose files the tools may read and write. A path outside of them is refused before the disk is touched. */
import { realpath, stat } from 'node:fs/promises';
import { dirname, parse, resolve, sep } from 'node:path';
import { say } from '../arguments/language.ts';
import { UsageError } from '../usage.ts';
import { ToolFailure } from './tool-failure.ts';

export interface AllowedPaths {
  /** Absolute paths without symbolic links. Empty: no file may be used. A relative path is below the first. */
  readonly roots: readonly string[];
  /** Returns the path of a file or folder that is there, without symbolic links. @throws ToolFailure. */
  existing(path: string): Promise<string>;
  /** Returns the path of a folder for results, which may be missing yet. @throws ToolFailure. */
  folder(path: string): Promise<string>;
}

/**
 * Opens the folders of `--root`, or else the working folder. The root of a file system is not taken as the working
 * folder: desktop programs start servers there.
 * @throws UsageError for a root that is no folder.
 */
export async function openAllowedPaths(given: readonly string[], workingDir: string): Promise<AllowedPaths> {
  const isWhole = parse(workingDir).root === workingDir;
  const named = given.length > 0 ? given.map((path) => resolve(path)) : isWhole ? [] : [workingDir];
  const roots = await Promise.all(named.map(realFolder));
  const isBelow = (path: string, folders: readonly string[]) =>
    folders.some((folder) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep));
  const refused = (path: string) => new ToolFailure('path-not-allowed', `${path} is not in ${listOf(roots)}.`, advice);
  const absolute = (path: string) => {
    const wanted = resolve(roots[0] ?? workingDir, path);
    if (isBelow(wanted, [...named, ...roots])) return wanted;
    throw refused(wanted);
  };
  const checked = (path: string, real: string) => {
    if (isBelow(real, roots)) return real;
    // The target of a link is not named.
    throw refused(path);
  };
  return {
    roots,
    existing: async (path) => {
      const wanted = absolute(path);
      const real = await realpath(wanted).catch(() => null);
      if (real !== null) return checked(wanted, real);
      throw new ToolFailure('no-such-file', `There is no file ${wanted}.`, 'Check the name and the folder.');
    },
    folder: async (path) => {
      const wanted = absolute(path);
      const above = await nearestFolder(wanted);
      return checked(wanted, resolve(above.real, wanted.slice(above.path.length).replace(/^[/\\]+/, '')));
    },
  };
}

const advice = 'Use a file in these folders, or ask the user to start the server with --root DIR for another folder.';

const listOf = (roots: readonly string[]) =>
  roots.length > 0 ? `the allowed folders: ${roots.join(', ')}` : 'an allowed folder: there is none';

async function realFolder(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null && (await stat(real)).isDirectory()) return real;
  throw new UsageError(say({ en: `--root ${path} is no folder.`, zh: `--root ${path} 不是文件夹。` }));
}

/** Returns the path or the nearest one above it that is there, as it is written and without symbolic links. */
async function nearestFolder(path: string): Promise<{ readonly path: string; readonly real: string }> {
  const real = await realpath(path).catch(() => null);
  return real === null ? nearestFolder(dirname(path)) : { path, real };
}
