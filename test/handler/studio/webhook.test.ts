/** From the announcement of a settled photo to the webhook: through the event bus, the function queue and the webhook function. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readyFunctions } from '../../../build/ready-parts.ts';
import { runOps } from '../../../cli/ops.ts';
import { runServe } from '../../../cli/serve.ts';
import { begunRecord, type PhotoRecord } from '../../../core/photo-record.ts';
import { signatureHeaders } from '../../../functions/webhook/sign.ts';
import { ClientFailure, readPhotoEvent } from '../../../library/client.ts';
import { startEventBus } from '../../../local/event-bus/server.ts';
import { type FunctionHost, startFunctionHost } from '../../../local/lambda/host.ts';
import type { JsonServer } from '../../../local/operations/json-server.ts';
import { machineLimits } from '../../../local/sandbox/machine-limits.ts';
import { functionsDir, loadCredentials, loadWebhookSecret } from '../../../local/studio/folder.ts';
import { functionSpecs, webhookFunction } from '../../../local/studio/functions.ts';
import { startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

const secret = 'a-secret-of-the-operator';
const settings = { eventBus: 'default', resultsBucket: 'results', stage: '' };

let dataDir: string;
let receiver: WebhookReceiver;
let host: FunctionHost;
let bus: JsonServer;
let isFull = false;
let announce: (record: PhotoRecord) => Promise<void>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-webhook-'));
  const credentials = await loadCredentials(dataDir);
  receiver = await startReceiver();
  const options = { modelDir: dataDir, webhook: { url: receiver.url, secret } };
  const endpoints = { objects: 'http://127.0.0.1:1', eventBus: undefined };
  const specs = functionSpecs(options, await readyFunctions(), endpoints, credentials, machineLimits());
  host = await startFunctionHost({
    stateDir: functionsDir(dataDir),
    functions: specs.filter(({ name }) => name === webhookFunction),
    retryDelaysMs: [10, 10],
  });
  bus = await startEventBus(credentials, 'us-east-1', async (event) => {
    if (isFull) throw new Error('the disk is full');
    await host.enqueue(webhookFunction, event);
  });
  vi.stubEnv('AWS_ENDPOINT_URL_EVENTBRIDGE', bus.endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  const module = await import('../../../functions/runtime/announce.ts');
  announce = (record) => module.announce(settings, record);
});

afterAll(async () => {
  await host.close().catch(() => {});
  await bus.close();
  await receiver.close();
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true, force: true });
});

/** Announces a finished photo and waits until its event is posted or dead. @returns the requests to the webhook. */
async function settle(photoId: string, answers: readonly number[]) {
  receiver.posts.length = 0;
  receiver.answers.push(...answers);
  await announce(doneRecord(photoId));
  await host.idle();
  receiver.answers.length = 0;
  return [...receiver.posts];
}

function doneRecord(photoId: string): PhotoRecord {
  const source = { etag: 'e', sizeBytes: 1, sequencer: '01' };
  const versions = { code: { matting: null, compose: null }, models: [], order: 1 };
  const run = { photoId, placedAt: '2026-11-29T10:00:03.512Z', source, versions };
  return { ...begunRecord(run, null), status: 'done', verdict: 'ready' };
}

/** Returns the first code block of a language in docs/guide/events.md. */
async function example(language: string): Promise<string> {
  const guide = await readFile('docs/guide/events.md', 'utf8');
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(guide)?.[1] ?? '';
}

