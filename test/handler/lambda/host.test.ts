import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { processTag } from '../../../files/process-tag.ts';
import { decode, openLab, until } from './host-setup.ts';

const echo = 'export const handler = async (event) => ({ event, pid: process.pid });';

it('starts an instance for the first request, uses it for the next, and bills the init once', async () => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('echo', echo)]);
  const first = decode((await host.invoke('echo', { n: 1 })).payload);
  const second = decode((await host.invoke('echo', { n: 2 })).payload);
  expect(first).toEqual({ event: { n: 1 }, pid: expect.any(Number) });
  expect(second).toEqual({ event: { n: 2 }, pid: first.pid });
  const [cold, warm] = host.reports;
  expect(cold).toMatchObject({ coldStart: true, status: 'success', functionName: 'echo', memoryMb: 128, attempt: 1 });
  expect(cold?.billedMs).toBe(Math.ceil((cold?.durationMs ?? 0) + (cold?.initMs ?? 0)));
  expect(cold?.initMs).toBeGreaterThan(5);
  expect(warm).toMatchObject({ coldStart: false });
  expect(warm).not.toHaveProperty('initMs');
  // Node itself uses more than 20 MB, and an empty function far less than its size.
  expect(warm?.maxMemoryUsedMb).toBeGreaterThan(20);
  expect(warm?.maxMemoryUsedMb).toBeLessThan(128);
  expect(host.instances()).toMatchObject([{ functionName: 'echo', state: 'idle', invocations: 2, pid: first.pid }]);
});

it('gives an instance one request at a time and starts no more than the limit', async () => {
  const lab = await openLab();
  const source = `export const handler = async () => { note('+' + process.pid); await delay(60); note('-' + process.pid); };`;
  const host = await lab.start([await lab.define('slow', source, { maxConcurrency: 2 })]);
  await Promise.all(Array.from({ length: 8 }, () => host.enqueue('slow', {})));
  await host.idle();
  let running = 0;
  let mostRunning = 0;
  const busy = new Set<string>();
  for (const line of lab.notes()) {
    const pid = line.slice(1);
    if (line.startsWith('+')) expect(busy.has(pid)).toBe(false);
    if (line.startsWith('+')) busy.add(pid);
    else busy.delete(pid);
    running += line.startsWith('+') ? 1 : -1;
    mostRunning = Math.max(mostRunning, running);
  }
  expect(lab.notes()).toHaveLength(16);
  expect(mostRunning).toBe(2);
  expect(new Set(lab.notes().map((line) => line.slice(1))).size).toBe(2);
});

it('refuses a synchronous call while every instance is in use', async () => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('slow', 'export const handler = () => delay(300);')]);
  const first = host.invoke('slow', {});
  await expect(host.invoke('slow', {})).rejects.toMatchObject({ name: 'HostError', code: 'unavailable' });
  expect((await first).functionError).toBeUndefined();
});

it('uses the instance that was used last, so that surplus instances end after their idle time', async () => {
  const lab = await openLab();
  const source = 'export const handler = async ({ ms }) => { await delay(ms); return { pid: process.pid }; };';
  const host = await lab.start([await lab.define('nap', source, { maxConcurrency: 3, idleMs: 900 })]);
  await Promise.all([1, 2, 3].map(() => host.invoke('nap', { ms: 150 })));
  expect(host.instances()).toHaveLength(3);
  const pids = new Set<unknown>();
  for (let round = 0; round < 12; round += 1) {
    pids.add(decode((await host.invoke('nap', { ms: 1 })).payload).pid);
    await delay(100);
  }
  expect(pids.size).toBe(1);
  expect(host.instances()).toHaveLength(1);
  await until(() => host.instances().length === 0);
  expect([...pids].every((pid) => processTag(Number(pid)) === undefined)).toBe(true);
});

it('stops all idle instances on demand', async () => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('echo', echo), await lab.define('other', echo)]);
  await Promise.all([host.invoke('echo', 1), host.invoke('other', 2)]);
  expect(host.instances()).toHaveLength(2);
  await host.reclaimAll();
  expect(host.instances()).toHaveLength(0);
});

