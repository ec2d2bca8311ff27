/**
 * Memory size and CPU share of an instance, enforced by what this machine allows: control groups (version 1 or 2), else
 * a watch that kills what grows too big. The host asks for one confinement per instance and starts the child inside it.
 */
import { totalmem } from 'node:os';
import { openCgroups } from './quota-cgroup.ts';
import { openWatch } from './quota-watch.ts';

/** What holds the instances to their size, and why not more than that. */
export interface Enforcement {
  readonly memory: 'cgroup-v1' | 'cgroup-v2' | 'watched';
  readonly cpu: 'cgroup-v1' | 'cgroup-v2' | 'none';
  readonly reason: string;
}

export interface Limits {
  readonly memoryMb: number;
  readonly cpuShare: number;
  /** Of an instance beside others where the CPUs do not suffice for all; 1 when left out. */
  readonly cpuWeight?: number | undefined;
}

/** The bounds of one instance. */
export interface Confinement {
  /** Files that the child writes its own process id into before it runs anything else. */
  readonly joinPaths: readonly string[];
  /** The child is there: counting (and, where nothing else enforces the size, watching) begins. */
  attach(pid: number): void;
  /** High-water mark of resident memory so far (VmHWM of the process and its children), MB. */
  peakMb(): number;
  /** Whether the memory limit ended it. */
  wasOutOfMemory(): boolean;
  /** After the child's end: leaves nothing behind. */
  release(): Promise<void>;
}

export interface Quota {
  readonly enforcement: Enforcement;
  confine(instanceId: string, limits: Limits): Promise<Confinement>;
  close(): Promise<void>;
}

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
