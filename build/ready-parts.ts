/**
 * Builds the functions and the page, unless they are already built from the present sources. A studio that starts in a
 * checkout calls it, so that only the first start after a change takes the time of a build.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { bundlesIn, type FunctionBundles } from '../core/functions.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import { builtDir, pageDir } from '../files/built.ts';
import { packageDir } from '../files/package-dir.ts';

type Part = 'functions' | 'page';

/** The files and folders of the checkout from which each part is built. package-lock.json stands for the packages. */
export const sourcesOf: Readonly<Record<Part, readonly string[]>> = {
  functions: ['build', 'core', 'files', 'functions', 'package.json', 'package-lock.json'],
  page: ['build', 'core', 'files', 'web', 'package.json', 'package-lock.json'],
};

/** The note beside a built part. */
const noteSchema = z.object({
  /** SHA-256 of all sources, hex. */
  sources: z.string(),
  /** The sizes of the built files, bytes, by path relative to dist/. */
  files: z.record(z.string(), z.number()),
});

/** Makes the bundles of the functions ready. @returns their paths. @throws esbuild's error for source that does not build. */
export async function readyFunctions(): Promise<FunctionBundles> {
  await buildUnlessReady('functions', async () => {
    const { buildFunctions } = await import('./functions.ts');
    return Object.values(await buildFunctions());
  });
  return bundlesIn(builtDir());
}

/** Makes the page in dist/web ready. @throws the error of a bundler for source that does not build. */
export function readyPage(): Promise<void> {
  return buildUnlessReady('page', async () => {
    const { buildPage } = await import('./page.ts');
    return (await buildPage()).map(({ path }) => join(pageDir(), path));
  });
}

/** @param build builds the part and returns the absolute paths of its files. */
async function buildUnlessReady(part: Part, build: () => Promise<readonly string[]>): Promise<void> {
  const notePath = join(builtDir(), `${part}.json`);
  // A source that changes during the build differs from this digest, so that the next start builds again.
  const sources = await digestOf(sourcesOf[part]);
  if (await isReady(notePath, sources)) return;
  const paths = (await build()).map((path) => relative(builtDir(), path));
  const files = await sizesOf(paths);
  await replaceGeneratedFile(notePath, `${JSON.stringify({ sources, files }, null, 2)}\n`);
}

/** Returns whether the part was built from these sources and all its files are still there. */
async function isReady(notePath: string, sources: string): Promise<boolean> {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(notePath, 'utf8')));
    if (note.sources !== sources) return false;
    const sizes = await sizesOf(Object.keys(note.files));
    return Object.entries(note.files).every(([path, size]) => sizes[path] === size);
  } catch {
    return false;
  }
}

async function sizesOf(paths: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const sizes = paths.map(async (path) => [path, (await stat(join(builtDir(), path))).size] as const);
  return Object.fromEntries(await Promise.all(sizes));
}

/** Returns the SHA-256 of all files below these paths of the checkout, with their names. */
async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesBelow(join(packageDir(), path))) {
      const contents = await readFile(file);
      hash.update(`${relative(packageDir(), file)}\n${contents.length}\n`).update(contents);
    }
  }
  return hash.digest('hex');
}

/** Returns the files in a folder and its subfolders, sorted; for a file, the file. */
async function filesBelow(path: string): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
