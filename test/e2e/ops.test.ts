/**
 * `npm run ops` on a running studio, a stopped studio and a stack. The stack is a stand-in for CloudFormation whose
 * outputs point to the same local studio. Unless a test needs a process for its exit code or signal, the command runs
 * in this process, which is faster.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { runOps } from '../../cli/ops.ts';
import { UsageError } from '../../cli/usage.ts';
import { resultsPrefix } from '../../core/keys.ts';
import type { SettledPhoto } from '../../core/settled-event.ts';
import { photoReference } from '../../functions/runtime/log.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { deadLettersIn } from '../../local/lambda/host.ts';
import { findAddress } from '../../local/studio/address.ts';
import { connect, type StudioClient } from '../../local/studio/client.ts';
import { functionsDir, resultsBucket } from '../../local/studio/folder.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import { standInForStack } from '../support/cloudformation.ts';
import { drawnPortrait } from '../support/drawn.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const janeDoe = 'cn-1-inch+blue/jane-doe.jpg';
const johnRoe = 'john-roe/passport.jpg';
const retryDelaysMs = [20, 20];

let dataDir: string;
let modelDir: string;
let studio: Studio;
let receiver: WebhookReceiver;
let client: StudioClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-ops-'));
  receiver = await startReceiver();
  vi.stubEnv('ZEROBOOTH_DATA_DIR', dataDir);
  modelDir = (await ensureModels()).storeDir;
  await start();
  await client.upload(janeDoe, await drawnPortrait('glasses'));
  await client.upload(johnRoe, new TextEncoder().encode('this is no picture'));
  await studio.host.idle();
});

afterAll(async () => {
  await stop();
  await receiver.close();
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const webhook = { url: receiver.url, secret: 'a-secret-of-the-operator' };
  studio = await startStudio({ dataDir, modelDir, retryDelaysMs, webhook });
  client = connect(studio);
}

async function stop(): Promise<void> {
  client.close();
  await studio.close();
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Checks that the output contains no name, unless the test uses `--keys`. */
function checked(args: readonly string[], stdout: string, stderr: string, code: number | null): Ran {
  if (!args.includes('--keys')) expect(stdout + stderr).not.toMatch(/jane|john|passport\.jpg/);
  return { stdout, stderr, code, lines: stdout.split('\n').filter(Boolean) };
}

async function ops(args: string[]): Promise<Ran> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      printed[stream] += chunk;
      return true;
    }),
  );
  try {
    const code = await runOps(args);
    return checked(args, printed.stdout, printed.stderr, code);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function opsProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [join('cli', 'zerobooth.cjs'), 'ops', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return checked(args, ...(await Promise.all([text(child.stdout), text(child.stderr), exit])));
}

test('the webhook is told of the finished and of the rejected photo', () => {
  const details = receiver.posts.map(({ body }) => (JSON.parse(body) as { detail: SettledPhoto }).detail);
  const told = Object.fromEntries(details.map(({ photoId, ...detail }) => [photoId, detail]));
  expect(Object.keys(told).sort()).toEqual([janeDoe, johnRoe]);
  expect(told[johnRoe]).toMatchObject({ status: 'rejected', rejection: 'unknown-standard', outputs: [] });
  expect(told[janeDoe]).toMatchObject({
    ...{ status: 'done', bucket: resultsBucket, stage: null },
    outputs: [{ key: `results/${janeDoe}/cn-1-inch-blue.jpg`, kind: 'photo', standard: 'cn-1-inch' }],
  });
});

const json = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

/** Sends compose an event that it cannot handle, so that it becomes a dead letter. @returns the request id. */
async function failForGood(photoId: string): Promise<string> {
  const { requestId } = await studio.host.enqueue('compose:live', { photoId, oops: true });
  await studio.host.idle();
  return requestId;
}

test('tail shows the work on each photo, and --status finds it', async () => {
  const { stdout, code } = await ops(['tail', '--local']);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`matting  composing +photo=${photoReference(janeDoe)} .*coldStart.*infer=`));
  expect(stdout).toMatch(new RegExp(`compose  done +photo=${photoReference(janeDoe)}`));
  expect(stdout).toMatch(/matting {2}report .*billedMs=\d+ .*memoryMb=2048/);
  const times = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(0, 23));
  expect(times).toEqual(times.toSorted());
  const done = await ops(['tail', '--local', '--status', 'done', '--json']);
  expect(json(done)).toMatchObject([{ function: 'compose', status: 'done', photos: [photoReference(janeDoe)] }]);
  expect((await ops(['tail', '--local', '--since', '0s'])).lines).toEqual([]);
});

