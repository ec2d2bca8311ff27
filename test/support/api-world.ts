/**
 * The API over HTTP: the real function URL server with the real handler, on the real object server, with compose beside it.
 * Only the networks are missing: what matting would leave is put there as of a plain person. Lambda's API takes
 * invocations and remembers them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { vi } from 'vitest';
import { edgesOf } from '../../core/cutout-layers.ts';
import type { Instances } from '../../core/instances-api.ts';
import { cutoutKey, cutoutPngKey, headKey, recordKey, uploadKey, workingPhotoKey } from '../../core/keys.ts';
import { type PhotoOrderInput, parseOrder } from '../../core/order.ts';
import { begunRecord, type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import { type Config, configToEnv } from '../../functions/runtime/config.ts';
import { packCutout } from '../../functions/runtime/cutout-file.ts';
import type { Handler } from '../../functions/runtime/event-handler.ts';
import type { HttpResult } from '../../functions/runtime/http-handler.ts';
import { startFunctionUrl } from '../../local/function-url/server.ts';
import { startObjectServer } from '../../local/s3/server.ts';
import { drawPlainPerson, measurementsOf, plainPerson } from './plain-person.ts';

export const uploads = 'api-uploads';
export const results = 'api-results';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies that they expect
  readonly body: any;
}

export interface ApiWorld {
  readonly url: string;
  readonly s3Endpoint: string;
  readonly compose: Handler;
  /** Payloads that the API handed on, in order. */
  readonly invocations: unknown[];
  /** Lines that the functions logged. */
  readonly lines: string[];
  /** The status of the Lambda API's answer; 202 accepts the work. */
  lambdaStatus: number;
  /** Time by which the object server's clock is ahead, ms. */
  skewMs: number;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(bucket: string, key: string, body: string | Uint8Array): Promise<void>;
  read(key: string): Promise<string | null>;
  bytes(key: string): Promise<Uint8Array>;
  record(photoId: string): Promise<PhotoRecord | null>;
  /** Everything in both buckets. */
  keys(): Promise<readonly string[]>;
  /** Leaves upload, record and cutout as matting does when it hands on. */
  cutOut(photoId: string, order?: PhotoOrderInput, changed?: Partial<PhotoRecord>): Promise<PhotoRecord>;
  /** Leaves a finished photo as version 0.2 did: a record without `cutout`, and three objects. */
  cutOutBefore03(photoId: string, order?: PhotoOrderInput): Promise<PhotoRecord>;
  remove(bucket: string, key: string): Promise<void>;
  /** Starts a second instance of the API over the same buckets. */
  anotherInstance(): Promise<{ handler: (path: string, headers: Record<string, string>) => Promise<HttpResult> }>;
  close(): Promise<void>;
}

const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };

export const noInstances: Instances = {
  enforcement: { memory: 'watched', cpu: 'none', reason: 'test' },
  isolation: { user: 'starter', files: 'permissions', reason: 'test' },
  price: { usdPerGbSecond: 0, usdPerRequest: 0, source: 'test' },
  ...{ functions: [], instances: [], invocations: [], nowMs: 0 },
  totals: { invocations: 0, gbSeconds: 0, priceUsd: 0 },
};

