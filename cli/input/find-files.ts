/** Finds the files that the words of `npm run photo` name, and the place of each below the output folder. */
import { stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { glob } from 'tinyglobby';
import { isOfSystem } from '../../core/roster/system-files.ts';
import { say } from '../arguments/language.ts';
import { UsageError } from '../usage.ts';
import type { Placed } from './places.ts';

/**
 * Returns the files that the words name, each once and in order: files, the files of a folder and of its subfolders,
 * globs. The place mirrors the folders below the folder or below the fixed part of the glob.
 * @param outDir its files are passed over.
 * @throws UsageError for a word that names no file.
 */
export async function findFiles(words: readonly string[], outDir: string): Promise<readonly Placed[]> {
  const found = new Map<string, Placed>();
  for (const word of words) {
    for (const file of await filesOf(word, resolve(outDir))) {
      const key = resolve(file.path);
      if (!found.has(key)) found.set(key, file);
    }
  }
  return [...found.values()];
}

async function filesOf(word: string, outDir: string): Promise<Placed[]> {
  const entry = await stat(word).catch(() => null);
  if (entry?.isFile()) return [placedBelow(word, join(word, '..'))];
  const paths = entry?.isDirectory() ? await listFolder(word, outDir) : await expand(word);
  const base = entry?.isDirectory() ? word : fixedPart(word);
  return paths.map((path) => placedBelow(path, base));
}

async function listFolder(folder: string, outDir: string): Promise<string[]> {
  const names = await glob('**/*', { cwd: folder, onlyFiles: true });
  const paths = names
    .filter((name) => !isOfSystem(basename(name)))
    .map((name) => join(folder, name))
    .filter((path) => !resolve(path).startsWith(outDir + sep))
    .sort();
  if (paths.length > 0) return paths;
  throw new UsageError(say({ en: `The folder ${folder} has no files.`, zh: `文件夹 ${folder} 中没有文件。` }));
}

async function expand(pattern: string): Promise<string[]> {
  const paths = await glob(pattern, { onlyFiles: true, expandDirectories: false, absolute: isAbsolute(pattern) });
  const wanted = paths.filter((path) => !isOfSystem(basename(path))).sort();
  if (wanted.length > 0) return wanted;
  throw new UsageError(say({ en: `No file matches ${pattern}.`, zh: `没有文件符合 ${pattern}。` }));
}

/** Returns the folders of a glob before its first wildcard. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => /[*?[\]{}()!]/.test(part));
  return parts.slice(0, Math.max(0, first)).join('/') || (isAbsolute(pattern) ? '/' : '.');
}

/** Returns the file with its place below the folder; outside of the folder, the name alone. */
export function placedBelow(path: string, folder: string): Placed {
  const below = relative(folder, path);
  const isInside = !below.startsWith('..') && !isAbsolute(below);
  const inside = isInside ? below : basename(path);
  return { path, place: inside.slice(0, inside.length - extname(inside).length).replaceAll(sep, '/') };
}
