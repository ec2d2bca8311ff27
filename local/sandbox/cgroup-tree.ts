/** Finds the folders of this process's own control groups in a mounted tree. */
import { join } from 'node:path';

/**
 * Returns the folders of our own group and of its ancestors in a tree, our own first. In a container or a namespace only the
 * root of the mount may exist; the others are returned all the same.
 * @param mount the root of the tree. @param ownGroups text of /proc/self/cgroup.
 * @param controller name of a controller of version 1; empty: the tree of version 2.
 */
export function ancestorsOf(mount: string, ownGroups: string, controller: string): string[] {
  const segments = pathOf(ownGroups, controller).split('/').filter(Boolean);
  // A path that leads out of the namespace (`/../..`) cannot be reached from here.
  if (segments.includes('..')) return [mount];
  return Array.from({ length: segments.length + 1 }, (_, up) =>
    join(mount, ...segments.slice(0, segments.length - up)),
  );
}

function pathOf(ownGroups: string, controller: string): string {
  for (const line of ownGroups.split('\n')) {
    const [, names = '', path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path !== undefined && names.split(',').includes(controller)) return path;
  }
  return '/';
}
