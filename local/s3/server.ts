/**
 * An S3 endpoint on 127.0.0.1 for the local runtime: the calls that Zerobooth and `aws s3 cp` make, with real
 * signatures, policies and conditions, over plain files (docs/decisions/0002-own-object-server.md). Stored objects
 * are announced to the function host, which starts matting.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../files/error-code.ts';
import type { Bucket, ServerContext } from './call.ts';
import { corsHeaders } from './cors.ts';
import { S3Error } from './error.ts';
import { createdEvent, type S3Event } from './event.ts';
import { ObjectServerError } from './object-server-error.ts';
import { parseRequest, type S3Request } from './request.ts';
import { errorAnswer, sendAnswer } from './respond.ts';
import { routeRequest } from './routes.ts';
import { BucketFiles } from './store/files.ts';
import { type DataFolder, holdDataFolder } from './store/folder.ts';
import { MultipartUploads } from './store/multipart-uploads.ts';

export type { S3Event } from './event.ts';

export interface BucketOptions {
  /** 3 to 63 lower-case letters, digits, dots and dashes. */
  readonly name: string;
  /** Origins of web pages that may use the bucket, such as `http://127.0.0.1:7860`, or `*`; default none. */
  readonly corsOrigins?: readonly string[];
}

/** A key that a client deleted. */
export interface Removal {
  readonly bucket: string;
  readonly key: string;
  /** Greater than those of the objects that were there before, smaller than those that come after. */
  readonly sequencer: string;
}

export interface ObjectServerOptions {
  /** Created when missing. One server at a time uses it. */
  readonly dataDir: string;
  /** The one key pair that is accepted. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Region that signatures must name; default `us-east-1`. */
  readonly region?: string;
  /** Port of 127.0.0.1; default 0, any free one. */
  readonly port?: number;
  readonly buckets: readonly BucketOptions[];
  /**
   * Told of every stored object; resolves when the event is safely queued. The client's 200 waits for that, and a
   * rejection is answered with a 500. So no accepted upload can lose its event: when the process dies between storing
   * and queueing, the client has seen no 200 and sends again.
   */
  readonly onEvent?: (event: S3Event, bucket: string) => Promise<void> | void;
  /**
   * Told of every key that a client deleted, there or not; resolves when nothing outside the bucket holds it any more.
   * The client's answer waits for that, and a rejection is answered with a 500, so that it deletes again.
   */
  readonly onRemoved?: (removal: Removal) => Promise<void> | void;
  /** Told of every failure of the server's own, which the client sees only as InternalError; default: one line on stderr. */
  readonly onFault?: (error: unknown, requestId: string) => void;
  /** Largest object; default 5 GiB, the most that S3 takes in one request. */
  readonly maxObjectBytes?: number;
  /** Longest silence within a body before RequestTimeout; default 20,000 as on S3. */
  readonly idleTimeoutMs?: number;
  /** Longest time for a whole request to arrive; default 300,000. */
  readonly requestTimeoutMs?: number;
  /** Source of the time, for expiry, skew and dates. */
  readonly clock?: () => Date;
}

export interface ObjectServer {
  /** `http://127.0.0.1:PORT`, for `forcePathStyle` clients; with a `localhost` endpoint, virtual-host style works too. */
  readonly endpoint: string;
  readonly port: number;
  /** Lets running requests end (5 s, then they are cut), and frees port and data folder. May be called again. */
  close(): Promise<void>;
}

const closeTimeoutMs = 5000;
/** Headers of S3 requests fit into 8 KB (S3 API reference); the rest is leeway for long presigned addresses. */
const maxHeaderBytes = 16 * 1024;

/** Starts the server. @throws ObjectServerError for bad options or a data folder in use; a port in use is thrown as it is. */
export async function startObjectServer(options: ObjectServerOptions): Promise<ObjectServer> {
  checkOptions(options);
  const running = new Set<Promise<void>>();
  let ready: (context: ServerContext) => void = () => {};
  const context = new Promise<ServerContext>((resolve) => {
    ready = resolve;
  });
  const server = createHttpServer(options, (request, response, startBody) => {
    // A connection that breaks is noticed where it is read or written; as events of their own these would be fatal.
    request.on('error', () => {});
    response.on('error', () => {});
    const work = context.then((each) => serveRequest(each, options, request, response, startBody));
    running.add(work);
    void work.catch(() => response.destroy()).finally(() => running.delete(work));
  });
  const port = await listen(server, options.port ?? 0);
  const endpoint = `http://127.0.0.1:${port}`;
  let folder: DataFolder | undefined;
  try {
    folder = await holdDataFolder(options.dataDir, port);
    ready(await openContext(options, folder, endpoint));
  } catch (error) {
    await folder?.release();
    server.close();
    server.closeAllConnections();
    throw error;
  }
  const held = folder;
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeServer(server, running, held);
    return closing;
  };
  return { endpoint, port, close };
}

