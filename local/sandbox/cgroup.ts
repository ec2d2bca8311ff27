/**
 * Quotas by Linux control groups: each instance gets a group of its own under `zerobooth/<this host>/`, and the kernel
 * holds it to its memory and CPU time. Which version works here is found by trying; quota.ts falls back where none does.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processTag } from '../../files/process-tag.ts';
import {
  type CgroupPlace,
  type Controller,
  countsOutOfMemoryKill,
  groupPeakMb,
  limitGroup,
  removeGroup,
  removeGroupTree,
} from './cgroup-files.ts';
import { readFootprint } from './footprint.ts';
import type { Confinement, Enforcement, Limits, Quota } from './limits.ts';

const run = promisify(execFile);
const family = 'zerobooth';
const allControllers: readonly Controller[] = ['memory', 'cpu'];

/**
 * Places worth trying, best first. Version 1 has one tree per controller, used at its visible top; version 2 has one
 * tree, in which the nearest ancestor of our own group that may hold groups is looked for.
 * @param mounts text of /proc/mounts. @param ownGroups text of /proc/self/cgroup.
 */
export function cgroupPlaces(mounts: string, ownGroups: string): CgroupPlace[] {
  return mounts.split('\n').flatMap((line): CgroupPlace[] => {
    const [, root = '', type, flags = ''] = line.split(' ');
    const controllers = allControllers.filter((controller) => flags.split(',').includes(controller));
    if (type === 'cgroup' && controllers.length > 0) return [{ version: 1, controllers, root }];
    if (type !== 'cgroup2') return [];
    return ancestors(root, ownGroups).map((dir) => ({ version: 2, controllers: allControllers, root: dir }));
  });
}

function ancestors(mount: string, ownGroups: string): string[] {
  const steps = (/^0::(.*)$/m.exec(ownGroups)?.[1] ?? '/').split('/').filter(Boolean);
  // A path that leads out of the namespace (`/../..`) cannot be seen from here.
  if (steps.includes('..')) return [mount];
  return Array.from({ length: steps.length + 1 }, (_, up) => join(mount, ...steps.slice(0, steps.length - up)));
}

/** @returns the quota, or in words why control groups do not hold memory here. */
export async function openCgroups(): Promise<Quota | string> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '');
  const places = cgroupPlaces(await read('/proc/mounts'), await read('/proc/self/cgroup'));
  const host = `${processTag(process.pid)}.${randomBytes(4).toString('hex')}`;
  const chosen: CgroupPlace[] = [];
  const refusals: string[] = [];
  for (const place of places) {
    const controllers = place.controllers.filter((one) => !chosen.some((other) => other.controllers.includes(one)));
    if (controllers.length === 0) continue;
    // Twice, because another host that just ended may have taken the family's folder away in between.
    const wanted = { ...place, controllers };
    const tried = (await tryPlace(wanted, host)) ?? (await tryPlace(wanted, host, refusals));
    if (tried) chosen.push(tried);
  }
  if (chosen.some(({ controllers }) => controllers.includes('memory'))) return cgroupQuota(chosen, host);
  await closePlaces(chosen, host);
  return refusals.join('; ') || 'none is mounted';
}

/** Goes the whole way once: makes a group, limits it, starts a shell that enters it, and takes it away again. */
async function tryPlace(wanted: CgroupPlace, host: string, refusals?: string[]): Promise<CgroupPlace | undefined> {
  const group = join(wanted.root, family, host, 'trial');
  try {
    const place = await prepareHostGroup(wanted, host);
    await mkdir(group);
    await limitGroup(place, group, { memoryMb: 256, cpuShare: 1 });
    await run('/bin/sh', ['-c', 'echo $$ > "$1"', 'sh', join(group, 'cgroup.procs')]);
    await removeGroup(group);
    return place;
  } catch (error) {
    await closePlaces([wanted], host);
    refusals?.push(`${wanted.root}: ${(error as NodeJS.ErrnoException).code ?? error}`);
    return undefined;
  }
}

/** Makes this host's group, takes away those of hosts that are gone, and says what can be limited in it. */
async function prepareHostGroup(wanted: CgroupPlace, host: string): Promise<CgroupPlace> {
  const familyDir = join(wanted.root, family);
  await mkdir(join(familyDir, host), { recursive: true });
  for (const { name } of (await readdir(familyDir, { withFileTypes: true })).filter((one) => one.isDirectory())) {
    if (!name.startsWith(`${processTag(Number.parseInt(name, 10))}.`)) await removeGroupTree(join(familyDir, name));
  }
  if (wanted.version === 1) return wanted;
  // Ordinary users are often lent the memory controller without the one for CPU time.
  const lent = (await readFile(join(wanted.root, 'cgroup.controllers'), 'utf8')).trim().split(' ');
  const controllers = wanted.controllers.filter((controller) => lent.includes(controller));
  for (const dir of [wanted.root, familyDir, join(familyDir, host)]) {
    const path = join(dir, 'cgroup.subtree_control');
    const passedOn = (await readFile(path, 'utf8')).trim().split(' ');
    const missing = controllers.filter((controller) => !passedOn.includes(controller));
    if (missing.length > 0) await writeFile(path, missing.map((one) => `+${one}`).join(' '), { flag: 'r+' });
  }
  if (!controllers.includes('memory')) throw new Error('has no memory controller');
  return { ...wanted, controllers };
}

async function closePlaces(places: readonly CgroupPlace[], host: string): Promise<void> {
  for (const { root } of places) {
    await removeGroupTree(join(root, family, host));
    // Fails while another host has groups there; the folder is theirs then.
    await rmdir(join(root, family)).catch(() => undefined);
  }
}

function cgroupQuota(places: readonly CgroupPlace[], host: string): Quota {
  return {
    enforcement: describe(places),
    confine: async (instanceId, limits) => {
      const inPlaces = places.map((place) => ({ place, group: join(place.root, family, host, instanceId) }));
      for (const { place, group } of inPlaces) {
        await mkdir(group);
        await limitGroup(place, group, limits);
      }
      return confinement(
        inPlaces.map(({ group }) => group),
        limits,
      );
    },
    close: () => closePlaces(places, host),
  };
}

function describe(places: readonly CgroupPlace[]): Enforcement {
  const version = (controller: Controller) => {
    const place = places.find(({ controllers }) => controllers.includes(controller));
    return place && (`cgroup-v${place.version}` as const);
  };
  const roots = [...new Set(places.map(({ root }) => root))].join(' and ');
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
    // The group's own maximum counts the page cache of every file the group was first to read as well; it must do only
    // for a process that is gone before it was ever looked at.
    peakMb: () => {
      peakMb = Math.max(peakMb, pid === undefined ? 0 : (readFootprint(pid)?.peakMb ?? 0));
      return outOfMemory ? limits.memoryMb : peakMb || Math.max(...groups.map(groupPeakMb));
    },
    wasOutOfMemory: () => {
      outOfMemory ||= groups.some(countsOutOfMemoryKill);
      return outOfMemory;
    },
    release: async () => {
      pid = undefined;
      await Promise.all(groups.map(removeGroup));
    },
  };
}
