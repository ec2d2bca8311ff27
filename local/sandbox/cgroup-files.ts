/**
 * Writes the limits of a control group, reads its counters, and removes groups. File names and meanings: Linux kernel
 * documentation, admin-guide/cgroup-v1/memory and admin-guide/cgroup-v2.
 */
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Limits } from './limits.ts';

export type Controller = 'memory' | 'cpu';

/** A tree of control groups that may be written to. */
export interface CgroupTree {
  readonly version: 1 | 2;
  /** The resources that this tree limits. */
  readonly controllers: readonly Controller[];
  /** Folder in which the host makes its groups. */
  readonly root: string;
  /** True for the top group that this process can see, which in a container is the container's own. */
  readonly isNamespaceTop?: boolean;
}

/** Length of the period over which a CPU share is counted, us. It is the kernel's default. */
const periodUs = 100_000;

/** Writes the limits of one group. Swap is switched off, so that the limit is one of memory. */
export async function limitGroup({ version, controllers }: CgroupTree, group: string, limits: Limits): Promise<void> {
  const bytes = String(limits.memoryMb * 2 ** 20);
  // The kernel accepts no quota under 1 ms.
  const quotaUs = Math.max(1000, Math.round(limits.cpuShare * periodUs));
  const { cpuWeight = 1 } = limits;
  const set = (file: string, value: string) => writeFile(join(group, file), value, { flag: 'r+' });
  const isMemory = controllers.includes('memory');
  const isCpu = controllers.includes('cpu');
  if (version === 1 && isMemory) {
    await set('memory.limit_in_bytes', bytes);
    // Kernels without swap accounting do not have this file. Swappiness 0 then keeps the group in memory under pressure.
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

/** Moves all processes of a group of version 2 to another one, which is made if needed. Those that end meanwhile are left out. */
export async function moveProcesses(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const pids = (await readFile(join(from, 'cgroup.procs'), 'utf8')).split('\n').filter(Boolean);
  for (const pid of pids) {
    await writeFile(join(to, 'cgroup.procs'), pid, { flag: 'r+' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ESRCH') throw error;
    });
  }
}

/** Returns whether the kernel has killed a process of this group for its memory. Reads `oom_kill` of either version. */
export function hadOutOfMemoryKill(group: string): boolean {
  return ['memory.oom_control', 'memory.events'].some((file) => {
    try {
      return Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(group, file), 'utf8'))?.[1] ?? 0) > 0;
    } catch {
      return false;
    }
  });
}

/** Returns the most memory that a group has held, page cache included, MB; 0 when the kernel has no such file. */
export function groupPeakMb(group: string): number {
  for (const file of ['memory.max_usage_in_bytes', 'memory.peak']) {
    try {
      return Number(readFileSync(join(group, file), 'utf8')) / 2 ** 20;
    } catch {}
  }
  return 0;
}

/**
 * Removes a group. It stays busy for some ms after its last process, so this tries for half a second. A group that is
 * still busy is removed by the next start of a host.
 */
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

/** Removes a group and the groups below it, except those that still have a process. */
export async function removeGroupTree(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  await Promise.all(entries.filter((one) => one.isDirectory()).map(({ name }) => removeGroupTree(join(group, name))));
  await removeGroup(group);
}
