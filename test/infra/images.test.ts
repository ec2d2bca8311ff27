/**
 * The Dockerfiles, as far as text can tell: the model layer depends on no more than preparing models needs, the images
 * hold every package that the bundles load, and everything copied is in the build context.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { optionalFunctions, pictureFunctions } from '../../core/functions.ts';
import manifest from '../../layers/model/manifest.json' with { type: 'json' };
import { copiedBy, inputsOf, isCopied, packagesOf, stagesOf, tagPatterns } from './dockerfile.ts';
import { assetFiles, imageBuilds, projectDir } from './synthesised.ts';

/** The one of all functions with networks. */
const networkFile = 'functions/image.Dockerfile';
const composeFile = 'functions/compose/image.Dockerfile';

/** Returns the line of a Dockerfile that names the base image, and its tag. */
const baseOf = (file: string): readonly string[] => {
  const text = readFileSync(join(projectDir, file), 'utf8');
  return [...text.matchAll(/^ARG BASE=public\.ecr\.aws\/lambda\/nodejs:(\S+)$/gm)].flat();
};

test('only code that prepares models can change the model layer', async () => {
  const copied = copiedBy(stagesOf(networkFile).models);
  const needed = await inputsOf('layers/model/prepare-image.ts');
  expect(needed.filter((path) => !isCopied(copied, path))).toEqual([]);
  expect(copied.filter((entry) => entry !== 'layers/model' && !needed.includes(entry))).toEqual([]);
});

describe.each([
  [networkFile, ['sharp', 'onnxruntime-node', 'libheif-js', '@cwasm/nsbmp']],
  [composeFile, ['sharp']],
])('%s', (file, roots) => {
  const stages = stagesOf(file);

  test('has the packages that its bundle loads, with theirs, and no others', () => {
    const lock = JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8'));
    // Only the install scripts of onnxruntime-node load these, and no script is run.
    const forInstalling = new Set(['adm-zip', 'global-agent']);
    const wanted = new Set<string>();
    const visit = (id: string) => {
      if (wanted.has(id) || forInstalling.has(id)) return;
      wanted.add(id);
      Object.keys(lock.packages[`node_modules/${id}`].dependencies ?? {}).forEach(visit);
    };
    roots.forEach(visit);
    wanted.add('@img/sharp-linux-x64').add('@img/sharp-libvips-linux-x64');
    expect(packagesOf(stages.packages.filter((line) => line.startsWith('RUN')))).toEqual(wanted);
  });

  test('copies everything that building its bundle imports', async () => {
    const copied = copiedBy(stages.bundles);
    const needed = await inputsOf('build/functions.ts');
    expect(needed.filter((path) => !isCopied(copied, path))).toEqual([]);
  });

  test('the builder says for which processor its packages are; what it does not say is not guessed', () => {
    const [, line] = stages.packages.filter((instruction) => /^(ARG|RUN)/.test(instruction));
    expect(stages.packages).toContain('ARG TARGETARCH');
    const choose = (machine: string) => {
      const script = `${line.replace(/^RUN /, '').split(' && npm ci ')[0]} && echo "for ${'$'}{cpu}"`;
      const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
        ...{ encoding: 'utf8', env: { ...process.env, TARGETARCH: machine } },
      });
      return { status, said: (stdout + stderr).trim() };
    };
    expect([choose('amd64').said, choose('arm64').said]).toEqual(['for x64', 'for arm64']);
    expect(choose('')).toEqual({
      status: 1,
      said: "TARGETARCH must be amd64 or arm64; it is ''. BuildKit sets it, others need --build-arg TARGETARCH=...",
    });
    expect(choose('riscv64').status).toBe(1);
  });

  test('ends on the base image, whose name can be given, with nothing but finished layers', () => {
    expect(stages.final[0]).toMatch(/^FROM \$\{BASE\}$/);
    expect(stages.final.filter((line) => /^(RUN|ADD|USER|ENTRYPOINT)/.test(line))).toEqual([]);
    expect(copiedBy(stages.final)).toEqual([]);
    expect(stages.final.at(-1)).toBe('CMD ["handler.handler"]');
    // A dated tag never changes; all images have the same, and Renovate's rule understands it.
    const [, tag, ...others] = baseOf(file);
    expect(others).toEqual([]);
    expect(baseOf(composeFile)[1]).toBe(tag);
    const patterns = tagPatterns('public.ecr.aws/lambda/nodejs');
    expect(patterns).toHaveLength(1);
    expect(tag).toMatch(patterns[0]);
  });

  test('every layer is read-only', () => {
    const layers = stages.final.flatMap((line) => /--from=(\w+)/.exec(line)?.[1] ?? []);
    for (const layer of layers) expect(stages[layer].join(' ')).toMatch(/chmod -R a-w,a\+rX|install --mode=444/);
  });
});

