/**
 * A studio that is opened to a network: page, API and buckets come through one port, an access code is required, and foreign
 * hosts, origins and addresses get nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request as sendRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ApiPhoto, Ticket } from '../../core/api.ts';
import { accessCodeKey } from '../../core/keys.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { resultsBucket, uploadsBucket } from '../../local/studio/folder.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import { browserPath, choose, finished, launch, openPage, picked, saved, whySkipped } from '../support/browser.ts';
import { drawnPortrait } from '../support/drawn.ts';

let studio: Studio;
let dataDir: string;
let port: number;
let url: string;
let code: string;
let portrait: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-network-'));
  const { storeDir: modelDir } = await ensureModels();
  portrait = new Uint8Array(await drawnPortrait('short'));
  const network = { host: '0.0.0.0', allow: ['127.0.0.2'] };
  studio = await startStudio({ dataDir, modelDir, pagePort: 0, idleMs: 10_000, network });
  port = Number(new URL(studio.pageUrl ?? '').port);
  url = `http://127.0.0.1:${port}`;
  code = studio.accessCode ?? '';
});
afterAll(async () => {
  await studio.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Sent {
  readonly method?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request from an address of the loopback. */
function ask(path: string, { method = 'GET', from = '127.0.0.1', headers = {} }: Sent = {}) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, localAddress: from, headers };
    const sent = sendRequest(options, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    sent.on('error', reject).end();
  });
}

const withCode = () => ({ authorization: `Bearer ${code}` });

test('a photo goes through one port, with signatures for the address that the caller uses', async () => {
  const body = { order: { standards: ['us-passport'] }, sizeBytes: portrait.length, contentType: 'image/jpeg' };
  const json = { ...withCode(), 'content-type': 'application/json', origin: url };
  const announced = await fetch(`${url}/api/photos`, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const { photoId, upload } = (await announced.json()) as Ticket;
  expect(new URL(upload.url).origin).toBe(url);
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([portrait]), 'jane.jpg');
  expect((await fetch(upload.url, { method: 'POST', body: form, headers: { origin: url } })).status).toBe(201);
  let photo: ApiPhoto;
  do {
    await delay(50);
    photo = (await (await fetch(`${url}/api/photos/${photoId}`, { headers: withCode() })).json()) as ApiPhoto;
  } while (photo.status !== 'done' && photo.status !== 'rejected');
  const link = photo.links.find(({ kind }) => kind === 'photo')?.url ?? '';
  expect(link.startsWith(`${url}/${resultsBucket}/`)).toBe(true);
  const jpeg = Buffer.from(await (await fetch(link)).arrayBuffer());
  expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 600, height: 600 });
  // The signature is for this host name only.
  const { pathname, search } = new URL(link);
  const elsewhere = await ask(`${pathname}${search}`, { headers: { host: `10.0.0.1:${port}` } });
  expect([elsewhere.status, elsewhere.text]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
});

test('a call whose client disconnects loses nothing: the repeated call gets the photo that was made meanwhile', async () => {
  const send = (signal?: AbortSignal) => {
    const form = new FormData();
    form.append('file', new Blob([portrait]), 'jane.jpg');
    form.append('standard', 'cn-1-inch');
    const headers = { ...withCode(), 'idempotency-key': 'the-first-photo' };
    return fetch(`${url}/api/photo`, { method: 'POST', headers, body: form, ...(signal && { signal }) });
  };
  await expect(send(AbortSignal.timeout(250))).rejects.toThrow();
  let answer: Response;
  // On a busy machine a photo may take longer than one call waits.
  do answer = await send();
  while (answer.status === 202);
  expect(answer.status).toBe(200);
  expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({ format: 'jpeg', width: 295, height: 413 });
  const [again, large] = await Promise.all([send(), ask('/api/photo', { method: 'POST', headers: tooLong })]);
  expect(again.headers.get('location')).toBe(answer.headers.get('location'));
  expect([large.status, large.text]).toEqual([413, expect.stringContaining('upload ticket')]);
  expect((await ask('/api/photo', { method: 'POST' })).status).toBe(401);
});

const tooLong = { 'content-length': String(26 * 1024 * 1024) };

test('the page reaches nothing but its own origin', async () => {
  const { status, headers, text } = await ask('/');
  expect([status, text]).toEqual([200, expect.stringContaining('<!doctype html>')]);
  expect(headers['content-security-policy']).toContain("connect-src 'self';");
  expect(headers['content-security-policy']).not.toContain('http:');
});

