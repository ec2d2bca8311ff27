/**
 * Runs a container of an image with Debian's `crun`, as a container engine would: process 1, an ordinary user without
 * capabilities, a read-only file system, and limits of memory and CPU by the kernel. The network is that of the caller.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MountedImage } from './image-studio.ts';
import { runTool } from './run-tool.ts';

/** The user of the image, as in its Dockerfile. */
export const userId = 1000;

export interface ContainerLimits {
  readonly memoryMb: number;
  /** CPUs of time. */
  readonly cpus: number;
  /** The CPUs that may be used, such as `0` or `0-1`; undefined: all. */
  readonly cpuset?: string;
  /** True: the container may make control groups below its own, as with `--security-opt writable-cgroups=true`. */
  readonly ownGroups: boolean;
}

/** The memory of a container, MB, and its kills. */
export interface ContainerMemory {
  /** The highest value of the group, with the cache of files. */
  readonly peakMb: number;
  /** Memory of the processes now, without files. */
  readonly processesMb: number;
  readonly kills: number;
}

export interface Container {
  /** Everything that it has written so far. */
  output(): string;
  memory(): Promise<ContainerMemory>;
  /** Returns name, user and state of every process. */
  processes(): Promise<readonly { readonly command: string; readonly uid: number; readonly state: string }[]>;
  /** Sends SIGTERM to process 1. @returns its exit code and the time until it ended, ms. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** Kills what is left and removes the container. */
  remove(): Promise<void>;
}

/** Starts a container. @param dir a folder for its files; `data` in it becomes the volume. */
export async function startContainer(
  { root, config }: MountedImage,
  dir: string,
  limits: ContainerLimits,
): Promise<Container> {
  const id = `zerobooth-image-test-${process.pid}-${limits.memoryMb}`;
  const dataDir = join(dir, 'data');
  await mkdir(dataDir, { recursive: true });
  await chown(dataDir, userId, userId);
  const spec = runtimeSpec({ root, config }, id, dataDir, limits);
  await writeFile(join(dir, 'config.json'), JSON.stringify(spec));
  const crun = (...args: string[]) =>
    runTool('crun', ['--root', join(dir, 'crun'), '--cgroup-manager', 'cgroupfs', ...args]);
  const groups = await groupDirs(id);
  let output = '';
  const run = spawn('crun', ['--root', join(dir, 'crun'), '--cgroup-manager', 'cgroupfs', 'run', '--bundle', dir, id], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [run.stdout, run.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = once(run, 'exit') as Promise<[number | null]>;
  return {
    output: () => output,
    memory: () => memoryOf(groups.memory),
    processes: async () => {
      const { pid } = JSON.parse(await crun('state', id)) as { pid: number };
      return processesBelow(String(pid));
    },
    stop: async () => {
      const begun = performance.now();
      await crun('kill', id, 'TERM');
      const [code] = await exited;
      return { code, ms: performance.now() - begun };
    },
    remove: () => removeContainer(run, () => crun('delete', '--force', id)),
  };
}

async function removeContainer(run: ChildProcess, remove: () => Promise<string>): Promise<void> {
  await remove().catch(() => undefined);
  if (run.exitCode === null) run.kill('SIGKILL');
}

const virtual = (destination: string, type: string, ...options: string[]) => {
  return { destination, type, source: type, options: ['nosuid', ...options] };
};

/** Returns the configuration of the container (OCI runtime specification 1.0). */
function runtimeSpec({ root, config }: MountedImage, id: string, dataDir: string, limits: ContainerLimits) {
  const none: readonly string[] = [];
  const { memoryMb, cpus, cpuset, ownGroups } = limits;
  const bytes = memoryMb * 2 ** 20;
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid: userId, gid: userId },
      args: [...config.entrypoint, ...config.cmd],
      env: Object.entries(config.env).map(([name, value]) => `${name}=${value}`),
      cwd: config.workDir,
      capabilities: { bounding: none, effective: none, permitted: none, inheritable: none, ambient: none },
      noNewPrivileges: true,
    },
    root: { path: root, readonly: true },
    hostname: 'zerobooth',
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      virtual('/dev', 'tmpfs', 'mode=755', 'size=64k'),
      virtual('/sys', 'sysfs', 'noexec', 'nodev', 'ro'),
      virtual('/sys/fs/cgroup', 'cgroup', 'noexec', 'nodev', ownGroups ? 'rw' : 'ro'),
      virtual('/tmp', 'tmpfs', 'nodev', 'mode=1777'),
      { destination: '/data', type: 'bind', source: dataDir, options: ['rbind', 'rw', 'nosuid', 'nodev'] },
    ],
    // The engine gives the container's group to its user where the tree is writable.
    ...(ownGroups && { hooks: { createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', giveGroups, 'sh', id] }] } }),
    linux: {
      cgroupsPath: `/${id}`,
      resources: {
        memory: { limit: bytes, swap: bytes },
        cpu: { quota: Math.round(cpus * 100_000), period: 100_000, ...(cpuset !== undefined && { cpus: cpuset }) },
        pids: { limit: 256 },
      },
      namespaces: ['pid', 'mount', 'ipc', 'uts', 'cgroup'].map((type) => ({ type })),
    },
  };
}

const giveGroups = `
for group in /sys/fs/cgroup/"$1" /sys/fs/cgroup/memory/"$1" /sys/fs/cgroup/cpu/"$1" /sys/fs/cgroup/cpu,cpuacct/"$1"; do
  [ -d "$group" ] || continue
  chown ${userId} "$group" "$group"/cgroup.procs
  [ ! -e "$group"/cgroup.subtree_control ] || chown ${userId} "$group"/cgroup.subtree_control "$group"/cgroup.threads
done`;

/** Returns the folder that holds the memory figures of a container's group, in version 1 or 2. */
async function groupDirs(id: string): Promise<{ readonly memory: string }> {
  const isFirst = await stat('/sys/fs/cgroup/memory/memory.limit_in_bytes').then(
    () => true,
    () => false,
  );
  return { memory: isFirst ? `/sys/fs/cgroup/memory/${id}` : `/sys/fs/cgroup/${id}` };
}

async function memoryOf(group: string): Promise<ContainerMemory> {
  const read = (name: string) => readFile(join(group, name), 'utf8').catch(() => undefined);
  const field = (text: string | undefined, name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text ?? '')?.[1]);
  const stats = await read('memory.stat');
  const peak = (await read('memory.max_usage_in_bytes')) ?? (await read('memory.peak'));
  const events = (await read('memory.oom_control')) ?? (await read('memory.events'));
  return {
    peakMb: Number(peak) / 2 ** 20,
    processesMb: (field(stats, 'total_rss') || field(stats, 'anon')) / 2 ** 20,
    kills: field(events, 'oom_kill'),
  };
}

/** Lists a process and its descendants, also ended ones that were not collected. */
async function processesBelow(pid: string): ReturnType<Container['processes']> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => undefined);
  const [status, children] = await Promise.all([read('status'), read(`task/${pid}/children`)]);
  if (status === undefined) return [];
  const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const below = await Promise.all((children ?? '').split(' ').filter(Boolean).map(processesBelow));
  return [{ command: field('Name'), uid: Number(field('Uid')), state: field('State') }, ...below.flat()];
}