function checkOptions(options: ObjectServerOptions): void {
  const names = options.buckets.map((bucket) => bucket.name);
  const bad = names.find((name) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..'));
  if (bad !== undefined) throw new ObjectServerError(`not a bucket name: ${bad}`);
  if (new Set(names).size !== names.length) throw new ObjectServerError('two buckets have the same name');
  const { accessKeyId, secretAccessKey } = options.credentials;
  if (accessKeyId === '' || secretAccessKey === '') throw new ObjectServerError('the object server needs a key pair');
}

async function openContext(options: ObjectServerOptions, folder: DataFolder, endpoint: string): Promise<ServerContext> {
  const clock = options.clock ?? (() => new Date());
  const region = options.region ?? 'us-east-1';
  const buckets = new Map<string, Bucket>();
  for (const { name, corsOrigins = [] } of options.buckets) {
    const dir = join(options.dataDir, name);
    const files = await BucketFiles.open({ dir, nextSequencer: folder.nextSequencer, clock });
    const uploads = await MultipartUploads.open(join(dir, 'parts'), files, clock);
    buckets.set(name, { name, corsOrigins, files, uploads });
  }
  return {
    buckets,
    keyring: { ...options.credentials, region, clock },
    limits: { maxBytes: options.maxObjectBytes ?? 5 * 1024 ** 3, idleTimeoutMs: options.idleTimeoutMs ?? 20_000 },
    endpoint,
    announce: async ({ bucket, request }, eventName, object) => {
      const where = { bucket: bucket.name, region, requestId: request.id };
      await options.onEvent?.(createdEvent(where, eventName, object), bucket.name);
    },
    announceRemoval: async (bucket, key, sequencer) => {
      await options.onRemoved?.({ bucket: bucket.name, key, sequencer });
    },
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse, startBody: () => void) => void;

function createHttpServer(options: ObjectServerOptions, handle: Handler): Server {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: Math.min(20_000, options.requestTimeoutMs ?? 20_000),
    requestTimeout: options.requestTimeoutMs ?? 300_000,
    keepAliveTimeout: 15_000,
    connectionsCheckingInterval: 1000,
  });
  server.on('request', (request, response) => handle(request, response, () => {}));
  // A client that asks first gets its refusal before it has sent the body.
  server.on('checkContinue', (request, response) => handle(request, response, () => response.writeContinue()));
  server.on('clientError', answerBrokenRequest);
  return server;
}

/** What the HTTP parser could not read, or what came too slowly, has no request to answer to. */
function answerBrokenRequest(error: Error, socket: Socket): void {
  if (!socket.writable || errorCode(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const slow = errorCode(error) === 'ERR_HTTP_REQUEST_TIMEOUT';
  const { xml = '' } = errorAnswer(new S3Error(slow ? 'RequestTimeout' : 'BadRequest'), '', newRequestId());
  const head = `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/xml\r\nContent-Length: ${Buffer.byteLength(xml)}`;
  socket.end(`${head}\r\n\r\n${xml}`, () => socket.destroy());
}

const newRequestId = (): string => randomBytes(8).toString('hex').toUpperCase();

/** What goes wrong is answered, and reported when it is ours. */
async function serveRequest(
  context: ServerContext,
  options: ObjectServerOptions,
  message: IncomingMessage,
  response: ServerResponse,
  startBody: () => void,
): Promise<void> {
  const id = newRequestId();
  const report = options.onFault ?? reportFault;
  const path = (message.url ?? '').split('?', 1)[0] ?? '';
  let request: S3Request | undefined;
  const extraHeaders = () => ({
    'x-amz-request-id': id,
    'x-amz-id-2': id,
    server: 'zerobooth',
    ...(request && corsHeaders(context.buckets.get(request.bucket ?? ''), request)),
  });
  try {
    request = parseRequest(message, id, startBody);
    const answer = await routeRequest(context, request);
    await sendAnswer(response, answer, extraHeaders());
  } catch (error) {
    if (!(error instanceof S3Error)) report(error, id);
    const refusal = error instanceof S3Error ? error : new S3Error('InternalError');
    if (response.headersSent || response.destroyed) response.destroy();
    else await sendAnswer(response, errorAnswer(refusal, path, id), extraHeaders());
  }
}

/** Messages of file errors name the file, and files are named by keys: what is logged keeps to code and place. */
function reportFault(error: unknown, requestId: string): void {
  const { name, code, stack = '' } = error as NodeJS.ErrnoException;
  const place = stack.split('\n').filter((line) => /^\s+at /.test(line));
  process.stderr.write(
    `object server: request ${requestId} failed: ${[code ?? name ?? typeof error, ...place].join('\n')}\n`,
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function closeServer(server: Server, running: ReadonlySet<Promise<void>>, folder: DataFolder): Promise<void> {
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), closeTimeoutMs);
  // A connection may bring one more request while another one ends, and an event handler may never come back.
  const deadline = Date.now() + 2 * closeTimeoutMs;
  while (running.size > 0 && Date.now() < deadline) {
    await Promise.race([Promise.allSettled(running), sleep(deadline - Date.now(), undefined, { ref: false })]);
  }
  clearTimeout(cut);
  server.closeAllConnections();
  await folder.release();
}
