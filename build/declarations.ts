/** Makes the type declarations of the npm package: those that its entries need, and no others. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { packageDir } from '../files/package-dir.ts';

const run = promisify(execFile);

/** An import of a file of the project, in any form that a declaration may have. */
const relativeImport = /(\bfrom |\bimport |\bimport\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

/**
 * Writes the declarations of the entries, and of what they import, to `outDir`. Their imports name `.js` files, as
 * compilers expect it of a package.
 * @param entries paths of source files, relative to the project. @throws with the compiler's messages.
 */
export async function writeDeclarations(entries: readonly string[], outDir: string): Promise<void> {
  const scratch = `${outDir}-all`;
  await Promise.all([outDir, scratch].map((dir) => rm(dir, { recursive: true, force: true })));
  await compile(scratch);
  const pending = entries.map((entry) => entry.replace(/\.ts$/, '.d.ts'));
  const written = new Set<string>();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (written.has(path)) continue;
    written.add(path);
    const text = await readFile(join(scratch, path), 'utf8');
    const folder = dirname(path);
    for (const [, , , name] of text.matchAll(relativeImport)) pending.push(normalize(join(folder, `${name}.d.ts`)));
    await mkdir(join(outDir, folder), { recursive: true });
    await writeFile(join(outDir, path), text.replaceAll(relativeImport, '$1$2$3.js$2'));
  }
  await rm(scratch, { recursive: true });
}

async function compile(outDir: string): Promise<void> {
  const { bin } = createRequire(import.meta.url)('typescript/package.json') as { bin: { tsc: string } };
  const compiler = join(packageDir(), 'node_modules', 'typescript', bin.tsc);
  const args = [compiler, '--project', join(packageDir(), 'tsconfig.package.json'), '--outDir', outDir];
  await run(process.execPath, args).catch((error: { stdout: string; message: string }) => {
    throw new Error(`the declarations cannot be made: ${error.stdout || error.message}`, { cause: error });
  });
}
