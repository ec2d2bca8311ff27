/** What building and running images needs of the machine, and what of it is missing here. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Program, and the Debian package that has it. */
const tools = {
  buildah: 'buildah',
  crun: 'crun',
  debootstrap: 'debootstrap',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  ip: 'iproute2',
  tar: 'tar',
} as const;

/** One phrase for each thing that is missing; none: images can be built and run here. */
export async function missingTools(): Promise<readonly string[]> {
  const missing: string[] = [];
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) missing.push('Linux on x64 or arm64');
  if (process.getuid?.() !== 0) missing.push('root');
  const packages = new Set<string>();
  for (const [name, debianPackage] of Object.entries(tools)) {
    if (!(await isOnPath(name))) packages.add(debianPackage);
  }
  if (packages.size > 0) missing.push(`the programs of \`apt-get install ${[...packages].join(' ')}\``);
  return missing;
}

async function isOnPath(name: string): Promise<boolean> {
  const found = (process.env.PATH ?? '').split(delimiter).map((dir) =>
    access(join(dir, name), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(found)).includes(true);
}
