/** The brake: the alarm's event stops matting, nothing is lost, and an operator lets it go on. Versions: the way back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runOps } from '../../../cli/ops.ts';
import { brakeKey } from '../../../core/keys.ts';
import { configToEnv } from '../../../functions/runtime/config.ts';
import { type DeadLetter, DeadLetters } from '../../../local/lambda/dead-letters.ts';
import { FunctionLogs } from '../../../local/operations/log-files.ts';
import { openOperationsApi } from '../../../local/operations/server.ts';
import { deadLetterQueueName } from '../../../local/operations/sqs.ts';
import { startObjectServer } from '../../../local/s3/server.ts';
import { standInForStack } from '../../support/cloudformation.ts';
import { type LambdaState, startLambdaApi } from '../../support/lambda-api.ts';

const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };
const arn = 'arn:aws:lambda:us-east-1:123456789012:function:Booth-Matting';
const versions = ['$LATEST', '3', '4', '11', '12'];
const state: LambdaState = { concurrency: null, versions, live: { FunctionVersion: '12' }, requests: [] };
const ends: (() => unknown)[] = [];
let dir: string;
let deadLetters: DeadLetters;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'brake-'));
  const objects = await startObjectServer({
    dataDir: join(dir, 'objects'),
    credentials,
    buckets: [{ name: 'results' }],
  });
  const lambda = await startLambdaApi(arn, state);
  deadLetters = new DeadLetters(join(dir, 'letters'));
  const operations = await openOperationsApi({ deadLetters, logs: new FunctionLogs(join(dir, 'logs')) }, credentials);
  const stack = await standInForStack('Booth', {
    ...{ ResultsBucket: 'results', MattingFunction: arn, ComposeFunction: arn },
    DeadLetterQueue: `${operations.endpoint}/000000000000/${deadLetterQueueName}`,
  });
  ends.push(
    stack.close,
    lambda.close,
    () => objects.close(),
    () => operations.close(),
  );
  const env = {
    ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: credentials.accessKeyId },
    ...{ AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_ENDPOINT_URL_CLOUDFORMATION: stack.endpoint },
    ...{ AWS_ENDPOINT_URL_S3: objects.endpoint, AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint },
    ...{ AWS_ENDPOINT_URL_SQS: operations.endpoint, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: operations.endpoint },
    ...configToEnv({ resultsBucket: 'results', mattingFunction: arn, brakeUsdPerDay: 5 }),
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
beforeEach(() => {
  Object.assign(state, { concurrency: null, live: { FunctionVersion: '12' } });
  state.requests.length = 0;
});
afterAll(async () => {
  for (const end of ends) await end();
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

/** Returns the handler of a new instance. @param concurrency the reserved concurrency of matting in the stack. */
async function openBrake(concurrency?: number) {
  for (const [name, value] of Object.entries(configToEnv({ mattingConcurrency: concurrency ?? null }))) {
    vi.stubEnv(name, concurrency === undefined ? undefined : value);
  }
  vi.resetModules();
  const { handler } = await import('../../../functions/brake/handler.ts');
  return handler;
}

/** The event of an alarm, as CloudWatch sends it. */
const alarm = (value: string) => ({
  ...{ source: 'aws.cloudwatch', accountId: '123456789012', time: '2026-11-29T12:00:00.000+0000', region: 'us-east-1' },
  alarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:Brake',
  alarmData: { alarmName: 'Brake', state: { value, reason: 'Threshold Crossed' }, previousState: { value: 'OK' } },
});

