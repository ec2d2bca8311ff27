/**
 * Bundles the page (web/) to dist/web: index.html, assets/, and what lets a browser install it (page-shell.ts). Browsers can cache an asset for ever, because its name
 * contains its digest. Vite bundles the scripts, because it puts each part that is imported on demand into one file of its
 * own; esbuild bundles the rest. As a program it builds the page and prints the size of a first visit.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { argv, env, stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build as bundle } from 'esbuild';
import { build as bundleScripts, type Plugin, type Rollup } from 'vite';
import { type PhotoStandard, standards } from '../core/standards.ts';
import { replaceGeneratedFile, unfinishedPrefix } from '../files/atomic-file.ts';
import { shellFiles } from './page-shell.ts';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const web = join(project, 'web');

/** The first versions with light-dark(), dialog, :has() and findLast, which the page needs. */
const target = ['chrome123', 'firefox121', 'safari17.5'];

/** The most links to sources of one document; the API and docs/standards.md have all. More would not fit 150 kB. */
const mostLinks = 1;

/** Returns the best sources that the page can link to; one at least, so that a standard differs from a custom size. */
function linkedSources(sources: PhotoStandard['sources']): PhotoStandard['sources'] {
  const kinds = ['read', 'quoted', 'named', 'restated', 'repository'];
  const byTrust = [...sources].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  const links = byTrust.filter(({ ref }) => ref.startsWith('http')).slice(0, mostLinks);
  return (links.length > 0 ? links : byTrust.slice(0, 1)).map(({ ref, kind }) => ({
    ref,
    kind,
    says: null,
    read: null,
  }));
}

/** Returns a standard without the words and days of its sources, which the page does not show. */
function withoutWords(standard: PhotoStandard): PhotoStandard {
  const { aim, editing, takenBy, headCover, infants, caption, sources } = standard;
  return {
    ...standard,
    aim: aim && { ...aim, basis: '' },
    unconfirmed: [],
    editing: { ...editing, says: null, source: null, read: null },
    takenBy: takenBy && { who: takenBy.who, says: '', source: '', read: '' },
    headCover: headCover && { rule: headCover.rule, says: null, source: null },
    infants: infants && { says: '', source: '' },
    caption: caption && { rule: caption.rule, says: '', source: '' },
    sources: linkedSources(sources),
  };
}

/** The table of standards as a module. */
const checkedStandards = `export const standards = ${JSON.stringify(standards.map(withoutWords))};`;
const standardsModule = /[/\\]core[/\\]standards\.ts$/;

/**
 * Replaces core/standards.ts by its checked value. So the page contains the table of standards, but not zod, which checks
 * it, and needs no request to show the documents.
 */
const withCheckedStandards: Plugin = {
  name: 'checked-standards',
  enforce: 'pre',
  load: (path) => (standardsModule.test(path) ? checkedStandards : null),
};

/** The same for esbuild, which bundles the start page. */
const common: BuildOptions = {
  bundle: true,
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  plugins: [
    {
      name: 'checked-standards',
      setup({ onLoad }) {
        onLoad({ filter: standardsModule }, () => ({ contents: checkedStandards, loader: 'js' }));
      },
    },
  ],
  legalComments: 'none',
  logLevel: 'warning',
};

/** One file of the built page. */
export interface PageFile {
  /** Relative to dist/web. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Size of the gzip file that is sent. A font is sent as it is, because it is compressed already. */
  readonly wireBytes: number;
  /** False for a script that is loaded on demand. */
  readonly isFirst: boolean;
}

interface Output {
  readonly path: string;
  readonly contents: Uint8Array;
  readonly isFirst: boolean;
}

/**
 * Builds the page to `outDir`/web. It writes the assets first and index.html last, so that a page in use stays complete.
 * @returns its files, those of a first visit and those that are loaded on demand.
 */
export async function buildPage({ outDir = join(project, 'dist') } = {}): Promise<readonly PageFile[]> {
  const outdir = join(resolve(outDir), 'web');
  const worker = await faceWorker();
  const assets = [...(await scripts(`/${worker.path}`)), worker, ...(await styles())];
  const first = assets.filter(({ isFirst }) => isFirst).map(({ path }) => path);
  const style = first.find((path) => path.endsWith('.css')) ?? '';
  const shell = (await shellFiles(web, style, target)).map((file) => ({ ...file, isFirst: false }));
  const index = { path: 'index.html', contents: Buffer.from(await renderIndex(first)), isFirst: true };
  // Each file is replaced in one step, because the API may be reading it.
  await replaceGeneratedFile(join(outdir, 'licences.txt'), Buffer.from(await licences()));
  for (const { path, contents } of [...assets, ...shell, index])
    await replaceGeneratedFile(join(outdir, path), contents);
  await removeOthers(join(outdir, 'assets'), new Set(assets.map(({ path }) => basename(path))));
  return [...assets, ...shell, index].map(({ path, contents, isFirst }) => ({
    ...{ path, isFirst, sizeBytes: contents.length },
    wireBytes: path.endsWith('.woff2') ? contents.length : gzipSync(contents, { level: 9 }).length,
  }));
}

/** Bundles the worker of the camera. */
async function faceWorker(): Promise<Output> {
  const { outputFiles } = await bundle({
    ...{ bundle: true, format: 'iife', minify: true, write: false, legalComments: 'none', target },
    entryPoints: { 'face-worker': join(web, 'camera', 'worker.ts') },
    outdir: web,
    entryNames: 'assets/[name]-[hash]',
  });
  const [{ path, contents }] = outputFiles;
  return { path: path.slice(web.length + 1), contents, isFirst: false };
}

