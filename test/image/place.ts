/**
 * Whether this place can build and run images at all: programs, rights, room, a Debian mirror, an npm registry. What is
 * missing here says nothing about the images, so image-test.ts skips them then; after this file only they can be wrong.
 */
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { ensureBaseImage, npmSettings } from './base-image.ts';
import { Buildah } from './buildah.ts';
import { runTool, type ToolOptions } from './run-tool.ts';

/** Program, and the Debian package that has it. */
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

/** What base and images take, and as much again. */
const roomGb = { overlay: 6, vfs: 30 } as const;

export interface Place {
  /** Storage of the images. */
  readonly cacheDir: string;
  /** For this run alone. */
  readonly scratch: string;
  readonly options: ToolOptions;
}

export interface Workshop extends Place {
  readonly buildah: Buildah;
  /** Tag of the base image. */
  readonly base: string;
  /** Lent to each RUN. */
  readonly volumes: readonly string[];
}

/** @returns all that building takes, tried out. @throws Error saying what this place lacks. */
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

/** Does with the base what the images need: a RUN that reaches npm's registry, and a cage. @throws Error when it fails. */
export async function tryOut({ buildah, base, volumes, scratch, options }: Workshop): Promise<void> {
  await buildah.run(base, ['npm', 'view', '--prefer-online', 'aws-lambda-ric', 'name'], volumes);
  const tmp = join(scratch, 'trial');
  await mkdir(tmp, { recursive: true });
  await buildah.mounted(base, async (root) => {
    const cage = [join(import.meta.dirname, 'cage.sh'), root, '/', '/var/lang/bin/node', '--version'];
    await runTool('unshare', inLonelyNetwork(cage), { ...options, env: { ...env, TMPDIR: tmp } });
  });
}

/** Arguments of `unshare` that run a command where there is no network but its own loopback. */
export function inLonelyNetwork(command: readonly string[], further: readonly string[] = []): readonly string[] {
  return ['--net', ...further, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command];
}

/** One phrase for each thing that is missing. */
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
