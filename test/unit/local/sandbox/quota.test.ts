import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hasProc } from '../../../../files/process-tag.ts';
import { cgroupTrees } from '../../../../local/sandbox/cgroup.ts';
import {
  groupPeakMb,
  hadOutOfMemoryKill,
  limitGroup,
  moveProcesses,
  removeGroupTree,
} from '../../../../local/sandbox/cgroup-files.ts';
import { footprintsFromTable, listFootprints, readFootprint } from '../../../../local/sandbox/footprint.ts';
import { defaultMemoryBudgetMb, openQuota } from '../../../../local/sandbox/quota.ts';

async function fakeGroup(files: readonly string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'quota-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await Promise.all(files.map((file) => writeFile(join(dir, file), '')));
  return dir;
}

const read = (dir: string, file: string) => readFile(join(dir, file), 'utf8');

it('finds the trees of version 1, one per controller', () => {
  const mounts = [
    'tmpfs /sys/fs/cgroup tmpfs rw,mode=755 0 0',
    'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0',
    'cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0',
    'cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0',
  ].join('\n');
  expect(cgroupTrees(mounts, '4:memory:/a/b\n')).toEqual([
    { version: 1, controllers: ['cpu'], root: '/sys/fs/cgroup/cpu,cpuacct' },
    { version: 1, controllers: ['memory'], root: '/sys/fs/cgroup/memory' },
  ]);
});

it('tries our own group first in the tree of version 2, then its ancestors', () => {
  const mounts = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nsdelegate 0 0\n';
  const own = '0::/user.slice/user@1000.service/app.scope\n';
  expect(cgroupTrees(mounts, own).map(({ version, root }) => [version, root])).toEqual([
    [2, '/sys/fs/cgroup/user.slice/user@1000.service/app.scope'],
    [2, '/sys/fs/cgroup/user.slice/user@1000.service'],
    [2, '/sys/fs/cgroup/user.slice'],
    [2, '/sys/fs/cgroup'],
  ]);
  expect(cgroupTrees(mounts, '0::/\n').map(({ root }) => root)).toEqual(['/sys/fs/cgroup']);
  expect(cgroupTrees(mounts, '0::/../other\n').map(({ root }) => root)).toEqual(['/sys/fs/cgroup']);
  expect(cgroupTrees('proc /proc proc rw 0 0\n', own)).toEqual([]);
});

it('writes the limits of memory, swap and CPU time of a group of version 1', async () => {
  const dir = await fakeGroup([
    'memory.limit_in_bytes',
    'memory.memsw.limit_in_bytes',
    'cpu.cfs_period_us',
    'cpu.cfs_quota_us',
    'cpu.shares',
  ]);
  await limitGroup({ version: 1, controllers: ['memory'], root: '' }, dir, { memoryMb: 512, cpuShare: 0.29 });
  const limits = { memoryMb: 512, cpuShare: 0.29, cpuWeight: 8 };
  await limitGroup({ version: 1, controllers: ['cpu'], root: '' }, dir, limits);
  expect(await read(dir, 'memory.limit_in_bytes')).toBe('536870912');
  expect(await read(dir, 'memory.memsw.limit_in_bytes')).toBe('536870912');
  expect(await read(dir, 'cpu.cfs_period_us')).toBe('100000');
  expect(await read(dir, 'cpu.cfs_quota_us')).toBe('29000');
  expect(await read(dir, 'cpu.shares')).toBe('8192');
});

it('sets the swappiness to 0 where the kernel has no swap accounting', async () => {
  const dir = await fakeGroup(['memory.limit_in_bytes', 'memory.swappiness']);
  await limitGroup({ version: 1, controllers: ['memory'], root: '' }, dir, { memoryMb: 1, cpuShare: 1 });
  expect(await read(dir, 'memory.swappiness')).toBe('0');
});

it('writes the limits of a group of version 2 for the controllers that are available', async () => {
  const dir = await fakeGroup(['memory.max', 'memory.swap.max', 'memory.oom.group', 'cpu.max', 'cpu.weight']);
  await limitGroup({ version: 2, controllers: ['memory', 'cpu'], root: '' }, dir, { memoryMb: 2, cpuShare: 1.5 });
  expect(await read(dir, 'memory.max')).toBe('2097152');
  expect(await read(dir, 'memory.swap.max')).toBe('0');
  expect(await read(dir, 'memory.oom.group')).toBe('1');
  expect(await read(dir, 'cpu.max')).toBe('150000 100000');
  expect(await read(dir, 'cpu.weight')).toBe('100');
  const memoryOnly = await fakeGroup(['memory.max', 'memory.oom.group']);
  await limitGroup({ version: 2, controllers: ['memory'], root: '' }, memoryOnly, { memoryMb: 2, cpuShare: 1 });
  expect(await read(memoryOnly, 'memory.max')).toBe('2097152');
});

