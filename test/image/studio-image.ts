/**
 * Tests the image of the whole studio (Dockerfile in the project's root): its size, its user, the native files for both
 * processors, and photos from a container under limits (container-run.ts). image-test.ts calls it.
 */
import { stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execPath } from 'node:process';
import { pictureFunctionTable } from '../../core/functions.ts';
import { userId } from './container.ts';
import type { ContainerRun } from './container-run.ts';
import { type Machine, machines, nativeFiles, ownMachine } from './machine.ts';
import { ensureNodeImage } from './node-image.ts';
import { inLonelyNetwork, type Workshop } from './place.ts';
import { describeContainers } from './report.ts';
import { runTool } from './run-tool.ts';

const project = resolve(import.meta.dirname, '../..');
const tagFor = (machine: Machine) => `localhost/zerobooth-studio:${machine}`;

/** Limit of the uncompressed layers above the base, in MB of 1,000,000 bytes. */
const limitMb = 350;

/** Builds and tests the image. @param say prints a line. @returns one sentence for each failure. */
export async function studioFailures(workshop: Workshop, say: (line: string) => void): Promise<readonly string[]> {
  const { buildah } = workshop;
  const failures: string[] = [];
  const node = await ensureNodeImage(buildah, workshop.base);
  for (const machine of Object.keys(machines) as Machine[]) {
    await buildStudio(workshop, node, machine);
    const files = await buildah.mounted(tagFor(machine), (root) => nativeFiles(join(root, 'opt/zerobooth')));
    const wrong = files.filter((file) => file.machine !== machine).map(({ path }) => path);
    say(`studio for ${machine}: ${files.length - wrong.length} of ${files.length} native files are for it`);
    if (files.length === 0) failures.push(`the studio for ${machine} has no native files`);
    if (wrong.length > 0) failures.push(`the studio for ${machine} has files that are not for it: ${wrong.join(', ')}`);
  }
  const above = (await buildah.layers(tagFor(ownMachine))).slice((await buildah.layers(node)).length);
  const sizeMb = above.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e6;
  say(`studio: ${sizeMb.toFixed(1)} MB above its base, of ${limitMb} MB`);
  if (sizeMb > limitMb)
    failures.push(`the studio is ${sizeMb.toFixed(1)} MB above its base; ${limitMb} MB are allowed`);
  const runs = await runContainers(workshop, failures);
  say(describeContainers(runs));
  return [...failures, ...runs.flatMap((run) => run.failures)];
}

/**
 * Builds the image with the first stages of the functions' images, which are the same. The tasks of matting are the default, and
 * are given so that buildah takes the stages for the same.
 */
function buildStudio({ buildah, base, volumes }: Workshop, node: string, machine: Machine): Promise<void> {
  return buildah.build({
    ...{ tag: tagFor(machine), dockerfile: join(project, 'Dockerfile'), context: project, volumes },
    ignoreFile: join(project, 'Dockerfile.dockerignore'),
    args: {
      BASE: node,
      BUILDER: base,
      TARGETARCH: machine,
      MODEL_TASKS: pictureFunctionTable.matting.models.join(' '),
    },
  });
}

/** Runs container-run.ts in a process whose network has only the loopback interface. */
async function runContainers(
  { buildah, scratch, options }: Workshop,
  failures: string[],
): Promise<readonly ContainerRun[]> {
  const tag = tagFor(ownMachine);
  const config = await buildah.config(tag);
  if (config.user !== 'node') failures.push(`the studio starts as ${config.user ?? 'root'}`);
  return buildah.mounted(tag, async (root) => {
    const { uid } = await stat(join(root, 'data'));
    if (uid !== userId) failures.push(`/data belongs to the user ${uid}`);
    const path = join(scratch, 'studio.json');
    await writeFile(path, JSON.stringify({ root, config }));
    const program = [execPath, '--import', 'tsx', join(import.meta.dirname, 'container-run.ts'), path];
    // crun accepts version 1 of control groups only where version 2 is not mounted beside it. It is unmounted for it alone.
    const script = 'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"';
    const inOneVersion = ['sh', '-c', script, 'sh', ...program];
    return JSON.parse(
      await runTool('unshare', inLonelyNetwork(inOneVersion, ['--mount', '--propagation', 'private']), options),
    );
  });
}
