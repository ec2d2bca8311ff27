/** The telemetry of onnxruntime is off: it writes no file to HOME and opens no socket. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { ensureModels } from '../../layers/model/ensure.ts';

const tsx = join('node_modules', 'tsx', 'dist', 'cli.mjs');

test('a process that runs every network writes nothing to HOME and opens no connection', async () => {
  const home = await mkdtemp(join(tmpdir(), 'zerobooth-home-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const { storeDir } = await ensureModels();
  // Our own code must set this variable, so the one of this process is removed.
  const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env;
  const args = [tsx, join('test', 'support', 'load-networks.ts'), storeDir];
  const child = spawn(process.execPath, args, {
    env: { ...env, HOME: home, XDG_CACHE_HOME: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { sockets } = JSON.parse(await text(child.stdout));
  expect(sockets).toEqual([]);
  expect(await readdir(home, { recursive: true })).toEqual([]);
});