test('the S3 endpoint is on the same port, for the key pair only', async () => {
  const { region, credentials } = studio;
  const options = { endpoint: url, region, forcePathStyle: true };
  const s3 = new S3Client({ ...options, credentials });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: resultsBucket, Key: accessCodeKey }));
  expect((await Body?.transformToString())?.trim()).toBe(code);
  const wrong = new S3Client({ ...options, credentials: { ...credentials, secretAccessKey: 'x'.repeat(48) } });
  await expect(wrong.send(new ListObjectsV2Command({ Bucket: uploadsBucket }))).rejects.toThrow(/signature/i);
  s3.destroy();
  wrong.destroy();
  expect(await ask(`/${resultsBucket}/${accessCodeKey}`)).toMatchObject({ status: 403 });
  expect(await ask(`/${resultsBucket}?list-type=2`, { headers: withCode() })).toMatchObject({ status: 400 });
});

describe('without the right code', () => {
  test.each(['/api/access', '/api/instances', '/api/photos/form/00000000000000000000000000000000.jpg'])(
    '%s is refused',
    async (path) => {
      expect((await ask(path)).status).toBe(401);
      expect((await ask(path, { headers: withCode() })).status).not.toBe(401);
    },
  );
  test('wrong codes slow down the address that sent them, whatever it forwards', async () => {
    const wrong = (n: number) => ({ authorization: 'Bearer wrong-code', 'x-forwarded-for': `10.0.0.${n}` });
    for (let n = 0; n < 6; n++) await ask('/api/access', { from: '127.0.0.2', headers: wrong(n) });
    expect((await ask('/api/access', { from: '127.0.0.2', headers: withCode() })).status).toBe(429);
    expect((await ask('/api/access', { headers: withCode() })).status).toBe(204);
  });
});

describe('foreign callers', () => {
  const paths = ['/', '/api/settings', '/api/access', '/api/instances', `/${resultsBucket}/${accessCodeKey}`];
  test.each([
    ['another host name', 421, { headers: { host: 'evil.example' } }],
    ['an address that is not allowed', 403, { from: '127.0.0.3' }],
    [
      'an allowed address that a stranger forwards',
      403,
      { from: '127.0.0.3', headers: { 'x-forwarded-for': '127.0.0.2' } },
    ],
    ['another origin', 403, { headers: { origin: 'https://evil.example' } }],
    ['a form of another site', 403, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }],
  ] as const)('%s: every path answers %i, also with the code', async (_, status, sent) => {
    for (const path of paths) {
      const answer = await ask(path, {
        ...sent,
        headers: { ...withCode(), ...('headers' in sent ? sent.headers : {}) },
      });
      expect(answer.status, path).toBe(status);
      expect(answer.text).not.toContain(code);
    }
  });
});

describe.skipIf(browserPath === null)(
  browserPath === null ? whySkipped : 'the page at an address of the network',
  () => {
    /** An address that no machine has (RFC 5737). The browser connects to the loopback instead, and names this address. */
    const address = '192.0.2.7';

    test('asks for the access code, refuses a wrong one, and makes a photo with the right one', async () => {
      const browser = await launch([`--host-resolver-rules=MAP ${address} 127.0.0.1`]);
      onTestFinished(() => browser.close());
      const page = await openPage(browser, `http://${address}:${port}`);
      // Plain HTTP at any address but the loopback: the browser offers no digests, no camera and no clipboard.
      expect(await page.evaluate('[isSecureContext, typeof crypto.subtle]')).toEqual([false, 'undefined']);
      await choose(page, await picked('short'));
      const field = page.getByLabel('Code', { exact: true });
      await field.fill('not-the-right-code-at-all');
      await page.getByRole('button', { name: 'Enter' }).click();
      await page.getByText('That code is not right.').waitFor();
      await field.fill(code);
      await page.getByRole('button', { name: 'Enter' }).click();
      await finished(page);
      const { name, bytes } = await saved(page, /^Photo \d/);
      expect([name, (await sharp(bytes).metadata()).format]).toEqual([expect.stringMatching(/\.jpg$/), 'jpeg']);
      // Everything came through the one address, also the upload and the pictures of the buckets.
      const loaded = await page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => new URL(name).host)",
      );
      const hosts = (loaded as string[]).filter((host) => host !== '');
      expect([...new Set(hosts)]).toEqual([`${address}:${port}`]);
    });
  },
);
