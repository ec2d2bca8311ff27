/**
 * The fallback of quota.ts where control groups are not allowed: looks at each instance's memory several times a second
 * and kills the one that is over its size. CPU time is not limited.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { hasProc } from '../../files/process-tag.ts';
import { type Footprint, listFootprints, readFootprint } from './footprint.ts';
import type { Confinement, Limits, Quota } from './limits.ts';

/** Between two looks: /proc costs some 50 us an instance; `ps` starts a process. */
const lookEveryMs = hasProc ? 100 : 500;

interface Watched {
  readonly limits: Limits;
  pid?: number;
  peakMb: number;
  killed: boolean;
}

/** @param why there are no control groups; part of the enforcement's reason. */
export function openWatch(why: string): Quota {
  const watched = new Map<string, Watched>();
  let closed = false;

  const look = async () => {
    const pids = [...watched.values()].flatMap(({ pid }) => pid ?? []);
    if (pids.length === 0) return;
    const listed = hasProc ? undefined : await listFootprints(pids);
    for (const one of watched.values()) {
      if (one.pid !== undefined) judge(one, listed ? listed.get(one.pid) : readFootprint(one.pid));
    }
  };
  const keepLooking = async () => {
    while (!closed) {
      await look();
      await delay(lookEveryMs, undefined, { ref: false });
    }
  };
  void keepLooking();

  return {
    enforcement: {
      memory: 'watched',
      cpu: 'none',
      reason: `no control groups (${why}): resident memory is looked at every ${lookEveryMs} ms, CPU time is not limited`,
    },
    confine: async (instanceId, limits) => {
      const one: Watched = { limits, peakMb: 0, killed: false };
      watched.set(instanceId, one);
      return confinement(one, () => watched.delete(instanceId));
    },
    close: async () => {
      closed = true;
    },
  };
}

function confinement(one: Watched, forget: () => void): Confinement {
  return {
    joinPaths: [],
    attach: (pid) => {
      one.pid = pid;
    },
    peakMb: () => {
      const now = one.pid === undefined || !hasProc ? undefined : readFootprint(one.pid);
      one.peakMb = Math.max(one.peakMb, now?.peakMb ?? 0);
      return one.killed ? one.limits.memoryMb : one.peakMb;
    },
    wasOutOfMemory: () => one.killed,
    release: async () => {
      delete one.pid;
      forget();
    },
  };
}

function judge(one: Watched, footprint: Footprint | undefined): void {
  if (!footprint || one.pid === undefined) return;
  one.peakMb = Math.max(one.peakMb, footprint.peakMb);
  if (footprint.residentMb <= one.limits.memoryMb) return;
  one.killed = true;
  try {
    // The whole group: instances lead one of their own.
    process.kill(-one.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
