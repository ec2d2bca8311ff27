import { cpus as listCpus, totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { allowedCpus, groupLimits, machineLimits } from '../../../../local/sandbox/machine-limits.ts';

const reader = (files: Readonly<Record<string, string>>) => (path: string) => files[path];
const machine = { memoryBytes: 16 * 2 ** 30, cpus: 8 };

/** A container of Docker on version 2: a namespace of its own, in which its group is the top. */
const docker = {
  '/proc/mounts': 'proc /proc proc rw 0 0\ncgroup /sys/fs/cgroup cgroup2 ro,nosuid,nsdelegate 0 0\n',
  '/proc/self/cgroup': '0::/\n',
};

it('reads memory.max and cpu.max of a container', () => {
  const read = reader({
    ...docker,
    '/sys/fs/cgroup/memory.max': '2147483648\n',
    '/sys/fs/cgroup/cpu.max': '150000 100000\n',
  });
  expect(groupLimits(read)).toEqual({ memoryBytes: 2 ** 31, cpus: 1.5 });
  expect(machineLimits(read, machine)).toEqual({ memoryMb: 2048, cpus: 1.5, limited: ['memory', 'CPU'] });
});

it('takes the whole machine where no group sets a limit', () => {
  const read = reader({ ...docker, '/sys/fs/cgroup/memory.max': 'max\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' });
  expect(machineLimits(read, machine)).toEqual({ memoryMb: 16384, cpus: 8, limited: [] });
  expect(machineLimits(reader({}), machine)).toEqual({ memoryMb: 16384, cpus: 8, limited: [] });
});

it('takes the lowest limit of our group and its ancestors', () => {
  const read = reader({
    '/proc/mounts': 'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n',
    '/proc/self/cgroup': '0::/machine.slice/zerobooth.service\n',
    '/sys/fs/cgroup/machine.slice/zerobooth.service/memory.max': '1073741824\n',
    '/sys/fs/cgroup/machine.slice/memory.max': '536870912\n',
    '/sys/fs/cgroup/machine.slice/zerobooth.service/cpu.max': '50000 100000\n',
    '/sys/fs/cgroup/machine.slice/cpu.max': 'max 100000\n',
  });
  expect(groupLimits(read)).toEqual({ memoryBytes: 2 ** 29, cpus: 0.5 });
});

it('reads version 1 on the machine, and in a container that shows its own group as the top', () => {
  const trees = {
    '/proc/mounts':
      'cgroup /sys/fs/cgroup/memory cgroup ro,memory 0 0\ncgroup /sys/fs/cgroup/cpu,cpuacct cgroup ro,cpu,cpuacct 0 0\n',
    '/proc/self/cgroup': '4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n0::/\n',
  };
  const files = (at: string) => ({
    [`/sys/fs/cgroup/memory${at}/memory.limit_in_bytes`]: '536870912\n',
    [`/sys/fs/cgroup/cpu,cpuacct${at}/cpu.cfs_quota_us`]: '25000\n',
    [`/sys/fs/cgroup/cpu,cpuacct${at}/cpu.cfs_period_us`]: '100000\n',
  });
  const unlimited = {
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
  };
  const limits = { memoryBytes: 2 ** 29, cpus: 0.25 };
  expect(groupLimits(reader({ ...trees, ...unlimited, ...files('/docker/abc') }))).toEqual(limits);
  expect(groupLimits(reader({ ...trees, ...files('') }))).toEqual(limits);
  expect(machineLimits(reader({ ...trees, ...unlimited }), machine).limited).toEqual([]);
});

it('counts the CPUs of the cpuset', () => {
  const withList = (list: string) =>
    allowedCpus(reader({ '/proc/self/status': `Cpus_allowed:\tff\nCpus_allowed_list:\t${list}\n` }));
  expect(['0', '0-7', '0-1,4,6-7'].map(withList)).toEqual([1, 8, 5]);
  expect(allowedCpus(reader({}))).toBeUndefined();
});

it('never gives more than this machine has', () => {
  const { memoryMb, cpus } = machineLimits();
  expect(memoryMb).toBeGreaterThan(0);
  expect(memoryMb).toBeLessThanOrEqual(totalmem() / 2 ** 20);
  expect(cpus).toBeGreaterThan(0);
  expect(cpus).toBeLessThanOrEqual(listCpus().length);
});