it("gives an instance its own environment and folder, and nothing of the host's", async () => {
  process.env.SECRET_OF_THE_HOST = 'x';
  onTestFinished(() => {
    delete process.env.SECRET_OF_THE_HOST;
  });
  const lab = await openLab();
  const source = `export const handler = async (event, context) => {
    writeFileSync(process.env.TMPDIR + '/scratch', 'x');
    return { env: process.env, cwd: process.cwd(), context, remainingMs: context.getRemainingTimeInMillis() };
  };`;
  const host = await lab.start([await lab.define('inspect', source, { env: { OWN: 'yes' }, timeoutMs: 5000 })]);
  const result = decode((await host.invoke('inspect:live', {})).payload);
  const env = result.env as Record<string, string>;
  const allowed =
    /^(AWS_.*|_HANDLER|LAMBDA_TASK_ROOT|NODE_OPTIONS|PATH|LANG|TZ|HOME|TMPDIR|PWD|SHLVL|_|__CF_.*|_X_AMZN_TRACE_ID|OWN|NOTES)$/;
  expect(Object.keys(env).filter((name) => !allowed.test(name))).toEqual([]);
  expect(env).toMatchObject({
    OWN: 'yes',
    AWS_LAMBDA_FUNCTION_NAME: 'inspect',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_ENDPOINT_URL_LAMBDA: host.endpoint,
    _HANDLER: 'handler.handler',
    NODE_OPTIONS: '--max-old-space-size=76',
  });
  expect(env.HOME).toBe(env.TMPDIR);
  expect(result.cwd).toBe(env.LAMBDA_TASK_ROOT);
  expect(result.context).toMatchObject({
    functionName: 'inspect',
    memoryLimitInMB: '128',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:inspect:live',
    awsRequestId: host.reports[0]?.requestId,
  });
  expect(result.remainingMs).toBeGreaterThan(4000);
  expect(result.remainingMs).toBeLessThanOrEqual(5000);
  expect(existsSync(join(env.TMPDIR ?? '', 'scratch'))).toBe(true);
  await host.reclaimAll();
  expect(existsSync(env.TMPDIR ?? '')).toBe(false);
});

it('lets a function invoke another through the endpoint in its environment', async () => {
  const lab = await openLab();
  const caller = `export const handler = async (event) => {
    const url = process.env.AWS_ENDPOINT_URL_LAMBDA + '/2015-03-31/functions/callee/invocations';
    const headers = { 'X-Amz-Invocation-Type': 'Event', Authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c, x' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ from: event }) })).status;
  };`;
  const callee = 'export const handler = async (event) => note(JSON.stringify(event));';
  const host = await lab.start([await lab.define('caller', caller), await lab.define('callee', callee)]);
  await host.enqueue('caller', 7);
  await host.idle();
  expect(lab.notes()).toEqual(['{"from":7}']);
});

it("passes on a function's output line by line", async () => {
  const lab = await openLab();
  const source = `export const handler = async () => { console.log('one\\ntwo'); console.error('three'); };`;
  const host = await lab.start([await lab.define('talk', source)]);
  await host.invoke('talk', {});
  await until(() => host.logs.length === 3);
  expect(host.logs).toEqual(expect.arrayContaining(['one', 'two', 'three']));
});

it('runs 500 events once each, and in their order when one instance serves them', async () => {
  const lab = await openLab();
  const source = 'export const handler = async ({ n }) => note(String(n));';
  const host = await lab.start([await lab.define('count', source, { maxConcurrency: 1 })]);
  for (let n = 0; n < 500; n += 1) await host.enqueue('count', { n });
  expect(host.queueDepth('count')).toBeGreaterThan(0);
  await host.idle();
  expect(lab.notes()).toEqual(Array.from({ length: 500 }, (_, n) => String(n)));
  expect(host.queueDepth()).toBe(0);
  expect(readdirSync(join(lab.dir, 'state', 'queue', 'count'))).toEqual([]);
});
