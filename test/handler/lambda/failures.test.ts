import { writeFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type DeadLetter, HostError } from '../../../local/lambda/host.ts';
import { decode, openLab, until } from './host-setup.ts';

it('reports a thrown error as Lambda does and keeps the instance', async () => {
  const lab = await openLab();
  const source = `class Odd extends Error { name = 'Odd'; }
    export const handler = async ({ bad }) => { if (bad) throw new Odd('no'); return process.pid; };`;
  const host = await lab.start([await lab.define('odd', source)]);
  const failed = await host.invoke('odd', { bad: true });
  expect(failed.functionError).toBe('Unhandled');
  expect(decode(failed.payload)).toMatchObject({ errorType: 'Odd', errorMessage: 'no' });
  expect(decode(failed.payload).trace).toEqual(expect.arrayContaining([expect.stringContaining('handler.mjs')]));
  expect(host.reports[0]).toMatchObject({ status: 'error', errorType: 'Odd' });
  expect(JSON.parse((await host.invoke('odd', {})).payload.toString())).toBe(host.instances()[0]?.pid);
});

it('kills an instance over its time limit, even when it blocks, and starts a new one', async () => {
  const lab = await openLab();
  const source = 'export const handler = async ({ ms }) => spin(ms);';
  const host = await lab.start([await lab.define('spin', source, { timeoutMs: 400 })]);
  const failed = await host.invoke('spin', { ms: 60_000 });
  expect(decode(failed.payload)).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${failed.requestId} Error: Task timed out after 0.40 seconds`,
  });
  expect(host.reports[0]).toMatchObject({ status: 'timeout', errorType: 'Sandbox.Timedout' });
  expect(host.reports[0]?.durationMs).toBeGreaterThanOrEqual(400);
  expect(host.reports[0]?.durationMs).toBeLessThan(2000);
  expect((await host.invoke('spin', { ms: 1 })).functionError).toBeUndefined();
  expect(host.reports[1]?.coldStart).toBe(true);
});

it.each([
  ['process.exit(3)', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
  ['process.exit(0)', 'Runtime.ExitError', 'Runtime exited without providing a reason'],
  [
    `process.kill(process.pid, 'SIGKILL'); await delay(1000)`,
    'Runtime.ExitError',
    'Runtime exited with error: signal: killed',
  ],
])('reports %s as %s', async (statement, errorType, reason) => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('end', `export const handler = async () => { ${statement}; };`)]);
  const failed = await host.invoke('end', {});
  expect(decode(failed.payload)).toEqual({
    errorType,
    errorMessage: `RequestId: ${failed.requestId} Error: ${reason}`,
  });
  expect(host.reports[0]).toMatchObject({ status: 'crash', errorType });
  await until(() => host.instances().length === 0);
});

it('ends the process on an unhandled rejection, and reports the rejection', async () => {
  const lab = await openLab();
  const source = `export const handler = async () => { void Promise.reject(new RangeError('lost')); await delay(5000); };`;
  const host = await lab.start([await lab.define('loose', source)]);
  const failed = await host.invoke('loose', {});
  expect(decode(failed.payload)).toMatchObject({
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: 'RangeError: lost',
  });
  await until(() => host.instances().length === 0);
});

it.each([
  [`throw new TypeError('at init');`, 'TypeError', 'at init'],
  ['export const other = 1;', 'Runtime.HandlerNotFound', 'handler.handler is undefined or not exported'],
  ['export const handler = (a, b, callback) => callback();', 'Runtime.CallbackHandlerDeprecated', 'callback'],
  [`import 'no-such-package';`, 'Error', 'no-such-package'],
  ['process.exit(9);', 'Runtime.ExitError', 'Runtime exited with error: exit status 9'],
])('reports an init that fails: %s', async (source, errorType, words) => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('broken', source)]);
  const failed = await host.invoke('broken', {});
  expect(decode(failed.payload).errorType).toBe(errorType);
  expect(decode(failed.payload).errorMessage).toContain(words);
  expect(host.reports[0]).toMatchObject({ coldStart: true, durationMs: 0, errorType });
  await until(() => host.instances().length === 0);
});

it('ends an init that takes too long', async () => {
  const lab = await openLab();
  const spec = await lab.define('stuck', 'await delay(60_000); export const handler = async () => 1;', {
    timeoutMs: 200,
  });
  const host = await lab.start([spec], { initLimitMs: 200 });
  expect(decode((await host.invoke('stuck', {})).payload).errorType).toBe('Sandbox.Timedout');
});

it('reports a command that cannot be started', async () => {
  const lab = await openLab();
  const spec = await lab.define('none', '', { command: ['/no/such/program'] });
  const host = await lab.start([spec]);
  expect(decode((await host.invoke('none', {})).payload)).toMatchObject({ errorType: 'Runtime.ExitError' });
  await until(() => host.logs.some((line) => line.includes('/no/such/program')));
});

it('refuses a response of more than 6 MB and keeps the instance', async () => {
  const lab = await openLab();
  const source = `export const handler = async ({ sizeBytes }) => 'x'.repeat(sizeBytes);`;
  const host = await lab.start([await lab.define('big', source)]);
  const failed = await host.invoke('big', { sizeBytes: 7_000_000 });
  expect(decode(failed.payload).errorType).toBe('Function.ResponseSizeTooLarge');
  const fine = await host.invoke('big', { sizeBytes: 6_000_000 });
  expect(fine.payload).toHaveLength(6_000_002);
  expect(host.reports[1]?.coldStart).toBe(false);
});

it('retries an event whose instance was killed from outside while it ran', async () => {
  const lab = await openLab();
  const source = `export const handler = async (event, { awsRequestId }) => {
    note(awsRequestId + ' ' + process.pid);
    if (!existsSync(process.env.NOTES + '.go')) await delay(60_000);
  };`;
  const host = await lab.start([await lab.define('fragile', source, { timeoutMs: 60_000 })]);
  const { requestId } = await host.enqueue('fragile', {});
  await until(() => lab.notes().length === 1);
  writeFileSync(`${lab.notesPath}.go`, '');
  process.kill(Number(lab.notes()[0]?.split(' ')[1]), 'SIGKILL');
  await host.idle();
  expect(lab.notes().map((line) => line.split(' ')[0])).toEqual([requestId, requestId]);
  expect(host.reports).toMatchObject([
    { requestId, attempt: 1, status: 'crash', errorType: 'Runtime.ExitError' },
    { requestId, attempt: 2, status: 'success' },
  ]);
  expect(await host.deadLetters()).toEqual([]);
});

it('makes a dead letter in the shape of Lambda after two retries, and delays no other event', async () => {
  const lab = await openLab();
  const received: DeadLetter[] = [];
  const source = `export const handler = async ({ bad, n }) => { if (bad) throw new Error('poison'); note(String(n)); };`;
  const host = await lab.start([await lab.define('eat', source)], {
    retryDelaysMs: [150, 150],
    onDeadLetter: (deadLetter) => received.push(deadLetter),
  });
  const { requestId } = await host.enqueue('eat:live', { bad: true });
  for (let n = 0; n < 5; n += 1) await host.enqueue('eat', { n });
  await until(() => lab.notes().length === 5);
  expect(received).toEqual([]);
  await host.idle();
  const expected = {
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    requestContext: {
      requestId,
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:eat:live',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { bad: true },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'poison', trace: expect.any(Array) },
  };
  expect(await host.deadLetters()).toEqual([expected]);
  expect(received).toEqual([expected]);
  expect(host.reports.filter((report) => report.requestId === requestId).map(({ attempt }) => attempt)).toEqual([
    1, 2, 3,
  ]);
  const path = join(lab.dir, 'state', 'dead-letters', `${requestId}.json`);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(expected);
});

it('queues one dead letter again, or all', async () => {
  const lab = await openLab();
  const source = `export const handler = async ({ n }) => {
    if (!existsSync(process.env.NOTES + '.mended')) throw new Error('not yet');
    note(String(n));
  };`;
  const host = await lab.start([await lab.define('later', source)], { retryDelaysMs: [] });
  const { requestId } = await host.enqueue('later', { n: 1 });
  await host.enqueue('later', { n: 2 });
  await host.idle();
  expect(await host.deadLetters()).toHaveLength(2);
  expect(await host.redrive(requestId)).toBe(1);
  await host.idle();
  expect((await host.deadLetters()).map(({ requestContext }) => requestContext.requestId)).toContain(requestId);
  await writeFile(`${lab.notesPath}.mended`, '');
  expect(await host.redrive()).toBe(2);
  await host.idle();
  expect(await host.deadLetters()).toEqual([]);
  expect(lab.notes().sort()).toEqual(['1', '2']);
  expect(await host.redrive('unknown')).toBe(0);
});

it('makes a dead letter of an event that has grown too old', async () => {
  const lab = await openLab();
  const source = `export const handler = async () => { throw new Error('again'); };`;
  const host = await lab.start([await lab.define('old', source)], { retryDelaysMs: [400, 400], maxEventAgeMs: 300 });
  await host.enqueue('old', {});
  await host.idle();
  const [deadLetter] = await host.deadLetters();
  expect(deadLetter?.requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1 });
  expect(deadLetter).not.toHaveProperty('responseContext');
});

it('sets a damaged event aside and runs the others', async () => {
  const lab = await openLab();
  const errors: unknown[] = [];
  const spec = await lab.define('note', 'export const handler = async ({ n }) => note(String(n));');
  const queueDir = join(lab.dir, 'state', 'queue', 'note');
  await (await lab.start([spec])).close();
  await writeFile(join(queueDir, '1000.11111111-1111-1111-1111-111111111111.0.json'), '{"requestId":');
  await writeFile(join(queueDir, '.unfinished-abc'), 'half');
  const host = await lab.start([spec], { onError: (error) => errors.push(error) });
  await host.enqueue('note', { n: 1 });
  await host.idle();
  expect(lab.notes()).toEqual(['1']);
  expect(errors).toEqual([expect.any(HostError)]);
  expect(await readdir(queueDir)).toEqual(['1000.11111111-1111-1111-1111-111111111111.0.json.damaged']);
});

it('reports an error of a listener, which changes nothing for the event', async () => {
  const lab = await openLab();
  const errors: unknown[] = [];
  const host = await lab.start([await lab.define('fine', 'export const handler = async () => note("ran");')], {
    onReport: () => {
      throw new Error('listener');
    },
    onError: (error) => errors.push(error),
  });
  await host.enqueue('fine', {});
  await host.idle();
  await delay(100);
  expect(lab.notes()).toEqual(['ran']);
  expect(errors).toEqual([new Error('listener')]);
});

it('stores a dead letter as soon as the disk accepts it', async () => {
  const lab = await openLab();
  const errors: unknown[] = [];
  const spec = await lab.define('poison', `export const handler = async () => { throw new Error('no'); };`);
  const host = await lab.start([spec], { retryDelaysMs: [], onError: (error) => errors.push(error) });
  const deadLettersDir = join(lab.dir, 'state', 'dead-letters');
  await rm(deadLettersDir, { recursive: true, force: true });
  // A file with the name of the folder makes every write fail, as a full disk does.
  await writeFile(deadLettersDir, '');
  await host.enqueue('poison', {});
  await until(() => errors.length >= 2);
  expect(host.queueDepth('poison')).toBe(1);
  await rm(deadLettersDir);
  await host.idle();
  expect(await host.deadLetters()).toHaveLength(1);
});
