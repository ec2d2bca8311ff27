/** Makes one JavaScript file of our-cutter.ts, so that its start is not the start of a TypeScript loader. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Cutter, startCutter } from './cutter.ts';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Beside the functions' bundles, where the native packages are found. @returns its path. */
export async function bundleOurCutter(): Promise<string> {
  const outfile = join(project, 'dist', 'bench', 'our-cutter.mjs');
  await build({
    entryPoints: [join(project, 'bench', 'performance', 'our-cutter.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // build/functions.ts bundles the functions with the same options.
    minifySyntax: true,
    external: ['sharp', 'onnxruntime-node', 'libheif-js', 'libheif-js/*', '@cwasm/nsbmp'],
    banner: {
      js: "import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outfile;
}

/** A fresh process of ours. @param minSidePx smallest picture that is taken; default: the functions' own. */
export function startOurCutter(bundle: string, modelDir: string, minSidePx?: number): Promise<Cutter> {
  return startCutter('ours', bundle, minSidePx === undefined ? [modelDir] : [modelDir, String(minSidePx)]);
}
