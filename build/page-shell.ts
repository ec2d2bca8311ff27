/** Makes what lets a browser install the page: the manifest with its icons, and the page that is shown without a connection. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import sharp from 'sharp';

interface ShellFile {
  /** Relative to dist/web. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** Colours of web/style/tokens.css and of the icon. */
const paper = '#f2f4f1';
const green = '#12584a';

/** Sides of the icons, px, as Chromium wants them (web.dev, "Add a web app manifest", read 2026-11-30). */
const smallPx = 192;
const largePx = 512;
/** A system may cut a maskable icon to a circle of this share of its side. */
const safeShare = 0.8;

/**
 * Returns the files.
 * @param web the folder of the page's source. @param style the path of its style sheet below `/`. @param target browsers.
 */
export async function shellFiles(web: string, style: string, target: string[]): Promise<readonly ShellFile[]> {
  const icon = await readFile(join(web, 'icon.svg'));
  const page = await readFile(join(web, 'offline', 'offline.html'), 'utf8');
  const offline = {
    path: 'offline.html',
    contents: Buffer.from(page.replace('<!-- assets -->', `<link rel="stylesheet" href="/${style}">`)),
  };
  return [
    { path: 'manifest.webmanifest', contents: Buffer.from(JSON.stringify(manifest)) },
    { path: 'icon-192.png', contents: await drawIcon(icon, smallPx) },
    { path: 'icon-512.png', contents: await drawIcon(icon, largePx) },
    { path: 'icon-maskable.png', contents: await drawIcon(icon, largePx, safeShare) },
    offline,
    { path: 'offline-worker.js', contents: await worker(web, [`/${offline.path}`, `/${style}`], offline, target) },
  ];
}

const iconOf = (src: string, sizePx: number, purpose: 'any' | 'maskable') => {
  return { src, sizes: `${sizePx}x${sizePx}`, type: 'image/png', purpose };
};

const manifest = {
  ...{ id: '/', start_url: '/', scope: '/', display: 'standalone', lang: 'en' },
  name: 'Zerobooth: ID photos that fit the rules',
  short_name: 'Zerobooth',
  ...{ background_color: paper, theme_color: green, categories: ['photo', 'utilities'] },
  icons: [
    iconOf('/icon-192.png', smallPx, 'any'),
    iconOf('/icon-512.png', largePx, 'any'),
    iconOf('/icon-maskable.png', largePx, 'maskable'),
  ],
};

/** Draws the icon. @param share the part of the side that the drawing takes; the rest is its green. */
async function drawIcon(svg: Uint8Array, sidePx: number, share = 1): Promise<Buffer> {
  const innerPx = Math.round(sidePx * share);
  const [before, after] = [Math.floor((sidePx - innerPx) / 2), Math.ceil((sidePx - innerPx) / 2)];
  const drawn = await sharp(svg, { density: (72 * innerPx) / 32 })
    .resize(innerPx, innerPx)
    .png()
    .toBuffer();
  const borders = { top: before, left: before, bottom: after, right: after, background: green };
  const whole = share < 1 ? sharp(drawn).flatten({ background: green }).extend(borders) : sharp(drawn);
  return whole.png({ palette: true }).toBuffer();
}

/** Bundles the service worker. @param files what it stores; the first one is the page. */
async function worker(
  web: string,
  files: readonly string[],
  { contents }: ShellFile,
  target: string[],
): Promise<Uint8Array> {
  const digest = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const { outputFiles } = await bundle({
    ...{ bundle: true, format: 'iife', minify: true, write: false, legalComments: 'none', target },
    entryPoints: [join(web, 'offline', 'worker.ts')],
    define: { shellFiles: JSON.stringify(files), shellName: JSON.stringify(`zerobooth-${digest}`) },
  });
  return outputFiles[0].contents;
}
