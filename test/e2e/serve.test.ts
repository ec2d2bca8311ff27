/** `npm start`: it prints its addresses, answers only on this machine, and stops at SIGINT. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { drawnPortrait } from '../support/drawn.ts';

test('the studio starts, answers only requests to the loopback address, makes a photo in one call, and stops cleanly', {
  timeout: 400_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-serve-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const args = [join('cli', 'zerobooth.cjs'), 'start', '--port', '0', '--s3-port', '0'];
  const webhook = ['--webhook', 'http://127.0.0.1:9/photos'];
  const child = spawn(process.execPath, [...args, ...webhook], {
    env: { ...process.env, ZEROBOOTH_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [, page] = await printed(child, /^Studio +(http:\S+)/m);
  await printed(
    child,
    /^Webhook +http:\/\/127\.0\.0\.1:9\/photos\nSecret +[0-9a-f]{48} \(of the webhook; shown once\)$/m,
  );
  const [, , secret] = await printed(child, /KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)/);
  const settings = await get(`${page}/api/settings`, '127.0.0.1');
  expect(settings).toMatchObject({ status: 200, text: expect.stringContaining('"access":"none"') });
  const instances = await get(`${page}/api/instances`, '127.0.0.1');
  expect(instances).toMatchObject({ status: 200, text: expect.stringContaining('"functionName":"api"') });
  expect(await get(page, '127.0.0.1')).toMatchObject({ status: 200, text: expect.stringContaining('<!doctype html>') });
  expect(settings.text + instances.text).not.toContain(secret);
  expect(await get(page, 'evil.example')).toMatchObject({ status: 421 });
  expect(await get(`${page}/nowhere`, 'localhost')).toMatchObject({ status: 404 });
  await inOneCall(page, dataDir);
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  child.kill('SIGINT');
  await printed(child, /^Stopped/m);
  expect(await exit).toBe(0);
});

/** Runs the command of the README with a drawn portrait, at this studio's port. */
async function inOneCall(page: string, folder: string): Promise<void> {
  const [command = ''] = /^curl -F file=.*$/m.exec(await readFile('README.md', 'utf8')) ?? [];
  expect(command).toContain('http://127.0.0.1:7860/api/photo');
  await writeFile(join(folder, 'jane.jpg'), await drawnPortrait('short'));
  const run = promisify(execFile);
  await run('bash', ['-c', command.replace('http://127.0.0.1:7860', page)], { cwd: folder });
  const { format, width, height } = await sharp(join(folder, 'passport.jpg')).metadata();
  expect({ format, width, height }).toEqual({ format: 'jpeg', width: 600, height: 600 });
  const refused = await run('curl', ['-sF', 'file=@jane.jpg', '-F', 'standard=us-pasport', `${page}/api/photo`], {
    cwd: folder,
  });
  expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'unknown-standard' });
}

const output = new WeakMap<ChildProcess, string>();

/** Resolves when the output of the child matches the pattern. */
function printed(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const check = (chunk = '') => {
      output.set(child, (output.get(child) ?? '') + chunk);
      const found = pattern.exec(output.get(child) ?? '');
      if (found) resolve(found);
    };
    child.stdout?.setEncoding('utf8').on('data', check);
    child.once('exit', () => reject(new Error(`the process ended after it printed ${output.get(child)}`)));
    check();
  });
}

function get(url: string, host: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { host } }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode, text });
    });
    sent.on('error', reject).end();
  });
}