test('tail --follow prints new events', async () => {
  const child = spawn(process.execPath, ['cli/zerobooth.cjs', 'ops', 'tail', '--local', '--follow'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  await until(() => printed.includes('done'));
  await client.upload('john-roe/second.jpg', new TextEncoder().encode('nor is this'));
  const second = photoReference('john-roe/second.jpg');
  await until(() => printed.includes(second));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  expect(await exit).toBe(0);
  expect(printed.split('\n').filter((line) => line.includes(second) && line.includes('unknown-standard'))).toHaveLength(
    1,
  );
});

test('history lists records by state, and shows photo ids only with --keys', async () => {
  const all = json(await ops(['history', '--local', '--json']));
  expect(all.map(({ photos }) => photos)).toContainEqual([photoReference(johnRoe)]);
  const done = await ops(['history', '--local', '--status', 'done', '--json']);
  expect(json(done)).toMatchObject([{ photos: [photoReference(janeDoe)], standards: ['cn-1-inch'], outputs: 1 }]);
  const rejected = await ops(['history', '--local', '--status', 'rejected', '--limit', '1']);
  expect(rejected.lines).toHaveLength(1);
  const named = await ops(['history', '--local', '--photo', photoReference(johnRoe), '--keys']);
  expect(named.stdout).toContain(johnRoe);
});

test('dead letters can be listed repeatedly, and are redriven once', async () => {
  const requestId = await failForGood('jane-doe.jpg');
  for (let time = 0; time < 2; time++) {
    const listed = await ops(['dead-letters', '--local', '--json']);
    expect(json(listed)).toMatchObject([{ function: 'compose', status: 'Fault', tries: 3, id: requestId }]);
  }
  expect((await ops(['dead-letters', '--local', '--keys'])).stdout).toContain('jane-doe.jpg');
  expect((await ops(['redrive', '--local', '--id', 'another'])).stderr).toContain('0 events');
  expect((await ops(['redrive', '--local', '--status', 'RetriesExhausted', '--since', '0s'])).stderr).toContain(
    '0 events',
  );
  const redriven = await ops(['redrive', '--local', '--id', requestId, '--json']);
  expect([redriven.code, json(redriven)]).toMatchObject([0, [{ id: requestId, redrivenAs: expect.any(String) }]]);
  await studio.host.idle();
  // The cause still exists, so the event fails again and becomes a dead letter of the new request.
  const again = json(await ops(['dead-letters', '--local', '--json']));
  expect(again).toMatchObject([{ tries: 3, id: json(redriven)[0].redrivenAs }]);
});

test('a dead letter whose event is refused stays in the queue, and the exit code is 1', async () => {
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:gone:7';
  const context = { requestId: 'orphan', functionArn: arn, condition: 'RetriesExhausted', approximateInvokeCount: 3 };
  const deadLetter = {
    version: '1.0',
    timestamp: '2026-03-01T12:00:00.000Z',
    requestContext: context,
    requestPayload: {},
  };
  const folder = deadLettersIn(functionsDir(dataDir));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'orphan.json'), JSON.stringify(deadLetter));
  const { code, stdout } = await opsProcess(['redrive', '--local', '--id', 'orphan']);
  expect([code, stdout]).toEqual([1, expect.stringContaining('refused=ResourceNotFoundException')]);
  const remaining = await ops(['dead-letters', '--local', '--function', 'gone']);
  expect(remaining.lines).toHaveLength(1);
  await rm(join(folder, 'orphan.json'));
});

