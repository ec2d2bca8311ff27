/** Finds programs on this machine. */
import { execFileSync } from 'node:child_process';

/** Returns the path of the first of these programs that is installed; null when none is. */
export function findProgram(names: readonly string[]): string | null {
  for (const name of names) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // This program is not installed.
    }
  }
  return null;
}
