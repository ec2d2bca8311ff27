/**
 * The files of one control group: writing limits, reading whether the kernel killed for memory, and removing groups.
 * File names and meanings: Linux kernel documentation, admin-guide/cgroup-v1/memory and admin-guide/cgroup-v2.
 */
import { readFileSync } from 'node:fs';
import { readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Limits } from './limits.ts';

export type Controller = 'memory' | 'cpu';

/** One writable tree of groups, and what it limits. */
export interface CgroupPlace {
  readonly version: 1 | 2;
  readonly controllers: readonly Controller[];
  /** Folder that the project's groups are made in. */
  readonly root: string;
}

/** Length of the window that a CPU share is counted over, us: the kernel's default. */
const periodUs = 100_000;

/** Writes the limits of one group. No swap, so that the limit is one of memory. */
export async function limitGroup({ version, controllers }: CgroupPlace, group: string, limits: Limits): Promise<void> {
  const bytes = String(limits.memoryMb * 2 ** 20);
  // The kernel takes no quota under 1 ms.
  const quotaUs = Math.max(1000, Math.round(limits.cpuShare * periodUs));
  const { cpuWeight = 1 } = limits;
  const set = (file: string, value: string) => writeFile(join(group, file), value, { flag: 'r+' });
  const isMemory = controllers.includes('memory');
  const isCpu = controllers.includes('cpu');
  if (version === 1 && isMemory) {
    await set('memory.limit_in_bytes', bytes);
    // Kernels without swap accounting lack the file; then the group is at least not swapped out by pressure.
    await set('memory.memsw.limit_in_bytes', bytes).catch(() => set('memory.swappiness', '0'));
  }
  if (version === 1 && isCpu) {
    await set('cpu.cfs_period_us', String(periodUs));
    await set('cpu.cfs_quota_us', String(quotaUs));
    await set('cpu.shares', String(Math.round(cpuWeight * 1024)));
  }
  if (version === 2 && isMemory) {
    await set('memory.max', bytes);
    await set('memory.swap.max', '0').catch(() => undefined);
    await set('memory.oom.group', '1');
  }
  if (version === 2 && isCpu) {
    await set('cpu.max', `${quotaUs} ${periodUs}`);
    await set('cpu.weight', String(Math.round(cpuWeight * 100)));
  }
}

/** Whether the kernel has killed in this group for memory: the counter `oom_kill` of either version. */
export function countsOutOfMemoryKill(group: string): boolean {
  return ['memory.oom_control', 'memory.events'].some((file) => {
    try {
      return Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(group, file), 'utf8'))?.[1] ?? 0) > 0;
    } catch {
      return false;
    }
  });
}

/** The most that a group ever held, page cache included, MB; 0 where the kernel does not say. */
export function groupPeakMb(group: string): number {
  for (const file of ['memory.max_usage_in_bytes', 'memory.peak']) {
    try {
      return Number(readFileSync(join(group, file), 'utf8')) / 2 ** 20;
    } catch {}
  }
  return 0;
}

/** A group stays busy for some ms after its last process: tries for half a second, then leaves it to the next start. */
export async function removeGroup(group: string): Promise<void> {
  for (let waitMs = 2; waitMs < 500; waitMs *= 2) {
    try {
      return await rmdir(group);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY') return;
      await delay(waitMs);
    }
  }
}

/** Removes a group with those below it, as far as no process is left in them. */
export async function removeGroupTree(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  await Promise.all(entries.filter((one) => one.isDirectory()).map(({ name }) => removeGroupTree(join(group, name))));
  await removeGroup(group);
}