test('an accepted event is posted once, in the shape of EventBridge, and the examples of the guide accept its signature', async () => {
  const [post, ...others] = await settle('jane.jpg', []);
  expect(others).toEqual([]);
  expect(post.headers['content-type']).toBe('application/json');
  expect(JSON.parse(post.body)).toEqual({
    ...{ version: '0', source: 'zerobooth', 'detail-type': 'PhotoSettled', region: 'us-east-1', account: '' },
    ...{ id: expect.any(String), time: expect.stringMatching(/^[\d-]+T[\d:]+Z$/), resources: [] },
    detail: {
      ...{ photoId: 'jane.jpg', status: 'done', verdict: 'ready', rejection: null, outputs: [] },
      ...{ placedAt: '2026-11-29T10:00:03.512Z', bucket: 'results', stage: null },
    },
  });
  const { isFromStudio } = await import(`data:text/javascript,${encodeURIComponent(await example('js'))}`);
  expect(isFromStudio(post.headers, post.body, secret)).toBe(true);
  expect(isFromStudio(post.headers, `${post.body} `, secret)).toBe(false);
  expect(isFromStudio(post.headers, post.body, 'another secret')).toBe(false);
  expect(isFromStudio(post.headers, post.body, secret, Date.now() + 301_000)).toBe(false);
  const script = `${await example('python')}
import json, sys
given = json.load(sys.stdin)
check = lambda body, secret: is_from_studio(given["headers"], body.encode(), secret)
print(check(given["body"], "${secret}"), check(given["body"] + " ", "${secret}"), check(given["body"], "another"))`;
  const { stdout, error } = spawnSync('python3', ['-c', script], { input: JSON.stringify(post), encoding: 'utf8' });
  // A machine without Python cannot try the example.
  if (!error) expect(stdout.trim()).toBe('True False False');
});

test('the client checks the signature of an event and returns it', async () => {
  const [{ headers, body }] = await settle('jane.jpg', []);
  const event = await readPhotoEvent({ headers, body, secret });
  expect(event.detail).toMatchObject({ photoId: 'jane.jpg', status: 'done', verdict: 'ready' });
  const fetched = new Headers(headers as Record<string, string>);
  expect(await readPhotoEvent({ headers: fetched, body: new TextEncoder().encode(body), secret })).toEqual(event);
  const refused = async (changed: object) => {
    const error = await readPhotoEvent({ headers, body, secret, ...changed }).catch((reason) => reason);
    expect(error).toBeInstanceOf(ClientFailure);
    return error.code;
  };
  expect(await refused({ body: `${body} ` })).toBe('bad-signature');
  expect(await refused({ secret: 'another secret' })).toBe('bad-signature');
  expect(await refused({ headers: {} })).toBe('bad-signature');
  expect(await refused({ nowMs: Date.now() + 301_000 })).toBe('old-signature');
  expect(await refused({ body: '[]', headers: signatureHeaders('[]', secret, Date.now()) })).toBe('bad-event');
});

test('an event whose post fails twice is posted a third time, and a redirect is a failure', async () => {
  const posts = await settle('twice.jpg', [500, 307]);
  expect(posts).toHaveLength(3);
  expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
  expect(await host.deadLetters()).toEqual([]);
});

test('a secret that is made is kept; addresses and secrets that are not safe are refused', async () => {
  const made = await loadWebhookSecret(dataDir);
  expect(made).toEqual({ secret: expect.stringMatching(/^[0-9a-f]{48}$/), isNew: true });
  expect(await loadWebhookSecret(dataDir)).toEqual({ ...made, isNew: false });
  vi.stubEnv('ZEROBOOTH_DATA_DIR', dataDir);
  for (const url of ['ftp://example.org', 'example.org/photos', 'https://me:pass@example.org']) {
    await expect(runServe(['--webhook', url])).rejects.toThrow('--webhook must be an address such as');
  }
  const short = ['--webhook', 'https://example.org', '--webhook-secret', 'short'];
  await expect(runServe(short)).rejects.toThrow('must have at least 16 characters');
});

test('an event that the bus cannot store is an error for the function, which Lambda repeats', async () => {
  isFull = true;
  await expect(announce(doneRecord('full.jpg'))).rejects.toMatchObject({
    ...{ name: 'Transient', code: 'events-unavailable' },
  });
  isFull = false;
});

test('an event whose post always fails is a dead letter after three tries, which npm run ops shows', async () => {
  expect(await settle('never.jpg', [500, 404, 503])).toHaveLength(3);
  await host.close();
  vi.stubEnv('ZEROBOOTH_DATA_DIR', dataDir);
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const code = await runOps(['dead-letters', '--local', '--keys']).finally(() => vi.restoreAllMocks());
  expect(code).toBe(0);
  expect(lines.join('')).toMatch(/webhook.*never\.jpg/);
});
