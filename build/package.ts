/**
 * Builds everything that the npm package contains beside its data: the bundles of functions, page, command line and
 * entries, the type declarations, the build context of the images, and the licences of bundled packages. npm runs it
 * before it packs (`prepack`).
 */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { builtDir, functionNames } from '../files/built.ts';
import { packageDir } from '../files/package-dir.ts';
import { writeDeclarations } from './declarations.ts';
import { buildFunctions, bundleOptions } from './functions.ts';
import { buildPage } from './page.ts';
import { drawPreTrafficCutout } from './pre-traffic-cutout.ts';
import { drawPreTrafficPortrait } from './pre-traffic-portrait.ts';
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

/** Not bundled: packages with binaries, the peers, zod, which declarations name, and the builders of a checkout. */
const external = ['sharp', 'onnxruntime-node', 'libheif-js', '@cwasm/nsbmp', 'zod', 'aws-cdk-lib', 'constructs'];
const builders = ['../../build/functions.ts', '../../build/page.ts'];

async function buildPackage(): Promise<void> {
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

await buildPackage();
