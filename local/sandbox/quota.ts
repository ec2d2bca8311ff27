/**
 * Memory size and CPU share of an instance, enforced by what this machine allows: control groups (version 1 or 2), else
 * a watch that kills what grows too big. The host asks for one confinement per instance and starts the child inside it.
 */
import { totalmem } from 'node:os';
import { openCgroups } from './cgroup.ts';
import type { Quota } from './limits.ts';
import { openWatch } from './watchdog.ts';

/**
 * Finds the strongest enforcement that works here, by trying it on a short-lived child.
 * @param mode `watched` leaves control groups alone even where they work.
 */
export async function openQuota(mode: 'auto' | 'watched' = 'auto'): Promise<Quota> {
  if (mode === 'watched') return openWatch('asked for');
  if (process.platform !== 'linux') return openWatch(`${process.platform} has no control groups`);
  const cgroups = await openCgroups();
  return typeof cgroups === 'string' ? openWatch(cgroups) : cgroups;
}

/** Part of the machine that instances may take together; the rest is for the host, the system and its caches. */
const budgetShare = 0.8;

/** Memory for all instances together, MB: 80 % of what this process may use (its control group's limit, else the RAM). */
export function defaultMemoryBudgetMb(): number {
  const limit = process.constrainedMemory();
  const usable = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.floor((usable * budgetShare) / 2 ** 20);
}
