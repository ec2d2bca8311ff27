/** onnxruntime's telemetry stays off however it is loaded: no file in HOME, no socket but what the test itself opens. */
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
  // The switch must come from our own code, so the parent's is taken away.
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
