/** Reads how much memory a process and its children use: from /proc on Linux, from `ps` elsewhere. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The resident memory of a process and all its descendants, MB. */
export interface Footprint {
  readonly residentMb: number;
  /** The part that the system cannot take back when memory is short: without the pages of files. Elsewhere as `residentMb`. */
  readonly heldMb: number;
  /** The highest value so far. Where the system does not record it, the same as `residentMb`. */
  readonly peakMb: number;
}

/** Reads a footprint from /proc in well under 1 ms. @returns undefined when the process has ended or there is no /proc. */
export function readFootprint(pid: number): Footprint | undefined {
  const status = readText(`/proc/${pid}/status`);
  if (!status?.includes('VmRSS:')) return undefined;
  let residentMb = fieldMb(status, 'VmRSS');
  let heldMb = status.includes('RssAnon:') ? fieldMb(status, 'RssAnon') + fieldMb(status, 'RssShmem') : residentMb;
  let peakMb = fieldMb(status, 'VmHWM');
  for (const child of (readText(`/proc/${pid}/task/${pid}/children`) ?? '').split(' ')) {
    const childFootprint = child.trim() ? readFootprint(Number(child)) : undefined;
    residentMb += childFootprint?.residentMb ?? 0;
    heldMb += childFootprint?.heldMb ?? 0;
    peakMb += childFootprint?.peakMb ?? 0;
  }
  return { residentMb, heldMb, peakMb };
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

/** Reads several footprints with one run of `ps`, for systems without /proc. Processes that have ended are left out. */
export async function listFootprints(pids: readonly number[]): Promise<Map<number, Footprint>> {
  const table = await new Promise<string>((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid=,rss='], (_error, stdout) => resolve(stdout));
  });
  return footprintsFromTable(table, pids);
}

/**
 * Returns the footprints of the processes that are in the table.
 * @param table lines of `pid ppid rss`, rss in kB, as `ps -A -o pid=,ppid=,rss=` prints them.
 */
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
  return new Map(
    found.map((pid) => {
      const residentMb = residentOf(pid);
      return [pid, { residentMb, heldMb: residentMb, peakMb: residentMb }];
    }),
  );
}