it('fails where a limit cannot be written', async () => {
  const dir = await fakeGroup([]);
  await expect(
    limitGroup({ version: 2, controllers: ['memory'], root: '' }, dir, { memoryMb: 2, cpuShare: 1 }),
  ).rejects.toMatchObject({ code: 'ENOENT' });
});

it('marks the top group of a namespace, which a container may empty', () => {
  const mounts = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nsdelegate 0 0\n';
  expect(cgroupTrees(mounts, '0::/\n').map(({ isNamespaceTop }) => isNamespaceTop)).toEqual([true]);
  expect(cgroupTrees(mounts, '0::/a\n').map(({ isNamespaceTop }) => isNamespaceTop)).toEqual([undefined, undefined]);
});

/** The tree of version 2, which is mounted without controllers where version 1 has them. */
const unified = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((dir) => existsSync(join(dir, 'cgroup.controllers')));

it.skipIf(!unified || process.getuid?.() !== 0)('moves the processes of a group to another', async () => {
  const group = join(unified ?? '', `zerobooth-test-${process.pid}`);
  await mkdir(group);
  const child = spawn('sleep', ['60']);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await removeGroupTree(group);
  });
  await writeFile(join(group, 'cgroup.procs'), String(child.pid));
  await moveProcesses(group, join(group, 'rest'));
  expect(await read(group, 'cgroup.procs')).toBe('');
  expect(await read(group, 'rest/cgroup.procs')).toBe(`${child.pid}\n`);
});

it("reads the kernel's counters of both versions", async () => {
  const one = await fakeGroup([]);
  await writeFile(join(one, 'memory.oom_control'), 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n');
  await writeFile(join(one, 'memory.max_usage_in_bytes'), '3145728\n');
  const two = await fakeGroup([]);
  await writeFile(join(two, 'memory.events'), 'low 0\nmax 7\noom 1\noom_kill 0\n');
  await writeFile(join(two, 'memory.peak'), '1048576\n');
  expect([one, two, join(two, 'none')].map(hadOutOfMemoryKill)).toEqual([true, false, false]);
  expect([one, two, join(two, 'none')].map(groupPeakMb)).toEqual([3, 1, 0]);
});

it('removes a tree of groups from its leaves', async () => {
  const dir = await fakeGroup([]);
  await mkdir(join(dir, 'host', 'one'), { recursive: true });
  await mkdir(join(dir, 'host', 'two'));
  await removeGroupTree(join(dir, 'host'));
  await expect(readFile(join(dir, 'host'))).rejects.toMatchObject({ code: 'ENOENT' });
});

it('adds up the memory of a process and its descendants from the table of ps', () => {
  const table = '    1     0   1000\n   10     1   2048\n   11    10   1024\n   12    11   1024\n   13     1   9999\n';
  const found = footprintsFromTable(table, [10, 12, 99]);
  expect([...found]).toEqual([
    [10, { residentMb: 4, heldMb: 4, peakMb: 4 }],
    [12, { residentMb: 1, heldMb: 1, peakMb: 1 }],
  ]);
});

it.skipIf(!hasProc)('reads the footprint of a process from /proc', () => {
  const footprint = readFootprint(process.pid);
  expect(footprint?.residentMb).toBeGreaterThan(10);
  expect(footprint?.peakMb).toBeGreaterThanOrEqual(footprint?.residentMb ?? 0);
  // Without the pages of Node's own file.
  expect(footprint?.heldMb).toBeGreaterThan(10);
  expect(footprint?.heldMb).toBeLessThan(footprint?.residentMb ?? 0);
  expect(readFootprint(2 ** 22 + 1)).toBeUndefined();
});

it('gives its enforcement with a reason, and uses the watchdog when it is chosen', async () => {
  const automatic = await openQuota();
  expect(automatic.enforcement.reason).not.toBe('');
  expect(automatic.enforcement.memory).toMatch(/^(cgroup-v1|cgroup-v2|watched)$/);
  await automatic.close();
  const watched = await openQuota('watched');
  expect(watched.enforcement).toMatchObject({ memory: 'watched', cpu: 'none' });
  await watched.close();
});

it('takes at most 80 % of the memory as the default budget', () => {
  expect(defaultMemoryBudgetMb()).toBeGreaterThan(0);
  expect(defaultMemoryBudgetMb()).toBeLessThanOrEqual((totalmem() / 2 ** 20) * 0.8);
});

it.skipIf(spawnSync('ps', ['-A']).status !== 0)('reads the footprint of processes from ps', async () => {
  const found = await listFootprints([process.pid, 2 ** 22 + 1]);
  expect([...found.keys()]).toEqual([process.pid]);
  expect(found.get(process.pid)?.residentMb).toBeGreaterThan(10);
});