export async function openApiFunction(settings: Partial<Config> = {}): Promise<ApiWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-api-'));
  const world = { lambdaStatus: 202, skewMs: 0 };
  const objects = await startObjectServer({
    ...{ dataDir, credentials },
    buckets: [{ name: uploads }, { name: results }],
    clock: () => new Date(Date.now() + world.skewMs),
  });
  const invocations: unknown[] = [];
  const lambda = await startLambdaApi(world, invocations);
  const env = {
    AWS_ENDPOINT_URL_S3: objects.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...configToEnv({
      ...{ access: 'none', ...settings },
      ...{ uploadsBucket: uploads, resultsBucket: results, composeFunction: 'compose' },
    }),
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const lines: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  vi.resetModules();
  const { handler } = await import('../../functions/api/handler.ts');
  const { handler: compose } = await import('../../functions/compose/handler.ts');
  const door = await startFunctionUrl({
    ...{ port: 0, concurrency: 4, instances: () => noInstances },
    invoke: async (event) => {
      const result = await handler(JSON.parse(JSON.stringify(event)), { awsRequestId: 'api-request' });
      return { requestId: 'api-request', payload: Buffer.from(JSON.stringify(result)) };
    },
  });
  const url = door.origins[0];
  const s3 = new S3Client({ endpoint: objects.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  const put = async (Bucket: string, Key: string, Body: string | Uint8Array) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  };
  const read = async (Key: string) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: results, Key }));
      return (await Body?.transformToString()) ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };
  return Object.assign(world, {
    ...{ url, s3Endpoint: objects.endpoint, compose, invocations, lines, put, read },
    bytes: async (Key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: results, Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    ask: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      ask(`${url}${path}`, method, body, headers),
    record: async (photoId: string) => {
      const text = await read(recordKey(photoId));
      return text === null ? null : photoRecordSchema.parse(JSON.parse(text));
    },
    keys: async () => {
      const lists = [uploads, results].map((Bucket) => s3.send(new ListObjectsV2Command({ Bucket })));
      return (await Promise.all(lists)).flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
    },
    anotherInstance: async () => {
      vi.resetModules();
      const { handler: other } = await import('../../functions/api/handler.ts');
      const http = { method: 'GET', sourceIp: '127.0.0.1' };
      return {
        handler: (rawPath: string, headers: Record<string, string>) =>
          other({ version: '2.0', rawPath, headers, requestContext: { http } }, { awsRequestId: 'another-request' }),
      };
    },
    cutOut: (photoId: string, order: PhotoOrderInput = {}, changed: Partial<PhotoRecord> = {}) =>
      leaveCutout(put, photoId, order, changed),
    cutOutBefore03: (photoId: string, order: PhotoOrderInput = {}) => leaveOldCutout(put, photoId, order),
    remove: async (Bucket: string, Key: string) => {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    close: async () => {
      s3.destroy();
      await door.close();
      await objects.close().catch(() => {});
      await lambda.close();
      stdout.mockRestore();
      vi.unstubAllEnvs();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

/** Text goes as it is; anything else as JSON. */
async function ask(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const answer = await fetch(url, {
    ...{ method, redirect: 'manual' },
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') && text !== '';
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

const { widthPx: width, heightPx: height, data } = drawPlainPerson(plainPerson);
const person = () => sharp(data, { raw: { width, height, channels: 4 } });
const workingPhoto = () => person().flatten({ background: 'grey' }).jpeg().toBuffer();
const headJson = Buffer.from(JSON.stringify(measurementsOf(plainPerson)));

async function leaveCutout(
  put: ApiWorld['put'],
  photoId: string,
  order: PhotoOrderInput,
  changed: Partial<PhotoRecord>,
): Promise<PhotoRecord> {
  const record = { ...recordOf(photoId, order), cutout: cutoutKey(photoId), ...changed };
  const edges = edgesOf({ widthPx: width, heightPx: height, data });
  const edgesPng = await sharp(edges.data, { raw: { width: edges.widthPx, height: edges.heightPx, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  await put(uploads, uploadKey(photoId), 'the upload');
  await put(results, recordKey(photoId), JSON.stringify(record));
  if (record.cutout) {
    await put(results, record.cutout, packCutout({ photoJpeg: await workingPhoto(), edgesPng, headJson }));
  }
  return record;
}

async function leaveOldCutout(put: ApiWorld['put'], photoId: string, order: PhotoOrderInput): Promise<PhotoRecord> {
  const { cutout: _, ...record } = { ...recordOf(photoId, order), status: 'done' };
  await put(uploads, uploadKey(photoId), 'the upload');
  await put(results, cutoutPngKey(photoId), await person().png().toBuffer());
  await put(results, headKey(photoId), headJson);
  await put(results, workingPhotoKey(photoId), await workingPhoto());
  await put(results, recordKey(photoId), JSON.stringify(record));
  return photoRecordSchema.parse(record);
}

function recordOf(photoId: string, order: PhotoOrderInput): PhotoRecord {
  const versions = { code: { matting: '0.0.0+test', compose: null }, models: [], order: 2 };
  const source = { etag: 'e', sizeBytes: 1, sequencer: '01' };
  const run = { photoId, placedAt: new Date().toISOString(), source, versions };
  return {
    ...begunRecord(run, parseOrder(order)),
    ...{ status: 'composing', fingerprint: 'f'.repeat(64), timings: { matting: { infer: 1 }, compose: {} } },
  };
}

async function startLambdaApi(world: { readonly lambdaStatus: number }, invocations: unknown[]) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (world.lambdaStatus === 202) invocations.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(world.lambdaStatus).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