test('access codes are added, listed and revoked, on a running studio', async () => {
  const added = await ops(['access', 'add', 'photo-shop', '--local', '--photos-per-day', '20']);
  expect(added.stdout).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}\n$/);
  expect((await ops(['access', 'list', '--local'])).stdout).toMatch(
    /^photo-shop +\d{4}-\d\d-\d\d {2}0 of 20 photos today\n$/,
  );
  await expect(ops(['access', 'add', 'photo-shop', '--local'])).rejects.toThrow('there is a code photo-shop already');
  for (const words of [['add', 'Photo Shop'], ['add', 'first'], ['revoke'], ['show']]) {
    await expect(ops(['access', ...words, '--local'])).rejects.toThrow(UsageError);
  }
  expect((await ops(['access', 'revoke', 'photo-shop', '--local'])).code).toBe(0);
  await expect(ops(['access', 'revoke', 'photo-shop', '--local'])).rejects.toThrow('there is no code photo-shop');
  await ops(['access', 'revoke', 'first', '--local']);
  const listed = json(await ops(['access', 'list', '--local', '--json']));
  expect(listed).toEqual([{ name: 'first', createdAt: null, photosPerDay: null, photosToday: null }]);
});

test('the same commands work on a stack, which is found by its outputs', async () => {
  const address = await findAddress(dataDir);
  if (!address) throw new Error('the studio has published no address');
  const stack = await standInForStack('Booth', {
    ...{ UploadsBucket: 'u', ResultsBucket: resultsBucket, AlarmTopic: 'arn:aws:sns:x' },
    ...{ MattingLogs: '/aws/lambda/matting', ComposeLogs: '/aws/lambda/compose' },
    DeadLetterQueue: `${address.operations}/000000000000/dead-letters`,
  });
  onTestFinished(() => stack.close());
  const env = {
    ...{ AWS_REGION: address.region, AWS_ACCESS_KEY_ID: studio.credentials.accessKeyId },
    ...{ AWS_SECRET_ACCESS_KEY: studio.credentials.secretAccessKey, AWS_ENDPOINT_URL_CLOUDFORMATION: stack.endpoint },
    ...{ AWS_ENDPOINT_URL_S3: address.objects, AWS_ENDPOINT_URL_LAMBDA: address.functions },
    ...{ AWS_ENDPOINT_URL_SQS: address.operations, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: address.operations },
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const onStack = (...args: string[]) => ops([...args, '--stack', 'Booth', '--json']);
  expect(json(await onStack('tail', '--status', 'done'))).toMatchObject([{ function: 'compose', status: 'done' }]);
  expect(json(await onStack('history', '--status', 'done'))).toMatchObject([{ photos: [photoReference(janeDoe)] }]);
  const deadLetters = json(await onStack('dead-letters'));
  expect(deadLetters.length).toBeGreaterThan(0);
  const redriven = json(await onStack('redrive', '--all'));
  expect(redriven.map(({ id }) => id)).toEqual(deadLetters.map(({ id }) => id));
  const missing = await opsProcess(['tail', '--stack', 'Other'], env);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('Stack with id Other does not exist')]);
  await studio.host.idle();
});

test('the data of a stopped studio can be read, but nothing can be redriven', async () => {
  const requestId = await failForGood('jane-doe.jpg');
  await stop();
  try {
    expect((await ops(['history', '--local', '--status', 'done'])).lines).toHaveLength(1);
    expect((await ops(['tail', '--local', '--status', 'done'])).lines).toHaveLength(1);
    expect((await ops(['dead-letters', '--local'])).stdout).toContain(requestId);
    const redriven = await opsProcess(['redrive', '--local', '--all']);
    expect([redriven.code, redriven.stderr]).toEqual([2, expect.stringContaining('npm start')]);
    expect((await ops(['dead-letters', '--local'])).stdout).toContain(requestId);
  } finally {
    await start();
  }
  const finished = await client.fetchResult(`${resultsPrefix(janeDoe)}cn-1-inch-blue.jpg`);
  expect(finished.length).toBeGreaterThan(1000);
});

test('a missing studio and a missing command give an error message', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'zerobooth-ops-'));
  onTestFinished(() => rm(empty, { recursive: true, force: true }));
  const none = await opsProcess(['history', '--local'], { ZEROBOOTH_DATA_DIR: empty });
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('there is no studio in')]);
  expect(await opsProcess([])).toMatchObject({ code: 2, stderr: expect.stringContaining('Name a command: tail') });
  expect(await opsProcess(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Usage: npm run ops'),
  });
});

async function until(condition: () => boolean, limitMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + limitMs; !condition(); await delay(50)) {
    if (Date.now() > deadline) throw new Error('the condition was not met in time');
  }
}
