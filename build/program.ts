/**
 * Builds the program without a TypeScript runner: the bundles of functions, page and command line, and the licences of the
 * packages in them. package.ts adds the entries of the npm package; as a program, this file builds what the container needs.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { functionNames } from '../core/functions.ts';
import { builtDir } from '../files/built.ts';
import { packageDir } from '../files/package-dir.ts';
import { buildFunctions, bundleOptions } from './functions.ts';
import { buildPage } from './page.ts';

/** Not bundled: packages with binaries, the peers, zod, which declarations name, and the builders of a checkout. */
const external = ['sharp', 'onnxruntime-node', 'libheif-js', '@cwasm/nsbmp', 'zod', 'aws-cdk-lib', 'constructs'];
const builders = ['../../build/ready-parts.ts'];

/** Builds the program to `dist/`. @param entries further bundles in `dist/lib`, by their names. */
export async function buildProgram(entries: Readonly<Record<string, string>> = {}): Promise<void> {
  const libDir = join(builtDir(), 'lib');
  await rm(libDir, { recursive: true, force: true });
  const functions = Object.fromEntries(functionNames.map((name) => [name, `functions/${name}/handler.ts`]));
  const [, , ...metafiles] = await Promise.all([
    buildFunctions(),
    buildPage(),
    bundle(entries, libDir, { banner: {} }),
    bundle({ zerobooth: 'cli/zerobooth.ts' }, join(libDir, 'cli')),
    // Once more, for the list of what is in them.
    bundle(functions, libDir, { write: false }),
  ]);
  await writeFile(join(builtDir(), 'licences.txt'), await licencesOf(metafiles));
}

/** Bundles entries with the modules that they share. */
async function bundle(
  entryPoints: Readonly<Record<string, string>>,
  outdir: string,
  options: BuildOptions = {},
): Promise<Metafile> {
  const { metafile = { inputs: {}, outputs: {} } } = await build({
    ...{ ...bundleOptions, entryPoints: { ...entryPoints }, outdir, absWorkingDir: packageDir() },
    external: [...external.flatMap((name) => [name, `${name}/*`]), ...builders],
    ...{ splitting: true, chunkNames: 'chunks/[name]-[hash]', minifySyntax: false, metafile: true },
    ...options,
  });
  return metafile;
}

/** Returns the licences of the packages in the bundles, which require that their text comes with the code. */
async function licencesOf(metafiles: readonly Metafile[]): Promise<string> {
  const inputs = metafiles.flatMap((one) => Object.keys(one.inputs));
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const dir = join(packageDir(), folder);
    const { name, version, license } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'));
    const files = (await readdir(dir)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const contents = await Promise.all(files.sort().map((file) => readFile(join(dir, file), 'utf8')));
    return [`${name} ${version} (${license})`, ...contents].join('\n\n');
  });
  return `${[...(await Promise.all(texts)), await onnxRuntimeLicence()].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The package of onnxruntime names its licence, but does not contain the text. */
async function onnxRuntimeLicence(): Promise<string> {
  const path = join(packageDir(), 'node_modules', 'onnxruntime-node', 'package.json');
  const { version } = JSON.parse(await readFile(path, 'utf8'));
  const text = await readFile(join(packageDir(), 'build', 'mit.txt'), 'utf8');
  return `onnxruntime-node and onnxruntime-common ${version} (MIT)\n\nCopyright (c) Microsoft Corporation\n\n${text}`;
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await buildProgram();
