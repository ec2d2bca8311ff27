/** Identifies processes in a way that stays right when the system gives the id of an ended process to a new one. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { errorCode } from './error-code.ts';

/** True on Linux, where /proc describes every process. */
export const hasProc = existsSync('/proc/self/stat');

/**
 * Returns `PID-START` for a running process, and undefined for one that has ended. Where the start time cannot be read
 * (Windows) it returns `PID` alone.
 */
export function processTag(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined;
  if (hasProc) return tagFromProc(pid);
  if (!isRunning(pid)) return undefined;
  return process.platform === 'win32' ? `${pid}` : tagFromPs(pid);
}

function tagFromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name in parentheses may itself hold blanks and parentheses, so fields count from the last one (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : `${pid}-${fields[19]}`;
}

/** Reads state and start time by `ps`, which takes some milliseconds. @returns as {@link processTag}. */
export function tagFromPs(pid: number): string | undefined {
  // The start time is local time, so zone and language are fixed.
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  let text: string;
  try {
    text = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', `${pid}`], { env, encoding: 'utf8' });
  } catch {
    return undefined;
  }
  const [state = '', ...start] = text.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : `${pid}-${start.join('_')}`;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
