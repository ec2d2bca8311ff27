/**
 * `npm run image-test`: builds the functions' images on a stand-in for Lambda's base, as `cdk deploy` builds them on the
 * real one, holds them to their sizes, and gets finished photos out of them under Lambda's conditions: the stack's memory
 * and CPU share, a read-only file system, an ordinary user, no network but loopback.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { ensureBaseImage, npmSettings } from './base-image.ts';
import { Buildah, type Layer, runTool } from './buildah.ts';
import { type ImageName, imageNames } from './image-studio.ts';
import type { PhotoRun } from './photo-run.ts';
import { describeImages, describeRun, type ImageSizes } from './report.ts';
import { missingTools } from './tools.ts';

const project = resolve(import.meta.dirname, '../..');
const tagOf = (name: ImageName) => `localhost/zerobooth-${name}:test`;

interface Workshop {
  readonly buildah: Buildah;
  readonly base: string;
  readonly scratch: string;
  readonly volumes: readonly string[];
  readonly onLine: (line: string) => void;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    args: argv.slice(2),
    options: { cache: { type: 'string' }, verbose: { type: 'boolean' } },
  });
  const missing = await missingTools();
  if (missing.length > 0) {
    say(`image-test: skipped. It needs ${missing.join(', ')}.`);
    return 0;
  }
  const cache = resolve(
    values.cache ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'zerobooth-images'),
  );
  const scratch = await mkdtemp(join(tmpdir(), 'zerobooth-image-test-'));
  const onLine = (line: string) => void (values.verbose && stderr.write(`${line}\n`));
  try {
    const buildah = await Buildah.open(cache);
    const volumes = await npmSettings(scratch);
    const base = await timed('base image', () => ensureBaseImage(buildah, scratch, volumes, onLine));
    const failures = await testImages({ buildah, base, scratch, volumes, onLine });
    for (const failure of failures) say(`FAILED: ${failure}`);
    say(failures.length > 0 ? `image-test: ${failures.length} failed` : 'image-test: passed');
    return failures.length > 0 ? 1 : 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @returns one sentence for each promise that is broken. */
async function testImages(workshop: Workshop): Promise<readonly string[]> {
  for (const name of imageNames) await timed(`${name} image`, () => buildImage(workshop, name, project, tagOf(name)));
  const layers = await layersOf(workshop, tagOf);
  const sizes = describeImages(layers);
  say(sizes.text);
  const edited = await timed('matting image after an edit', () => layersAfterEdit(workshop));
  const run = await runPhotos(workshop.buildah);
  say(describeRun(run));
  return [...sizes.failures, ...editFailures(layers.matting, edited)];
}

async function buildImage({ buildah, base, volumes, onLine }: Workshop, name: ImageName, context: string, tag: string) {
  const dockerfile = join(context, 'functions', name, 'Dockerfile');
  await buildah.build({ tag, dockerfile, context, args: { BASE: base }, volumes, onLine });
}

/** What each image adds to the base. */
async function layersOf({ buildah, base }: Workshop, tag: (name: ImageName) => string): Promise<ImageSizes> {
  const below = (await buildah.layers(base)).length;
  const above = async (name: ImageName) => (await buildah.layers(tag(name))).slice(below);
  return { matting: await above('matting'), compose: await above('compose') };
}

/** The layers above the base when every file of matting's and compose's own code has one more line. */
async function layersAfterEdit(workshop: Workshop): Promise<readonly Layer[]> {
  const context = join(workshop.scratch, 'edited');
  const ours = [
    '.dockerignore',
    '.npmrc',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'core',
    'functions',
    'local',
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

/** In a process whose network has nothing but its own loopback. */
async function runPhotos(buildah: Buildah): Promise<PhotoRun> {
  const [matting, compose] = imageNames.map(tagOf);
  const configs = { matting: await buildah.config(matting), compose: await buildah.config(compose) };
  return buildah.mounted(matting, (mattingRoot) =>
    buildah.mounted(compose, async (composeRoot) => {
      const images = {
        matting: { root: mattingRoot, config: configs.matting },
        compose: { root: composeRoot, config: configs.compose },
      };
      const program = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'photo-run.ts')];
      const inside = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...program, JSON.stringify(images)];
      return JSON.parse(await runTool('unshare', ['--net', ...inside]));
    }),
  );
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

exit(await main());
