import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { hasProc, processTag } from '../../../files/process-tag.ts';
import type { FunctionSpec } from '../../../local/lambda/host.ts';
import { type Lab, openLab, until } from './host-setup.ts';

/** A handler that blocks until the file `NOTES.go` exists: the work that the first host does not finish. */
const blocksUntilGo = `export const handler = async ({ n, blocks }) => {
  note(n + ' ' + process.pid);
  if (existsSync(process.env.NOTES + '.go')) return;
  if (blocks) spin(60_000);
  await delay(60_000);
};`;

it('runs the events that were queued or running when the host was closed', async () => {
  const lab = await openLab();
  const spec = await lab.define('work', blocksUntilGo, { timeoutMs: 60_000 });
  const first = await lab.start([spec]);
  for (let n = 0; n < 3; n += 1) await first.enqueue('work', { n });
  await until(() => lab.notes().length === 1);
  await first.close();
  await expect(first.enqueue('work', { n: 9 })).rejects.toMatchObject({ name: 'HostError', code: 'unavailable' });
  writeFileSync(`${lab.notesPath}.go`, '');
  const second = await lab.start([spec]);
  expect(second.queueDepth('work')).toBe(3);
  await second.idle();
  expect(lab.notes().map((line) => line.split(' ')[0])).toEqual(['0', '0', '1', '2']);
  expect(second.reports.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
});

it('keeps the number of failures of an event over a restart', async () => {
  const lab = await openLab();
  const spec = await lab.define('bad', `export const handler = async () => { throw new Error('no'); };`);
  const first = await lab.start([spec], { retryDelaysMs: [1, 60_000] });
  await first.enqueue('bad', {});
  await until(() => first.reports.length === 2);
  await until(() => readdirSync(join(lab.dir, 'state', 'queue', 'bad')).some((name) => name.endsWith('.2.json')));
  await first.close();
  const second = await lab.start([spec], { retryDelaysMs: [1, 60_000] });
  await second.idle();
  expect(second.reports.map(({ attempt }) => attempt)).toEqual([3]);
  expect((await second.deadLetters())[0]?.requestContext.approximateInvokeCount).toBe(3);
});

it('keeps a state folder to one host', async () => {
  const lab = await openLab();
  const spec = await lab.define('one', 'export const handler = async () => 1;');
  const first = await lab.start([spec]);
  await expect(lab.start([spec])).rejects.toMatchObject({ name: 'HostError', code: 'not-allowed' });
  await first.close();
  await (await lab.start([spec])).close();
});

it('leaves no instance when it is killed, idle or busy, and the next start runs what was running', async () => {
  const lab = await openLab();
  const idle = await lab.define('idle', 'export const handler = async () => note("idle " + process.pid);');
  const busy = await lab.define('busy', blocksUntilGo, { timeoutMs: 60_000, maxConcurrency: 2 });
  const child = await startElsewhere(lab, [idle, busy], ['idle', 'busy']);
  await until(() => lab.notes().length === 3, 60_000);
  // The event of the idle instance must be removed from the disk, or it would correctly run again.
  await until(() => readdirSync(join(lab.dir, 'state', 'queue', 'idle')).length === 0);
  const pids = lab.notes().map((line) => Number(line.split(' ')[1]));
  const tags = pids.map(processTag);
  expect(tags.every((tag) => tag !== undefined)).toBe(true);
  child.kill('SIGKILL');
  await until(() => pids.every((pid, index) => processTag(pid) !== tags[index]));
  writeFileSync(`${lab.notesPath}.go`, '');
  const next = await lab.start([idle, busy]);
  await next.idle();
  expect(lab.notes()).toHaveLength(5);
  expect(next.queueDepth()).toBe(0);
  const groups = ['', '/memory', '/cpu'].map((tree) => `/sys/fs/cgroup${tree}/zerobooth`).filter(existsSync);
  const leftovers = groups.flatMap((dir) => readdirSync(dir)).filter((name) => name.startsWith(`${child.pid}-`));
  expect(leftovers).toEqual([]);
});

/** Starts a host in a process of its own and queues an event for each name, and a blocking one for `busy`. */
async function startElsewhere(
  lab: Lab,
  functions: readonly FunctionSpec[],
  names: readonly string[],
): Promise<ChildProcess> {
  const module = pathToFileURL(resolve('local/lambda/host.ts')).href;
  const options = JSON.stringify({ stateDir: join(lab.dir, 'state'), functions, isolation: 'none' });
  const script = join(lab.dir, 'elsewhere.mts');
  await writeFile(
    script,
    `import { startFunctionHost } from ${JSON.stringify(module)};
     const host = await startFunctionHost(${options});
     for (const name of ${JSON.stringify(names)}) await host.enqueue(name, { n: name });
     await host.enqueue('busy', { n: 'blocks', blocks: true });`,
  );
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], { stdio: 'inherit' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

it.skipIf(!hasProc)('gives each process a tag that a later process with the same id does not get', () => {
  expect(processTag(process.pid)).toMatch(new RegExp(`^${process.pid}-\\d+$`));
  expect(processTag(2 ** 22 + 1)).toBeUndefined();
});
