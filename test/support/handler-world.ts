/**
 * The environment of a handler: buckets on the real object server, and a Lambda API that accepts asynchronous invokes and
 * records them. Each handler is imported anew after its environment is set, as in a new instance.
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
import { vi } from 'vitest';
import { recordKey } from '../../core/keys.ts';
import { type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import type { SettledPhoto } from '../../core/settled-event.ts';
import { configToEnv } from '../../functions/runtime/config.ts';
import type { Handler } from '../../functions/runtime/event-handler.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { startEventBus } from '../../local/event-bus/server.ts';
import { type S3Event, startObjectServer } from '../../local/s3/server.ts';

export const uploads = 'test-uploads';
export const results = 'test-results';

export interface HandlerWorld {
  readonly matting: Handler;
  readonly compose: Handler;
  /** Payloads that matting handed on, in order. */
  readonly invocations: unknown[];
  /** The details of the events of settled photos, in order. */
  readonly announced: SettledPhoto[];
  /** False: the event bus takes no event. */
  isBusOpen: boolean;
  /** Puts an upload and returns the event that S3 raised for it. */
  upload(key: string, bytes: Uint8Array, metadata?: Record<string, string>): Promise<S3Event>;
  read(key: string): Promise<Uint8Array | null>;
  /** Into the results bucket. */
  write(key: string, text: string): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  /** Everything in both buckets. */
  keys(): Promise<readonly string[]>;
  /** Deletes a photo as the API does. */
  deletePhoto(photoId: string): Promise<void>;
  record(photoId: string): Promise<PhotoRecord | null>;
  /** Ends the object server while the handlers live on. */
  closeStorage(): Promise<void>;
  close(): Promise<void>;
}

export const context = { awsRequestId: 'test-request' };

export async function openWorld(): Promise<HandlerWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-test-'));
  const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };
  const events: S3Event[] = [];
  const objects = await startObjectServer({
    dataDir,
    credentials,
    buckets: [{ name: uploads }, { name: results }],
    onEvent: (event, bucket) => {
      if (bucket === uploads) events.push(event);
    },
  });
  const invocations: unknown[] = [];
  const lambda = await startLambdaApi(invocations);
  const world = { isBusOpen: true };
  const announced: SettledPhoto[] = [];
  const bus = await startEventBus(credentials, 'us-east-1', async ({ detail }) => {
    if (!world.isBusOpen) throw new Error('it is closed');
    announced.push(detail as SettledPhoto);
  });
  const { storeDir } = await ensureModels();
  Object.entries({
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    AWS_ENDPOINT_URL_S3: objects.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...configToEnv({ uploadsBucket: uploads, resultsBucket: results, composeFunction: 'compose', modelDir: storeDir }),
    ...configToEnv({ codeVersion: '0.0.0+test', eventBus: 'default', stage: 'test' }),
  }).forEach(([name, value]) => {
    vi.stubEnv(name, value);
  });
  vi.resetModules();
  const { handler: matting } = await import('../../functions/matting/handler.ts');
  const { openBucket } = await import('../../functions/runtime/object-store.ts');
  const { deletePhoto } = await import('../../functions/runtime/delete-photo.ts');
  const { handler: compose } = await import('../../functions/compose/handler.ts');
  const s3 = new S3Client({ endpoint: objects.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });

  const read = async (key: string) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: results, Key: key }));
      return (await Body?.transformToByteArray()) ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };
  return Object.assign(world, {
    matting,
    compose,
    invocations,
    announced,
    upload: async (key: string, bytes: Uint8Array, metadata?: Record<string, string>) => {
      await s3.send(new PutObjectCommand({ Bucket: uploads, Key: key, Body: bytes, Metadata: metadata }));
      const event = events.at(-1);
      if (!event) throw new Error('the upload raised no event');
      return event;
    },
    read,
    write: async (key: string, text: string) => {
      await s3.send(new PutObjectCommand({ Bucket: results, Key: key, Body: text }));
    },
    remove: async (bucket: string, key: string) => {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    keys: async () => {
      const lists = [uploads, results].map((Bucket) => s3.send(new ListObjectsV2Command({ Bucket })));
      return (await Promise.all(lists)).flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
    },
    deletePhoto: (photoId: string) => deletePhoto(openBucket(uploads), openBucket(results), photoId),
    record: async (photoId: string) => {
      const bytes = await read(recordKey(photoId));
      return bytes ? photoRecordSchema.parse(JSON.parse(new TextDecoder().decode(bytes))) : null;
    },
    closeStorage: () => objects.close(),
    close: async () => {
      s3.destroy();
      await objects.close().catch(() => {});
      await lambda.close();
      await bus.close();
      await rm(dataDir, { recursive: true, force: true });
      vi.unstubAllEnvs();
    },
  });
}

async function startLambdaApi(invocations: unknown[]) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    invocations.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${port}`, close };
}
