/**
 * `npm run image-test`: builds the functions' images on a stand-in for Lambda's base image, checks their sizes, and
 * makes photos with them under the conditions of Lambda: the stack's memory and CPU share, a read-only file system, an
 * unprivileged user, and no network except loopback. Images for the other processor are also built, and their native
 * files are checked. Then it builds the image of the whole studio and makes photos in a container of it.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, env, execPath, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { drawPreTrafficCutout } from '../../build/pre-traffic-cutout.ts';
import { drawPreTrafficPortrait } from '../../build/pre-traffic-portrait.ts';
import { readyFunctions, readyPage } from '../../build/ready-parts.ts';
import { type ImageBuild, imageBuilds } from '../infra/synthesised.ts';
import { Buildah, type Layer } from './buildah.ts';
import { type ImageName, imageNames, type MountedImages, stackOptions } from './image-studio.ts';
import { type Machine, machines, nativeFiles, ownMachine } from './machine.ts';
import type { PhotoRun } from './photo-run.ts';
import { inLonelyNetwork, openWorkshop, type Place, tryOut, type Workshop } from './place.ts';
import { describeImages, describeRun, type ImageSizes } from './report.ts';
import { runTool } from './run-tool.ts';
import { studioFailures } from './studio-image.ts';

const project = resolve(import.meta.dirname, '../..');
const tagOf = (name: ImageName, machine = ownMachine) =>
  `localhost/zerobooth-${name}:${machine === ownMachine ? 'test' : machine}`;

/** Time limits: several times what a slow machine needs. */
const boundMinutes = { base: 12, images: 20 } as const;

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    args: argv.slice(2),
    options: { cache: { type: 'string' }, verbose: { type: 'boolean' }, required: { type: 'boolean' } },
  });
  const scratch = await mkdtemp(join(tmpdir(), 'zerobooth-image-test-'));
  const onLine = (line: string) => void (values.verbose && stderr.write(`${line}\n`));
  const place: Place = {
    cacheDir: resolve(values.cache ?? join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'zerobooth-images')),
    scratch,
    options: { onLine, signal: within('base') },
  };
  try {
    const workshop = await timed('base image', () => openWorkshop(place)).catch(skip);
    if (!workshop) {
      interrupted.signal.throwIfAborted();
      return values.required ? 1 : 0;
    }
    const options = { onLine, signal: within('images') };
    const buildah = await Buildah.open(place.cacheDir, options);
    const failures = await testImages({ ...workshop, buildah, options });
    if (!failures) return values.required ? 1 : 0;
    for (const failure of failures) say(`FAILED: ${failure}`);
    say(failures.length > 0 ? `image-test: ${failures.length} failed` : 'image-test: passed');
    return failures.length > 0 ? 1 : 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Returns a signal that is aborted after the time limit of the part, or at SIGINT or SIGTERM. */
function within(part: keyof typeof boundMinutes): AbortSignal {
  const minutes = boundMinutes[part];
  const bound = new AbortController();
  setTimeout(() => bound.abort(new Error(`it was not done after ${minutes} minutes`)), minutes * 60_000).unref();
  return AbortSignal.any([bound.signal, interrupted.signal]);
}

/** Prints why the images were not tested. The reason is this machine, not the images. */
function skip(error: Error): undefined {
  const [first = '', ...rest] = error.message.trim().split('\n');
  say(`image-test: SKIPPED, because this place cannot build images: ${[first, ...rest.slice(-1)].join(' ')}`);
  for (const line of rest) stderr.write(`  ${line}\n`);
}

/**
 * Tests the images.
 * @returns one sentence for each failure, or undefined when this machine can no longer build images: then the images
 *   are not tested.
 */
async function testImages(workshop: Workshop): Promise<readonly string[] | undefined> {
  try {
    return await checkImages(workshop);
  } catch (error) {
    interrupted.signal.throwIfAborted();
    if (!workshop.options.signal?.aborted) {
      const isFit = await tryOut(workshop).then(() => true, skip);
      if (!isFit) return undefined;
    }
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function checkImages(workshop: Workshop): Promise<readonly string[]> {
  await timed('bundles and page', buildProject);
  for (const name of imageNames) await timed(`${name} image`, () => buildImage(workshop, name, project, tagOf(name)));
  const misfits = await timed('images for other processors', () => machineFailures(workshop));
  const layers = await layersOf(workshop);
  const sizes = describeImages(layers);
  say(sizes.text);
  const edited = await timed('matting image after an edit', () => layersAfterEdit(workshop));
  const run = await timed('photos', () => runPhotos(workshop));
  say(describeRun(run));
  const failures = [...misfits, ...sizes.failures, ...editFailures(layers.matting, edited)];
  const ofStudio = await timed('image of the studio', () => studioFailures(workshop, say)).catch((error: Error) => {
    // What was found before is reported all the same.
    if (!interrupted.signal.aborted) throw error;
    say(`image of the studio: SKIPPED, because the test was ${error.message}`);
    return [];
  });
  return [...failures, ...ofStudio];
}

/** Builds the other assets of the template, from which the functions' sizes and environment are read. */
async function buildProject(): Promise<void> {
  await readyFunctions();
  await Promise.all([readyPage(), drawPreTrafficPortrait(), drawPreTrafficCutout()]);
}

let builds: ReturnType<typeof imageBuilds> | undefined;
/** Returns what the stack tells the builder of an image. The functions must be built. */
function buildOf(name: ImageName): ImageBuild {
  builds ??= imageBuilds(stackOptions);
  return builds[name];
}

/**
 * Builds an image. A failed build is repeated once from the failed step, because a registry sometimes does not answer.
 */
async function buildImage(
  { buildah, base, volumes, options }: Workshop,
  name: ImageName,
  context: string,
  tag: string,
  machine = ownMachine,
) {
  const { dockerFile, dockerBuildArgs } = buildOf(name);
  const args = { ...dockerBuildArgs, BASE: base, TARGETARCH: machine };
  const build = () => buildah.build({ tag, dockerfile: join(context, dockerFile), context, args, volumes });
  await build().catch(async (error: Error) => {
    if (options.signal?.aborted) throw error;
    say(`${name} image: once more, because ${error.message}`);
    await build();
  });
}

/**
 * Builds the images for the other processor on the same base, without running them. Then checks the native files of the
 * functions in the images for both processors.
 * @returns one sentence for each failure.
 */
async function machineFailures(workshop: Workshop): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const machine of Object.keys(machines) as Machine[]) {
    for (const name of imageNames) {
      const tag = tagOf(name, machine);
      if (machine !== ownMachine) await buildImage(workshop, name, project, tag, machine);
      const files = await workshop.buildah.mounted(tag, (root) => nativeFiles(join(root, 'var/task')));
      const wrong = files.filter((file) => file.machine !== machine).map(({ path }) => path);
      say(`${name} for ${machine}: ${files.length - wrong.length} of ${files.length} native files are for it`);
      if (files.length === 0) failures.push(`${name} for ${machine} has no native files`);
      if (wrong.length > 0) failures.push(`${name} for ${machine} has files that are not for it: ${wrong.join(', ')}`);
    }
  }
  return failures;
}

/** Returns the layers that each image adds to the base. */
async function layersOf({ buildah, base }: Workshop): Promise<ImageSizes> {
  const below = (await buildah.layers(base)).length;
  const above = async (name: ImageName) => (await buildah.layers(tagOf(name))).slice(below);
  return { matting: await above('matting'), compose: await above('compose'), objects: await above('objects') };
}

/** Returns the layers above the base of an image of matting whose handler has one more line of code. */
async function layersAfterEdit(workshop: Workshop): Promise<readonly Layer[]> {
  const context = join(workshop.scratch, 'edited');
  const ours = [
    '.dockerignore',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'core',
    'files',
    'functions',
    'build',
  ];
  for (const entry of ours) await cp(join(project, entry), join(context, entry), { recursive: true });
  const store = join(project, 'layers/model/store');
  await cp(join(project, 'layers'), join(context, 'layers'), { recursive: true, filter: (path) => path !== store });
  const handler = join(context, 'functions/matting/handler.ts');
  await writeFile(handler, `${await readFile(handler, 'utf8')}\nexport const edited = ${JSON.stringify('an edit')};\n`);
  const tag = 'localhost/zerobooth-matting:edited';
  await buildImage(workshop, 'matting', context, tag);
  const below = (await workshop.buildah.layers(workshop.base)).length;
  return (await workshop.buildah.layers(tag)).slice(below);
}

function editFailures(before: readonly Layer[], after: readonly Layer[]): readonly string[] {
  const changed = before.map(({ digest }, at) => digest !== after[at]?.digest);
  const [models, packages, bundle] = changed;
  return [
    ...(changed.length === 3 && after.length === 3
      ? []
      : ['matting has other layers than models, packages and bundle']),
    ...(models || packages ? ['an edit of the code changed the layer of models or packages'] : []),
    ...(bundle ? [] : ['an edit of the code did not reach the image']),
  ];
}

/** Runs photo-run.ts in a process whose network has only the loopback interface. */
async function runPhotos({ buildah, scratch, options }: Workshop): Promise<PhotoRun> {
  const runWith = async (
    images: Partial<MountedImages>,
    [name, ...others]: readonly ImageName[],
  ): Promise<PhotoRun> => {
    if (name !== undefined) {
      const config = await buildah.config(tagOf(name));
      return buildah.mounted(tagOf(name), (root) => runWith({ ...images, [name]: { root, config } }, others));
    }
    const path = join(scratch, 'images.json');
    await writeFile(path, JSON.stringify(images));
    const program = [execPath, '--import', 'tsx', join(import.meta.dirname, 'photo-run.ts'), path];
    return JSON.parse(await runTool('unshare', inLonelyNetwork(program), options));
  };
  return runWith({}, imageNames);
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  say(`${what}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return result;
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}

/** The exit code of a program that SIGTERM ended. */
const terminated = 143;

exit(
  await main().catch((error: Error) => {
    if (!interrupted.signal.aborted) throw error;
    say(`image-test: ${error.message}`);
    return terminated;
  }),
);
