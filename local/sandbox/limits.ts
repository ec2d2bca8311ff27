/** The limits of an instance and the handle of the control group or watch that enforces them. */

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