/**
 * Bundles main.tsx to one script, and each part that it imports on demand to one more.
 * @param faceWorkerPath the path of the worker of the camera.
 */
async function scripts(faceWorkerPath: string): Promise<Output[]> {
  const { output } = (await inProduction(() =>
    bundleScripts({
      root: web,
      mode: 'production',
      configFile: false,
      logLevel: 'warn',
      plugins: [withCheckedStandards],
      define: { faceWorkerPath: JSON.stringify(faceWorkerPath) },
      esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
      build: {
        write: false,
        target,
        modulePreload: false,
        rollupOptions: {
          input: join(web, 'main.tsx'),
          output: {
            entryFileNames: 'assets/[name]-[hash].js',
            chunkFileNames: ({ facadeModuleId }) => `assets/${languageOf(facadeModuleId)}[name]-[hash].js`,
            hashCharacters: 'base36',
          },
        },
      },
    }),
  )) as Rollup.RollupOutput;
  const chunks = output.filter((each) => each.type === 'chunk');
  const main = chunks.filter(({ isEntry }) => isEntry);
  const first = new Set(main.flatMap(({ fileName, imports }) => [fileName, ...imports]));
  return chunks.map(({ fileName, code }) => ({
    ...{ path: fileName, contents: Buffer.from(code), isFirst: first.has(fileName) },
  }));
}

/** The bundler makes a larger script for development when the environment says so, as that of the tests does. */
async function inProduction<T>(build: () => Promise<T>): Promise<T> {
  const { NODE_ENV } = env;
  env.NODE_ENV = 'production';
  try {
    return await build();
  } finally {
    if (NODE_ENV === undefined) delete env.NODE_ENV;
    else env.NODE_ENV = NODE_ENV;
  }
}

/** Returns the language before the name of a module of web/locales, because each language has modules of the same names. */
function languageOf(modulePath: string | null): string {
  const [, language] = /[/\\]locales[/\\]([a-z]+)[/\\][^/\\]+$/.exec(modulePath ?? '') ?? [];
  return language ? `${language}-` : '';
}

/** Bundles the style sheet, the font and the icon. */
async function styles(): Promise<Output[]> {
  const { outputFiles = [] } = await bundle({
    ...common,
    write: false,
    entryPoints: [join(web, 'style', 'style.css'), join(web, 'icon.svg')],
    outdir: web,
    entryNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    loader: { '.woff2': 'file', '.svg': 'copy' },
    minify: true,
    target,
  });
  return outputFiles.map(({ path, contents }) => ({ path: path.slice(web.length + 1), contents, isFirst: true }));
}

/** The packages whose code or font is in the page, and their licence files. */
const shippedLicences = {
  preact: 'LICENSE',
  '@preact/signals': 'LICENSE',
  '@preact/signals-core': 'LICENSE',
  'client-zip': 'LICENSE.txt',
  minisearch: 'LICENSE.txt',
  '@fontsource-variable/instrument-sans': 'LICENSE',
} as const;

/** Returns the licences of these packages. They require that their text comes with the page. */
async function licences(): Promise<string> {
  const texts = Object.entries(shippedLicences).map(async ([name, file]) => {
    return `${name}\n\n${await readFile(join(project, 'node_modules', name, file), 'utf8')}`;
  });
  return (await Promise.all(texts)).join('\n\n');
}

/**
 * Returns index.html with the names of the assets and with the start page.
 * @param paths the assets of a first visit.
 */
async function renderIndex(paths: readonly string[]): Promise<string> {
  const names = paths.map((path) => `/${path}`);
  const endings = ['.js', '.css', '.woff2', '.svg'];
  const [script, style, font, icon] = endings.map((ending) => names.find((name) => name.endsWith(ending)));
  const tags = [
    `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>`,
    `<link rel="icon" href="${icon}" type="image/svg+xml">`,
    '<link rel="manifest" href="/manifest.webmanifest">',
    '<link rel="apple-touch-icon" href="/icon-192.png">',
    `<link rel="stylesheet" href="${style}">`,
    `<script type="module" src="${script}"></script>`,
  ];
  const source = await readFile(join(web, 'index.html'), 'utf8');
  return source.replace('<!-- assets -->', tags.join('\n')).replace('<!-- start page -->', await renderStartPage());
}

/** Bundles and runs web/prerender.tsx. @returns the start page as HTML. */
async function renderStartPage(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-page-'));
  try {
    const outfile = join(dir, 'prerender.mjs');
    await bundle({ ...common, platform: 'node', entryPoints: [join(web, 'prerender.tsx')], outfile });
    const { startPage } = (await import(pathToFileURL(outfile).href)) as { startPage: () => string };
    return startPage();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Removes the assets of earlier builds, but not the unfinished files of a build that may be running. */
async function removeOthers(dir: string, kept: ReadonlySet<string>): Promise<void> {
  const stale = (await readdir(dir)).filter((name) => !kept.has(name) && !name.startsWith(unfinishedPrefix));
  await Promise.all(stale.map((name) => rm(join(dir, name), { force: true })));
}

async function printSizes(): Promise<void> {
  const files = await buildPage();
  for (const { path, sizeBytes, wireBytes, isFirst } of files) {
    stdout.write(`${kib(sizeBytes)} ${kib(wireBytes)} compressed  ${path}${isFirst ? '' : '  (on demand)'}\n`);
  }
  const first = files.filter(({ isFirst }) => isFirst);
  stdout.write(`a first visit loads ${kib(first.reduce((sum, { wireBytes }) => sum + wireBytes, 0)).trim()}\n`);
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KiB`;

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await printSizes();
