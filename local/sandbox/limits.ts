/** The types of quotas: the limits of an instance, and their enforcement. */

/** The enforcement of limits on this machine. `reason` says why it is not stronger. */
export interface Enforcement {
  readonly memory: 'cgroup-v1' | 'cgroup-v2' | 'watched';
  readonly cpu: 'cgroup-v1' | 'cgroup-v2' | 'none';
  readonly reason: string;
}

export interface Limits {
  readonly memoryMb: number;
  /** vCPUs of time. */
  readonly cpuShare: number;
  /** Weight against other instances when the CPUs are short. Default 1. */
  readonly cpuWeight?: number | undefined;
}

/** The enforced limits of one instance. */
export interface Confinement {
  /** Files into which the child writes its own process id before it runs anything else. */
  readonly joinPaths: readonly string[];
  /** Call it when the child has started: from then on its memory is measured, and checked where no control group limits it. */
  attach(pid: number): void;
  /** Returns the most resident memory so far, MB: VmHWM of the process and its children. */
  peakMb(): number;
  /** Returns whether the instance was killed because of its memory limit. */
  wasOutOfMemory(): boolean;
  /** Removes everything that was made for the instance. Call it after the child's end. */
  release(): Promise<void>;
}

/** Enforces limits on the instances of one host. */
export interface Quota {
  readonly enforcement: Enforcement;
  confine(instanceId: string, limits: Limits): Promise<Confinement>;
  close(): Promise<void>;
}
