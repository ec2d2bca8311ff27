/**
 * Limits the memory and CPU of instances with what this machine allows: control groups (version 1 or 2), else a watchdog
 * that kills an instance over its memory size.
 */
import { openCgroups } from './cgroup.ts';
import type { Quota } from './limits.ts';
import { type MachineLimits, machineLimits } from './machine-limits.ts';
import { openWatchdog } from './watchdog.ts';

/**
 * Opens the strongest enforcement that works here; a short-lived child is used to try it.
 * @param mode `watched` does not use control groups, even where they work.
 */
export async function openQuota(mode: 'auto' | 'watched' = 'auto'): Promise<Quota> {
  if (mode === 'watched') return openWatchdog('the host was started with quota `watched`');
  if (process.platform !== 'linux') return openWatchdog(`${process.platform} has no control groups`);
  const cgroups = await openCgroups();
  return typeof cgroups === 'string' ? openWatchdog(cgroups) : cgroups;
}

/** Share of the memory that all instances together may use; the rest is for the host, the system and its caches. */
const budgetShare = 0.8;

/**
 * Returns the memory for all instances together, MB: 80 % of what this process may use, which is the limit of its control
 * group or else the RAM.
 */
export function defaultMemoryBudgetMb({ memoryMb }: Pick<MachineLimits, 'memoryMb'> = machineLimits()): number {
  return Math.floor(memoryMb * budgetShare);
}
