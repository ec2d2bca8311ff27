/**
 * Reads how much memory and CPU time this process may use: that of its control group, such as that of a container, or of the
 * whole machine. File names and meanings: Linux kernel documentation, admin-guide/cgroup-v1 and admin-guide/cgroup-v2.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { ancestorsOf } from './cgroup-tree.ts';

/** The resources that this process and its children may use together. */
export interface MachineLimits {
  readonly memoryMb: number;
  /** CPUs of time; 1.5 is one and a half of each second. */
  readonly cpus: number;
  /** The resources of which this process may use less than the machine has. */
  readonly limited: readonly ('memory' | 'CPU')[];
}

/** The limits in control groups; null where a group sets none. */
export interface GroupLimits {
  readonly memoryBytes: number | null;
  /** CPUs of time. */
  readonly cpus: number | null;
}

/** Returns the text of a file, or undefined when it cannot be read. */
export type ReadText = (path: string) => string | undefined;

type Controller = 'memory' | 'cpu';

/**
 * Returns the lowest limits of this process's own control groups and their ancestors. In a container only its own group may
 * be visible, as the root of the mount.
 * @param read reads /proc/mounts, /proc/self/cgroup and the files of the groups.
 */
export function groupLimits(read: ReadText): GroupLimits {
  const groups = ownGroups(read);
  const least = (numbers: readonly (number | undefined)[]) => {
    const set = numbers.filter((number) => number !== undefined);
    return set.length > 0 ? Math.min(...set) : null;
  };
  return {
    memoryBytes: least(
      groups.memory.map((dir) => numberIn(read(join(dir, 'memory.limit_in_bytes')) ?? read(join(dir, 'memory.max')))),
    ),
    cpus: least(groups.cpu.map((dir) => cpusOf(read, dir))),
  };
}

/** Returns the folders of the groups that limit this process, by what they limit. Some may not exist. */
function ownGroups(read: ReadText): Readonly<Record<Controller, readonly string[]>> {
  const own = read('/proc/self/cgroup') ?? '';
  const mounts = (read('/proc/mounts') ?? '').split('\n').map((line) => line.split(' '));
  const dirsOf = (controller: Controller) =>
    mounts.flatMap(([, mount = '', type, flags = '']) => {
      if (type === 'cgroup2') return ancestorsOf(mount, own, '');
      return type === 'cgroup' && flags.split(',').includes(controller) ? ancestorsOf(mount, own, controller) : [];
    });
  return { memory: dirsOf('memory'), cpu: dirsOf('cpu') };
}

/** Returns the CPUs of time that a group allows; undefined when it allows all. */
function cpusOf(read: ReadText, dir: string): number | undefined {
  const [quota, period] = read(join(dir, 'cpu.max'))?.trim().split(' ') ?? [
    read(join(dir, 'cpu.cfs_quota_us')),
    read(join(dir, 'cpu.cfs_period_us')),
  ];
  const [quotaUs, periodUs] = [numberIn(quota), numberIn(period)];
  return quotaUs === undefined || periodUs === undefined ? undefined : quotaUs / periodUs;
}

/** Returns the limits of this process. The CPUs that its cpuset leaves out do not count. */
export function machineLimits(
  read: ReadText = readText,
  machine = { memoryBytes: totalmem(), cpus: allowedCpus(read) ?? availableParallelism() },
): MachineLimits {
  const group = groupLimits(read);
  const memoryBytes = Math.min(group.memoryBytes ?? machine.memoryBytes, machine.memoryBytes);
  const cpus = Math.min(group.cpus ?? machine.cpus, machine.cpus);
  const isMemory = memoryBytes < machine.memoryBytes;
  return {
    memoryMb: Math.floor(memoryBytes / 2 ** 20),
    cpus,
    limited: [...(isMemory ? (['memory'] as const) : []), ...(cpus < machine.cpus ? (['CPU'] as const) : [])],
  };
}

/**
 * Returns the number of CPUs that the cpuset allows; undefined outside Linux. Node's own number may be rounded down to whole
 * CPUs of time.
 */
export function allowedCpus(read: ReadText): number | undefined {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(read('/proc/self/status') ?? '')?.[1];
  return list?.split(',').reduce((sum, range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return sum + last - first + 1;
  }, 0);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Returns the number; undefined for `max`, `-1` and for a file that is not there. */
function numberIn(text: string | undefined): number | undefined {
  const number = Number(text?.trim() || Number.NaN);
  return number > 0 ? number : undefined;
}