async function ops(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const write = (chunk: unknown) => printed.push(String(chunk)) > 0;
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation(write),
  );
  try {
    await runOps([...args, '--stack', 'Booth']);
    return printed.join('');
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test('an alarm stops matting until somebody releases it', async () => {
  const brake = await openBrake();
  expect(await ops('brake', 'status')).toBe('The brake is off. Dead letters: 0.\n');
  // Lambda may invoke the function twice for one alarm.
  for (let times = 2; times > 0; times--) await brake(alarm('ALARM'));
  expect(state.concurrency).toBe(0);
  await deadLetters.add(givenUp);
  expect(await ops('brake', 'status')).toBe(
    'The brake is on since 2026-11-29T12:00:00.000+0000, because a day cost more than 5 USD; matting takes no work. Dead letters: 1.\n',
  );
  const status = JSON.parse(await ops('brake', 'status', '--json'));
  expect(status).toMatchObject({ isOn: true, brake: { usdPerDay: 5, concurrency: null }, deadLetters: 1 });
  expect(await ops('dead-letters')).toContain('EventAgeExceeded');
  const released = await ops('brake', 'release');
  expect(released).toContain('The brake is released; matting takes work. Dead letters: 1.');
  expect(released).toContain('npm run ops -- redrive --all');
  expect(state.concurrency).toBeNull();
  expect(await ops('brake', 'release')).toContain('The brake was not on.');
});

/** A dead letter of an event that Lambda gave up without a try. */
const givenUp: DeadLetter = {
  ...{ version: '1.0', timestamp: '2026-11-29T12:01:00.000Z', requestPayload: { Records: [] } },
  requestContext: {
    requestId: 'r',
    functionArn: `${arn}:live`,
    condition: 'EventAgeExceeded',
    approximateInvokeCount: 0,
  },
};

test('matting gets back the concurrency that the stack reserves for it', async () => {
  const brake = await openBrake(7);
  await brake(alarm('ALARM'));
  expect(state.concurrency).toBe(0);
  await ops('brake', 'release');
  expect(state.concurrency).toBe(7);
});

test('the end of an alarm releases nothing, and what is not from an alarm stops nothing', async () => {
  const brake = await openBrake();
  await brake(alarm('OK'));
  await expect(brake({ source: 'aws.s3' })).rejects.toThrow('not from an alarm');
  expect(state.requests).toEqual([]);
});

test('a brake that was put on by hand can be seen and released', async () => {
  state.concurrency = 0;
  expect(await ops('brake', 'status')).toContain('The brake is on by hand; matting takes no work.');
  await ops('brake', 'release');
  expect(state.concurrency).toBeNull();
});

test('versions are listed, and the studio goes back to the one before, or to any other', async () => {
  expect(await ops('versions', 'list')).toContain('matting    12  2026-11-29T12:00  in use\n');
  expect(await ops('versions', 'list')).not.toContain('LATEST');
  expect(await ops('versions', 'use', 'matting')).toBe('matting uses version 11 instead of 12.\n');
  expect(state.live.FunctionVersion).toBe('11');
  expect(await ops('versions', 'use', 'compose', '12')).toBe('compose uses version 12 instead of 11.\n');
  expect(await ops('versions', 'use', 'matting', '12')).toBe('matting already uses version 12.\n');
  await expect(ops('versions', 'use', 'matting', '5')).rejects.toThrow(
    'no version 5 of matting; there are 3, 4, 11, 12',
  );
  state.live = { FunctionVersion: '3' };
  await expect(ops('versions', 'use', 'matting')).rejects.toThrow('there is no version before 3 of matting');
  for (const words of [['use'], ['use', 'api'], ['use', 'matting', 'last'], ['show']]) {
    await expect(ops('versions', ...words)).rejects.toThrow('Use versions');
  }
});

test('while a deployment shifts the work, no other version is set', async () => {
  state.live = { FunctionVersion: '11', RoutingConfig: { AdditionalVersionWeights: { '12': 0.1 } } };
  expect(await ops('versions', 'list')).toContain('in use for 10 %');
  await expect(ops('versions', 'use', 'matting')).rejects.toThrow('a deployment is shifting the work');
  expect(state.live.FunctionVersion).toBe('11');
});

test('what the brake stores is gone after the release', async () => {
  const brake = await openBrake();
  await brake(alarm('ALARM'));
  await ops('brake', 'release');
  expect(JSON.parse(await ops('brake', 'status', '--json'))).toMatchObject({ isOn: false, brake: null });
  expect(brakeKey).toBe('desk/brake.json');
});
