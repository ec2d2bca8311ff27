/**
 * Quotas by Linux control groups: each instance gets a group of its own in `zerobooth/<this host>/`, and the kernel limits
 * its memory and CPU time. A trial finds the version that works on this machine; quota.ts falls back where none does.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processTag } from '../../files/process-tag.ts';
import {
  type CgroupTree,
  type Controller,
  groupPeakMb,
  hadOutOfMemoryKill,
  limitGroup,
  moveProcesses,
  removeGroup,
  removeGroupTree,
} from './cgroup-files.ts';
import { ancestorsOf } from './cgroup-tree.ts';
import { readFootprint } from './footprint.ts';
import type { Confinement, Enforcement, Limits, Quota } from './limits.ts';

const run = promisify(execFile);
/** Name of the group that holds the groups of all hosts on this machine. */
const sharedGroup = 'zerobooth';
/** Name of the group to which a container's other processes are moved. */
const restGroup = 'zerobooth-rest';
const allControllers: readonly Controller[] = ['memory', 'cpu'];

/**
 * Returns the trees to try, best first. Version 1 has one tree for each controller, used at its visible top. Version 2 has
 * one tree; our own group and its ancestors are tried in it, nearest first.
 * @param mounts text of /proc/mounts. @param ownGroups text of /proc/self/cgroup.
 */
export function cgroupTrees(mounts: string, ownGroups: string): CgroupTree[] {
  return mounts.split('\n').flatMap((line): CgroupTree[] => {
    const [, root = '', type, flags = ''] = line.split(' ');
    const controllers = allControllers.filter((controller) => flags.split(',').includes(controller));
    if (type === 'cgroup' && controllers.length > 0) return [{ version: 1, controllers, root }];
    if (type !== 'cgroup2') return [];
    const isNamespaceTop = /^0::\/$/m.test(ownGroups);
    return ancestorsOf(root, ownGroups, '').map((dir) => {
      return { version: 2, controllers: allControllers, root: dir, ...(isNamespaceTop && { isNamespaceTop }) };
    });
  });
}

/** Opens the quota of this host. @returns the quota, or the reason why control groups cannot limit memory here. */
export async function openCgroups(): Promise<Quota | string> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '');
  const trees = cgroupTrees(await read('/proc/mounts'), await read('/proc/self/cgroup'));
  const host = `${processTag(process.pid)}.${randomBytes(4).toString('hex')}`;
  const chosen: CgroupTree[] = [];
  const refusals: string[] = [];
  for (const tree of trees) {
    const controllers = tree.controllers.filter((one) => !chosen.some((other) => other.controllers.includes(one)));
    if (controllers.length === 0) continue;
    // Tried twice, because another host that ends at this moment may remove the shared group in between.
    const wanted = { ...tree, controllers };
    const tried = (await tryTree(wanted, host)) ?? (await tryTree(wanted, host, refusals));
    if (tried) chosen.push(tried);
  }
  if (chosen.some(({ controllers }) => controllers.includes('memory'))) return cgroupQuota(chosen, host);
  await closeTrees(chosen, host);
  return refusals.join('; ') || 'none is mounted';
}

/** Makes a group, limits it, starts a shell that enters it, and removes it. @returns undefined when a step fails. */
async function tryTree(wanted: CgroupTree, host: string, refusals?: string[]): Promise<CgroupTree | undefined> {
  const group = join(wanted.root, sharedGroup, host, 'trial');
  try {
    const tree = await prepareHostGroup(wanted, host);
    await mkdir(group);
    await limitGroup(tree, group, { memoryMb: 256, cpuShare: 1 });
    await run('/bin/sh', ['-c', 'echo $$ > "$1"', 'sh', join(group, 'cgroup.procs')]);
    await removeGroup(group);
    return tree;
  } catch (error) {
    await closeTrees([wanted], host);
    refusals?.push(`${wanted.root}: ${(error as NodeJS.ErrnoException).code ?? error}`);
    return undefined;
  }
}

