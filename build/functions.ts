/**
 * Bundles the functions with esbuild, so that an instance loads one file instead of hundreds and runs on every Node
 * version. The function host runs these bundles. As a program, this file builds them and prints their sizes.
 */
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { argv, cwd, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { bundlesIn, type FunctionBundles, functionNames } from '../core/functions.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import { builtDir } from '../files/built.ts';
import { packageDir } from '../files/package-dir.ts';

/** The oldest Node that the project runs on. */
const target = 'node20';

/** Native and WASM packages stay in node_modules, where their binaries lie; everything else goes into the bundle. */
const externals = ['sharp', 'onnxruntime-node', 'libheif-js', '@cwasm/nsbmp'];

/** The options of every bundle for Node. */
export const bundleOptions: BuildOptions = {
  bundle: true,
  platform: 'node',
  target,
  format: 'esm',
  external: [...externals, ...externals.map((name) => `${name}/*`)],
  // No further minifying: names and lines stay readable in the traces of dead letters, and smaller files start no faster
  // (compose, 1.7 against 2.1 MB: within the noise).
  minifySyntax: true,
  legalComments: 'none',
  // CommonJS dependencies inside an ES module ask for `require`, which has none of its own.
  banner: {
    js: "import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);",
  },
  logLevel: 'warning',
};

/**
 * Bundles every handler to `OUT/functions/NAME/handler.mjs`.
 * @param options.outDir default `dist/` of the project.
 * @returns the absolute path of each bundle. @throws esbuild's error for source that does not build.
 */
export async function buildFunctions({ outDir = builtDir() } = {}): Promise<FunctionBundles> {
  const entryPoints = functionNames.map((name) => ({
    in: join(packageDir(), 'functions', name, 'handler.ts'),
    out: join(name, 'handler'),
  }));
  const outdir = join(resolve(outDir), 'functions');
  const { outputFiles } = await build({
    ...{ ...bundleOptions, entryPoints, outdir, outExtension: { '.js': '.mjs' }, write: false },
  });
  // In one step each, because an instance of another host may be loading the file.
  await Promise.all(outputFiles.map(({ path, contents }) => replaceGeneratedFile(path, contents)));
  return bundlesIn(resolve(outDir));
}

async function printSizes(): Promise<void> {
  const begun = performance.now();
  const bundles = await buildFunctions();
  for (const [name, path] of Object.entries(bundles)) {
    const { size } = await stat(path);
    stdout.write(`${name.padEnd(11)} ${(size / 1024).toFixed(0).padStart(6)} KiB  ${relative(cwd(), path)}\n`);
  }
  stdout.write(`built in ${(performance.now() - begun).toFixed(0)} ms\n`);
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await printSizes();
