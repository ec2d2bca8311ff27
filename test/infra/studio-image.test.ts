/**
 * The Dockerfile of the whole studio, as far as text can tell: it shares its first stages with the images of functions, holds
 * what the program needs, and starts as an ordinary user. `npm run image-test` builds and runs it.
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pictureFunctionTable } from '../../core/functions.ts';
import { copiedBy, inputsOf, isCopied, packagesOf, stagesOf, tagPatterns } from './dockerfile.ts';
import { projectDir } from './synthesised.ts';

const stages = stagesOf('Dockerfile');
const matting = stagesOf('functions/image.Dockerfile');
const read = (path: string) => readFileSync(join(projectDir, path), 'utf8');
const [, ...wanted] = read('Dockerfile.dockerignore').match(/^(\*|!.*)$/gm) ?? [];
const context = wanted.map((line) => line.slice(1));
const isInContext = (path: string) => isCopied(context, path);

test('tools and models are those of matting, so that a build of both makes them once', () => {
  expect(stages.tools.slice(1)).toEqual(matting.tools.slice(1));
  const byTasks = (stage: readonly string[]) => stage.filter((line) => !line.startsWith('ARG MODEL_TASKS='));
  expect(byTasks(stages.models)).toEqual(byTasks(matting.models));
  expect(stages.models).toContain(`ARG MODEL_TASKS="${pictureFunctionTable.matting.models.join(' ')}"`);
});

test('has the packages of matting and zod, chosen by the same rule for the processor', () => {
  const runs = (stage: readonly string[]) => stage.filter((line) => line.startsWith('RUN'));
  expect(packagesOf(runs(stages.packages))).toEqual(new Set([...packagesOf(runs(matting.packages)), 'zod']));
  const choice = (stage: readonly string[]) => runs(stage)[0].split(' && npm ci ')[0];
  expect(choice(stages.packages)).toBe(choice(matting.packages));
});

test('the context holds everything that is copied, and all sources of the program', async () => {
  const copied = Object.values(stages)
    .flatMap(copiedBy)
    .filter((path) => path !== '.');
  expect(copied.filter((path) => !isInContext(path))).toEqual([]);
  const entries = ['build/program.ts', 'cli/zerobooth.ts', 'web/main.tsx', 'web/prerender.tsx'];
  const sources = (await Promise.all(entries.map(inputsOf))).flat();
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((path) => !path.includes('node_modules/') && !isInContext(path))).toEqual([]);
});

test('an ordinary user starts it as process 1 by a script that may be run, and nothing is run for the target processor', () => {
  const last = (name: string) => stages.final.filter((line) => line.startsWith(`${name} `)).at(-1);
  expect(last('USER')).toBe('USER node');
  expect(last('VOLUME')).toBe('VOLUME /data');
  expect(last('EXPOSE')).toBe('EXPOSE 7860');
  expect(last('CMD')).toBe('CMD ["start", "--host", "0.0.0.0"]');
  const entry = /^ENTRYPOINT \["\/opt\/zerobooth\/(.+)"\]$/.exec(last('ENTRYPOINT') ?? '')?.[1] ?? '';
  expect(() => accessSync(join(projectDir, entry), constants.X_OK)).not.toThrow();
  expect(stages.program.join(' ')).toContain(` ${entry} `);
  expect(stages.final.filter((line) => /^(RUN|ADD) /.test(line))).toEqual([]);
  for (const stage of [stages.models, stages.packages, stages.program])
    expect(stage.join(' ')).toContain('chmod -R a-w');
});

test('the base image has a tag of three numbers that Renovate understands; all stages have it unless another is given', () => {
  const text = read('Dockerfile');
  const [, image = '', tag = ''] = /^ARG BASE=([^:]+):(\S+)$/m.exec(text) ?? [];
  expect(text).toMatch(/^ARG BUILDER=\$\{BASE\}$/m);
  const patterns = tagPatterns(image);
  expect(patterns).toHaveLength(2);
  for (const pattern of patterns) expect(tag).toMatch(pattern);
});