/** Makes the group of this host and removes those of hosts that have ended. @returns the tree with what it can limit. */
async function prepareHostGroup(wanted: CgroupTree, host: string): Promise<CgroupTree> {
  const sharedDir = join(wanted.root, sharedGroup);
  await mkdir(join(sharedDir, host), { recursive: true });
  for (const { name } of (await readdir(sharedDir, { withFileTypes: true })).filter((one) => one.isDirectory())) {
    if (!name.startsWith(`${processTag(Number.parseInt(name, 10))}.`)) await removeGroupTree(join(sharedDir, name));
  }
  if (wanted.version === 1) return wanted;
  // Ordinary users often get the memory controller without the one for CPU time.
  const available = (await readFile(join(wanted.root, 'cgroup.controllers'), 'utf8')).trim().split(' ');
  const controllers = wanted.controllers.filter((controller) => available.includes(controller));
  for (const dir of [wanted.root, sharedDir, join(sharedDir, host)]) {
    const path = join(dir, 'cgroup.subtree_control');
    const enabled = (await readFile(path, 'utf8')).trim().split(' ');
    const missing = controllers.filter((controller) => !enabled.includes(controller));
    const enable = () => writeFile(path, missing.map((one) => `+${one}`).join(' '), { flag: 'r+' });
    if (missing.length > 0) await enable().catch((error) => makeRoom(error, wanted, dir).then(enable));
  }
  if (!controllers.includes('memory')) throw new Error('it has no memory controller');
  return { ...wanted, controllers };
}

/**
 * Moves the processes of a container to a group below its own, because a group of version 2 that has processes cannot share
 * out its limits. Only the top group of a namespace belongs to the container.
 * @throws the given error for any other group.
 */
async function makeRoom(
  error: NodeJS.ErrnoException,
  { root, isNamespaceTop }: CgroupTree,
  dir: string,
): Promise<void> {
  if (error.code !== 'EBUSY' || dir !== root || !isNamespaceTop) throw error;
  await moveProcesses(dir, join(dir, restGroup));
}

async function closeTrees(trees: readonly CgroupTree[], host: string): Promise<void> {
  for (const { root } of trees) {
    await removeGroupTree(join(root, sharedGroup, host));
    // Fails while another host has groups in it, which then removes it.
    await rmdir(join(root, sharedGroup)).catch(() => undefined);
  }
}

function cgroupQuota(trees: readonly CgroupTree[], host: string): Quota {
  return {
    enforcement: describe(trees),
    confine: async (instanceId, limits) => {
      const groups = trees.map((tree) => ({ tree, group: join(tree.root, sharedGroup, host, instanceId) }));
      for (const { tree, group } of groups) {
        await mkdir(group);
        await limitGroup(tree, group, limits);
      }
      return confinement(
        groups.map(({ group }) => group),
        limits,
      );
    },
    close: () => closeTrees(trees, host),
  };
}

function describe(trees: readonly CgroupTree[]): Enforcement {
  const version = (controller: Controller) => {
    const tree = trees.find(({ controllers }) => controllers.includes(controller));
    return tree && (`cgroup-v${tree.version}` as const);
  };
  const roots = [...new Set(trees.map(({ root }) => root))].join(' and ');
  const cpu = version('cpu') ?? 'none';
  const reason = `control groups under ${roots}${cpu === 'none' ? '; CPU time is not limited' : ''}`;
  return { memory: version('memory') ?? 'watched', cpu, reason };
}

function confinement(groups: readonly string[], limits: Limits): Confinement {
  let pid: number | undefined;
  let peakMb = 0;
  let outOfMemory = false;
  return {
    joinPaths: groups.map((group) => join(group, 'cgroup.procs')),
    attach: (child) => {
      pid = child;
    },
    // The maximum of the group also counts the page cache of every file that it read first. It is used only for a process
    // that ended before its own peak was read.
    peakMb: () => {
      peakMb = Math.max(peakMb, pid === undefined ? 0 : (readFootprint(pid)?.peakMb ?? 0));
      return outOfMemory ? limits.memoryMb : peakMb || Math.max(...groups.map(groupPeakMb));
    },
    wasOutOfMemory: () => {
      outOfMemory ||= groups.some(hadOutOfMemoryKill);
      return outOfMemory;
    },
    release: async () => {
      pid = undefined;
      await Promise.all(groups.map(removeGroup));
    },
  };
}
