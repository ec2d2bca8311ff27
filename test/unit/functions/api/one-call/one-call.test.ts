/** The limits of one call: the size of the body, the wait, the size of the answer; and the order that a form becomes. */
import { expect, test } from 'vitest';
import { recordKey } from '../../../../../core/keys.ts';
import { begunRecord } from '../../../../../core/photo-record.ts';
import { acceptPhoto, type OneCall } from '../../../../../functions/api/one-call/accept-photo.ts';
import { answerPhoto } from '../../../../../functions/api/one-call/answer-photo.ts';
import { lambdaLimits } from '../../../../../functions/api/one-call/lambda-limits.ts';
import { readPhotoForm } from '../../../../../functions/api/one-call/read-form.ts';
import type { HttpRequest } from '../../../../../functions/runtime/http-handler.ts';
import { signerAt } from '../../../../../functions/runtime/presign.ts';
import { memoryStore } from '../../../../support/memory-store.ts';

const photoId = `form/${'0'.repeat(32)}.jpg`;
const config = { maxBytes: 1000, resultsBucket: 'results', linkMinutes: 15 };
const caller = { name: '', countPhoto: async () => {} };
const signer = signerAt('http://127.0.0.1:1', {
  region: 'us-east-1',
  credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
});

function callWith(objects: Record<string, string> = {}, limits: Partial<OneCall> = {}): OneCall {
  const { store } = memoryStore(objects);
  const found = { ...store, head: async () => ({ metadata: {}, modifiedAt: new Date() }), exists: async () => false };
  return { config, buckets: { uploads: found, results: found }, ...lambdaLimits, waitMs: 100, ...limits };
}

async function requestOf(fields: readonly (readonly [string, string])[], fileBytes = 3): Promise<HttpRequest> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(fileBytes)], { type: 'image/png' }), 'a.png');
  const sent = new Response(form);
  const headers = { 'content-type': sent.headers.get('content-type') ?? '' };
  const body = new Uint8Array(await sent.arrayBuffer());
  return { requestId: 'r', method: 'POST', path: '/api/photo', query: '', headers, body, sourceIp: '127.0.0.1' };
}

test('a body of 4.6 MB fits into the 6 MB of Lambda as base64; a larger one is refused with the way by ticket', async () => {
  const { mostBodyBytes } = lambdaLimits;
  expect(mostBodyBytes).toBeGreaterThan(4.4 * 1024 * 1024);
  expect(Buffer.alloc(mostBodyBytes).toString('base64').length + 60_000).toBeLessThan(6 * 1024 * 1024);
  const request = await requestOf([], mostBodyBytes);
  await expect(acceptPhoto(callWith(), request, caller)).rejects.toMatchObject({ code: 'body-too-large' });
});

test('a photo above the limit of a picture is refused as such', async () => {
  await expect(acceptPhoto(callWith(), await requestOf([], 1001), caller)).rejects.toMatchObject({ code: 'too-large' });
});

test('after the wait the answer is 202 with the address of the photo, which goes on', async () => {
  const source = { etag: 'e', sizeBytes: 1, sequencer: '1' };
  const versions = { code: { matting: null, compose: null }, models: [], order: null };
  const begun = begunRecord({ photoId, placedAt: new Date().toISOString(), source, versions }, null);
  const call = callWith({ [recordKey(photoId)]: JSON.stringify(begun) });
  const answer = await answerPhoto(call, await requestOf([]), { photoId, signer });
  expect(answer).toMatchObject({ status: 202, headers: { location: `/api/photos/${photoId}`, 'retry-after': '2' } });
  expect(JSON.parse(String(answer.body))).toMatchObject({ photoId, status: 'matting' });
});

test('a caller that is gone ends the wait', async () => {
  const call = callWith({}, { waitMs: 60_000 });
  const signal = AbortSignal.abort();
  expect(await answerPhoto(call, await requestOf([]), { photoId, signer, signal })).toMatchObject({ status: 202 });
});

test.each([
  [[['standard', 'us-passport,cn-1-inch']], { standards: ['us-passport', 'cn-1-inch'] }],
  [
    [
      ['standards', 'us-passport'],
      ['standards', 'cn-1-inch'],
      ['backdrop', 'white'],
    ],
    { standards: ['us-passport', 'cn-1-inch'], backdrops: ['white'] },
  ],
  [
    [
      ['sheet', '4R'],
      ['sheet.ruler', 'true'],
      ['densityDpi', '300'],
      ['strict', 'true'],
    ],
    { sheet: { paper: '4R', ruler: true }, densityDpi: 300, strict: true },
  ],
  [
    [
      ['order', '{"standards":["us-visa"],"infant":true}'],
      ['standard', 'us-passport'],
    ],
    { standards: ['us-passport'], infant: true },
  ],
  [
    [
      ['adjust.scale', '1.05'],
      ['adjust.turnDeg', '-1'],
      ['tone.light', '0.4'],
      ['tone.contrast', '-0.30000000000000004'],
    ],
    {
      adjust: { right: 0, down: 0, scale: 1.05, turnDeg: -1 },
      tone: { light: 0.4, contrast: -0.30000000000000004 },
    },
  ],
  [[['caption', 'DOE, JANE|2026-11-30']], { caption: ['DOE, JANE', '2026-11-30'] }],
] as const)('the form %j is an order', async (fields, order) => {
  expect((await readPhotoForm(await requestOf(fields))).order).toMatchObject(order);
});
