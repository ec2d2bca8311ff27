/**
 * Checks whether this machine can build and run images: programs, rights, disk space, a Debian mirror and an npm
 * registry. When something is missing, image-test.ts skips the test, because the images themselves may be right.
 */
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { ensureBaseImage, npmSettings } from './base-image.ts';
import { Buildah } from './buildah.ts';
import { runTool, type ToolOptions } from './run-tool.ts';

/** Each program with its Debian package. */
const tools = {
  buildah: 'buildah',
  crun: 'crun',
  debootstrap: 'debootstrap',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  ip: 'iproute2',
  tar: 'tar',
  xz: 'xz-utils',
  cmake: 'cmake',
  make: 'make',
  'g++': 'g++',
  python3: 'python3',
} as const;

/** Twice the size of the base image and the images, by storage driver. */
const roomGb = { overlay: 6, vfs: 30 } as const;

export interface Place {
  /** The folder for the storage of the images. */
  readonly cacheDir: string;
  /** A folder for this run only. */
  readonly scratch: string;
  readonly options: ToolOptions;
}

export interface Workshop extends Place {
  readonly buildah: Buildah;
  /** Tag of the base image. */
  readonly base: string;
  /** Volumes for each RUN. */
  readonly volumes: readonly string[];
}

/** Prepares everything that the builds need, and tests it. @throws Error that names what is missing. */
export async function openWorkshop(place: Place): Promise<Workshop> {
  const { cacheDir, scratch, options } = place;
  const missing = await missingTools();
  if (missing.length > 0) throw new Error(`it lacks ${missing.join(', ')}`);
  await runTool('unshare', inLonelyNetwork(['mount', '-t', 'tmpfs', 'trial', '/mnt'], ['--mount']), options);
  const buildah = await Buildah.open(cacheDir, options);
  const { bavail, bsize } = await statfs(cacheDir);
  const neededGb = roomGb[buildah.driver];
  if (bavail * bsize < neededGb * 1e9) throw new Error(`less than ${neededGb} GB are free in ${cacheDir}`);
  const volumes = await npmSettings(scratch);
  const base = await ensureBaseImage(buildah, scratch, options);
  const workshop = { ...place, buildah, base, volumes };
  await tryOut(workshop);
  return workshop;
}

/** Tests the base image: RUN must reach the npm registry, and cage.sh must start. @throws Error when one fails. */
export async function tryOut({ buildah, base, volumes, scratch, options }: Workshop): Promise<void> {
  await buildah.run(base, ['npm', 'view', '--prefer-online', 'aws-lambda-ric', 'name'], volumes);
  const tmp = join(scratch, 'trial');
  await mkdir(tmp, { recursive: true });
  await buildah.mounted(base, async (root) => {
    const cage = [join(import.meta.dirname, 'cage.sh'), root, '/', '/var/lang/bin/node', '--version'];
    await runTool('unshare', inLonelyNetwork(cage), { ...options, env: { ...env, TMPDIR: tmp } });
  });
}

/** Returns the arguments of `unshare` that run a command with only a loopback interface. */
export function inLonelyNetwork(command: readonly string[], further: readonly string[] = []): readonly string[] {
  return ['--net', ...further, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command];
}

/** Returns one phrase for each missing requirement. */
async function missingTools(): Promise<readonly string[]> {
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
  const found = (env.PATH ?? '').split(delimiter).map((dir) =>
    access(join(dir, name), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(found)).includes(true);
}
