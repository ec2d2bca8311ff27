/** Reads the built page once. Each file of its folder is served under its own path, and no other path is served. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { immutable, revalidated, type StaticFile, staticFile } from './static-file.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** File names under this prefix contain a digest of the content. */
export const hashedPrefix = '/assets/';

export type Page = ReadonlyMap<string, StaticFile>;

/** Returns the files by path, `/` for index.html; none when the folder does not exist. Source maps are left out. */
export function readPage(dir: string): Page {
  const page = new Map<string, StaticFile>();
  for (const path of listFiles(dir)) {
    const contentType = contentTypes[extname(path)];
    if (!contentType) continue;
    const url = `/${relative(dir, path).split(sep).join('/')}`;
    const file = staticFile(readFileSync(path), contentType, url.startsWith(hashedPrefix) ? immutable : revalidated);
    page.set(url === '/index.html' ? '/' : url, file);
  }
  return page;
}

function listFiles(dir: string): string[] {
  try {
    const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
