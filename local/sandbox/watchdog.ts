/**
 * The fallback of quota.ts where control groups cannot be used. It reads the memory of each instance several times a second
 * and kills an instance over its size. CPU time is not limited.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { hasProc } from '../../files/process-tag.ts';
import { type Footprint, listFootprints, readFootprint } from './footprint.ts';
import type { Confinement, Limits, Quota } from './limits.ts';
import { killProcessGroup } from './process-group.ts';

/** Time between two checks, ms. /proc costs about 50 us for each instance; `ps` starts a process. */
const checkEveryMs = hasProc ? 100 : 500;

/** An instance and its measurements. */
interface WatchedInstance {
  readonly limits: Limits;
  pid?: number;
  peakMb: number;
  killed: boolean;
}

/** Starts the watchdog. @param cause why there are no control groups; part of the enforcement's reason. */
export function openWatchdog(cause: string): Quota {
  const instances = new Map<string, WatchedInstance>();
  let closed = false;

  const checkAll = async () => {
    const pids = [...instances.values()].flatMap(({ pid }) => pid ?? []);
    if (pids.length === 0) return;
    const listed = hasProc ? undefined : await listFootprints(pids);
    for (const instance of instances.values()) {
      const { pid } = instance;
      if (pid !== undefined) check(instance, listed ? listed.get(pid) : readFootprint(pid));
    }
  };
  const keepChecking = async () => {
    while (!closed) {
      await checkAll();
      await delay(checkEveryMs, undefined, { ref: false });
    }
  };
  void keepChecking();

  return {
    enforcement: {
      memory: 'watched',
      cpu: 'none',
      reason: `no control groups (${cause}): memory is checked every ${checkEveryMs} ms, CPU time is not limited`,
    },
    confine: async (instanceId, limits) => {
      const instance: WatchedInstance = { limits, peakMb: 0, killed: false };
      instances.set(instanceId, instance);
      return confinement(instance, () => instances.delete(instanceId));
    },
    close: async () => {
      closed = true;
    },
  };
}

function confinement(instance: WatchedInstance, remove: () => void): Confinement {
  return {
    joinPaths: [],
    attach: (pid) => {
      instance.pid = pid;
    },
    peakMb: () => {
      const now = instance.pid === undefined || !hasProc ? undefined : readFootprint(instance.pid);
      instance.peakMb = Math.max(instance.peakMb, now?.peakMb ?? 0);
      return instance.killed ? instance.limits.memoryMb : instance.peakMb;
    },
    wasOutOfMemory: () => instance.killed,
    release: async () => {
      delete instance.pid;
      remove();
    },
  };
}

/** Records the footprint of an instance, and kills the instance if it is over its size. */
function check(instance: WatchedInstance, footprint: Footprint | undefined): void {
  if (!footprint || instance.pid === undefined) return;
  instance.peakMb = Math.max(instance.peakMb, footprint.peakMb);
  // As in a control group, the pages of files do not count, because the system can take them back.
  if (footprint.heldMb <= instance.limits.memoryMb) return;
  instance.killed = true;
  killProcessGroup(instance.pid);
}