test('compose has neither model nor onnxruntime; the others have its telemetry off', () => {
  const compose = readFileSync(join(projectDir, composeFile), 'utf8');
  expect(compose.replaceAll(/^#.*$/gm, '')).not.toMatch(/onnx|model/);
  expect(stagesOf(networkFile).final).toContain('ENV ORT_DISABLE_TELEMETRY=1');
});

test('every function that may be added has a folder with a handler, and default models for its tasks', () => {
  const lines = pictureFunctions.filter(({ name }) => optionalFunctions.includes(name));
  const tasks = new Set(manifest.models.filter((model) => 'default' in model && model.default).map(({ task }) => task));
  for (const { name, models } of lines) {
    expect(existsSync(join(projectDir, 'functions', name, 'handler.ts')), name).toBe(true);
    for (const task of models) expect(tasks).toContain(task);
  }
});

test.each([
  ['x86_64', 'linux/amd64'],
  ['arm64', 'linux/arm64'],
])('for %s the builder is told %s, and nothing that beats what it makes of it', (architecture, platform) => {
  const builds = imageBuilds({ architecture, also: 'objects' });
  expect(Object.keys(builds).sort()).toEqual(['compose', 'matting', 'objects']);
  expect(builds.compose.dockerFile).toBe(composeFile);
  // The networks of its line and no others.
  for (const { name, models } of pictureFunctions.filter((of) => ['matting', 'objects'].includes(of.name))) {
    expect(builds[name].dockerFile).toBe(networkFile);
    expect(builds[name].dockerBuildArgs).toEqual({ FUNCTION: name, MODEL_TASKS: models.join(' ') });
  }
  const ours = ['FUNCTION', 'MODEL_TASKS'];
  for (const { platform: told, dockerBuildArgs = {} } of Object.values(builds)) {
    expect(told).toBe(platform);
    expect(Object.keys(dockerBuildArgs).filter((name) => !ours.includes(name))).toEqual([]);
  }
});

test('with clear licences the builder prepares no other models', () => {
  const builds = imageBuilds({ licence: 'clear', also: 'tags' });
  for (const name of ['matting', 'tags']) expect(builds[name].dockerBuildArgs).toMatchObject({ LICENCE: 'clear' });
});

test('another matting model takes the place of the usual one', () => {
  expect(imageBuilds({ modelId: 'u2netp' }).matting.dockerBuildArgs).toMatchObject({ MODEL_ID: 'u2netp' });
});

describe('the build context', () => {
  let files: readonly string[];
  beforeAll(() => {
    files = assetFiles((dir) => existsSync(join(dir, 'package-lock.json')));
  });

  test('holds everything that is copied', () => {
    const copied = [composeFile, networkFile].flatMap((file) => Object.values(stagesOf(file)).flatMap(copiedBy));
    expect(copied.filter((entry) => !files.includes(entry))).toEqual([]);
  });

  test('holds nothing else, so that other edits neither slow the build nor make a new image', () => {
    const top = new Set(files.map((path) => path.split('/')[0]));
    expect([...top].sort()).toEqual(
      [
        '.dockerignore',
        'core',
        'files',
        'functions',
        'layers',
        'build',
        'package-lock.json',
        'package.json',
        'tsconfig.json',
      ].sort(),
    );
    expect(files.filter((path) => path.startsWith('build/'))).toEqual(['build/functions.ts']);
    expect(files.filter((path) => /\.(onnx|data|raw|md)$/.test(path))).toEqual([]);
  });
});
