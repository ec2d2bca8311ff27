/**
 * Looks at processes from outside: whether one still lives, and how much memory it and its children hold. Linux is
 * read from /proc; elsewhere `ps` says it.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export const hasProc = existsSync('/proc/self/stat');

/** Resident memory of a process and all its descendants, MB. */
export interface Footprint {
  readonly residentMb: number;
  /** High-water mark so far; where the system keeps none, the resident size. */
  readonly peakMb: number;
}

/** Names a process for good: the id alone is used again, the id with its start time is not. Undefined: it is gone. */
export function processTag(pid: number): string | undefined {
  if (!hasProc) return isSignalable(pid) ? `${pid}` : undefined;
  const stat = readText(`/proc/${pid}/stat`);
  // The name in parentheses may itself hold blanks and parentheses, so fields count from the last one (proc(5)).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields || fields[0] === 'Z') return undefined;
  return `${pid}-${fields[19]}`;
}

function isSignalable(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Reads /proc, and so takes well under a millisecond. Undefined: the process is gone, or this is not Linux. */
export function readFootprint(pid: number): Footprint | undefined {
  const status = readText(`/proc/${pid}/status`);
  if (!status?.includes('VmRSS:')) return undefined;
  let residentMb = fieldMb(status, 'VmRSS');
  let peakMb = fieldMb(status, 'VmHWM');
  for (const child of (readText(`/proc/${pid}/task/${pid}/children`) ?? '').split(' ')) {
    const below = child.trim() ? readFootprint(Number(child)) : undefined;
    residentMb += below?.residentMb ?? 0;
    peakMb += below?.peakMb ?? 0;
  }
  return { residentMb, peakMb };
}

function fieldMb(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Footprints of several processes by one run of `ps`, for systems without /proc. Those that are gone are missing. */
export async function listFootprints(pids: readonly number[]): Promise<Map<number, Footprint>> {
  const table = await new Promise<string>((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid=,rss='], (_error, stdout) => resolve(stdout));
  });
  return footprintsFromTable(table, pids);
}

/** @param table lines of `pid ppid rss`, rss in kB, as `ps -A -o pid=,ppid=,rss=` prints them. */
export function footprintsFromTable(table: string, pids: readonly number[]): Map<number, Footprint> {
  const rows = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.length === 3);
  const residentOf = (pid: number): number =>
    rows
      .filter(([id, parent]) => id === pid || (parent === pid && id !== pid))
      .reduce((sum, [id = 0, , rss = 0]) => sum + (id === pid ? rss / 1024 : residentOf(id)), 0);
  const found = pids.filter((pid) => rows.some(([id]) => id === pid));
  return new Map(found.map((pid) => [pid, { residentMb: residentOf(pid), peakMb: residentOf(pid) }]));
}
