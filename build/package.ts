/**
 * Builds everything that the npm package contains beside its data: the program with its entries (program.ts), the type
 * declarations, the build context of the images, and onnxruntime. npm runs it before it packs (`prepack`).
 */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { builtDir } from '../files/built.ts';
import { packageDir } from '../files/package-dir.ts';
import { writeDeclarations } from './declarations.ts';
import { drawPreTrafficCutout } from './pre-traffic-cutout.ts';
import { drawPreTrafficPortrait } from './pre-traffic-portrait.ts';
import { buildProgram } from './program.ts';
import { writeStandardsData } from './standards-data.ts';

/** The source of each entry in `exports` of package.json. */
const entries = {
  client: 'library/client.ts',
  compose: 'library/compose.ts',
  matting: 'library/matting.ts',
  standards: 'library/standards.ts',
  cdk: 'infra/photo-studio.ts',
  lambda: 'local/lambda/host.ts',
  s3: 'local/s3/server.ts',
} as const;

/** The files from which the images are built (.dockerignore lists the same). */
const imageContext = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'core', 'files', 'functions', 'layers/model'],
  'build/functions.ts',
];

async function buildPackage(): Promise<void> {
  await buildProgram(entries);
  await Promise.all([
    drawPreTrafficPortrait(),
    drawPreTrafficCutout(),
    writeStandardsData(builtDir()),
    writeDeclarations(Object.values(entries), join(builtDir(), 'types')),
    copyImageContext(join(builtDir(), 'image')),
    copyOnnxRuntime(join(builtDir(), 'node_modules')),
  ]);
}

/** The platforms that README.md names, as folders of onnxruntime-node. */
const platforms = ['linux/x64', 'linux/arm64', 'darwin/arm64'];

/**
 * Copies onnxruntime to a folder in which Node finds it. As a dependency it would run a script on installation, which
 * downloads GPU libraries from elsewhere and fails where only the npm registry can be reached (read in 1.30.0, 2026-11-30).
 */
async function copyOnnxRuntime(to: string): Promise<void> {
  const isTwin = (path: string) => /onnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(path);
  const copied = {
    'onnxruntime-node': ['package.json', 'README.md', 'dist', ...platforms.map((name) => `bin/napi-v6/${name}`)],
    'onnxruntime-common': ['package.json', 'README.md', 'dist/cjs'],
  };
  await rm(to, { recursive: true, force: true });
  for (const [name, parts] of Object.entries(copied)) {
    const from = join(packageDir(), 'node_modules', name);
    for (const part of parts) {
      // The library for macOS is there under two names, of which the binding loads the shorter.
      await cp(join(from, part), join(to, name, part), { recursive: true, filter: (path) => !isTwin(path) });
    }
  }
}

async function copyImageContext(to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  const isLeftOut = (path: string) => path.endsWith('.md') || basename(path) === 'store';
  for (const entry of imageContext) {
    await cp(join(packageDir(), entry), join(to, entry), { recursive: true, filter: (path) => !isLeftOut(path) });
  }
  // The builds need the versions only. Node ignores the entries of a nested package, but bundlers may not.
  const path = join(to, 'package.json');
  const { exports: _, bin: __, files: ___, ...rest } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, `${JSON.stringify(rest, null, 2)}\n`);
}

await buildPackage();
