/** A part is built again when one of its sources changes, so every file that is in it must be among them. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { sourcesOf } from '../../../build/ready-parts.ts';
import { functionNames } from '../../../core/functions.ts';
import { packageDir } from '../../../files/package-dir.ts';

/** Returns the paths of our own files that these entries import, relative to the checkout. */
async function filesIn(entryPoints: string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    ...{ entryPoints, absWorkingDir: packageDir(), outdir: 'out', bundle: true, write: false, metafile: true },
    ...{ format: 'esm', packages: 'external', jsx: 'automatic', logLevel: 'error' },
    loader: { '.woff2': 'empty', '.svg': 'empty' },
  });
  return Object.keys(metafile.inputs);
}

test.each([
  ['functions', functionNames.map((name) => join('functions', name, 'handler.ts'))],
  ['page', ['web/main.tsx', 'web/prerender.tsx', 'web/style/style.css', 'web/offline/worker.ts']],
] as const)('every file in the %s is among their sources', async (part, entries) => {
  const files = await filesIn([...entries]);
  expect(files.length).toBeGreaterThan(20);
  const folders = sourcesOf[part];
  const others = files.filter((file) => !folders.some((folder) => file === folder || file.startsWith(`${folder}/`)));
  expect(others.filter((file) => !file.startsWith('node_modules/'))).toEqual([]);
});
