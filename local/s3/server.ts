/**
 * An S3 server on 127.0.0.1 that stores objects as plain files. It checks signatures, policies and conditions as S3
 * does, and reports every stored object as an S3 event. README.md lists what it promises and refuses.
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
  /** 3 to 63 lower-case letters, digits, dots and dashes; a letter or digit at both ends. */
  readonly name: string;
  /** Origins of web pages that may use the bucket, such as `http://127.0.0.1:7860`, or `*` for all. Default none. */
  readonly corsOrigins?: readonly string[];
}

/** A key that a client deleted. */
export interface Removal {
  readonly bucket: string;
  readonly key: string;
  /** Greater than those of all earlier objects of the key, smaller than those of all later ones. */
  readonly sequencer: string;
}

export interface ObjectServerOptions {
  /** The folder of all buckets, created when missing. Only one server at a time can use it. */
  readonly dataDir: string;
  /** The only key pair that is accepted. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Region that signatures must name; default `us-east-1`. */
  readonly region?: string;
  /** Port of 127.0.0.1; default 0, any free one. */
  readonly port?: number;
  readonly buckets: readonly BucketOptions[];
  /**
   * Called with the event of every stored object; must resolve when the event is stored safely. The client's 200 waits
   * for that, and a rejection becomes a 500. So no accepted upload loses its event: if the process is killed between
   * the two, the client gets no 200 and sends again.
   */
  readonly onEvent?: (event: S3Event, bucket: string) => Promise<void> | void;
  /**
   * Called with every key that a client deletes, whether an object was there or not. The client's answer waits until it
   * resolves, and a rejection becomes a 500, so that the client deletes again.
   */
  readonly onRemoved?: (removal: Removal) => Promise<void> | void;
  /** Called with every internal error, for which the client gets only InternalError. Default: a line on stderr. */
  readonly onInternalError?: (error: unknown, requestId: string) => void;
  /** Maximum size of an object; default 5 GiB, S3's maximum for one request. */
  readonly maxObjectBytes?: number;
  /** Maximum time without a byte of a body before RequestTimeout; default 20,000, as on S3. */
  readonly idleTimeoutMs?: number;
  /** Maximum time for a whole request to arrive; default 300,000. */
  readonly requestTimeoutMs?: number;
  /** Returns the current time; default: the system's. Signatures expire by it. */
  readonly clock?: () => Date;
}

export interface ObjectServer {
  /**
   * `http://127.0.0.1:PORT`, for clients with `forcePathStyle`. Virtual-host style works with `http://localhost:PORT`.
   */
  readonly endpoint: string;
  readonly port: number;
  /** Serves a request that another HTTP server of this process has received. The path names the bucket. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * Waits at most 5 s for running requests, then closes their connections, and frees the port and the data folder.
   * Later calls return the same promise.
   */
  close(): Promise<void>;
}

const closeTimeoutMs = 5000;
/** Headers of S3 requests fit into 8 KB (S3 API reference). The rest is for long presigned URLs. */
const maxHeaderBytes = 16 * 1024;

/**
 * Starts the server.
 * @throws ObjectServerError for bad options or a data folder that is in use. For a port that is in use it throws Node's
 * own error, with code `EADDRINUSE`.
 */
export async function startObjectServer(options: ObjectServerOptions): Promise<ObjectServer> {
  checkOptions(options);
  const running = new Set<Promise<void>>();
  let ready: (context: ServerContext) => void = () => {};
  const context = new Promise<ServerContext>((resolve) => {
    ready = resolve;
  });
  const serve: Handler = (request, response, startBody) => {
    // Errors of a connection are handled where it is read or written. Without a listener they would end the process.
    request.on('error', () => {});
    response.on('error', () => {});
    const work = context.then((each) => serveRequest(each, options, request, response, startBody));
    running.add(work);
    void work.catch(() => response.destroy()).finally(() => running.delete(work));
  };
  const server = createHttpServer(options, serve);
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
  const heldFolder = folder;
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeServer(server, running, heldFolder);
    return closing;
  };
  return { endpoint, port, handle: (request, response) => serve(request, response, () => {}), close };
}

function checkOptions(options: ObjectServerOptions): void {
  const names = options.buckets.map((bucket) => bucket.name);
  const bad = names.find((name) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..'));
  if (bad !== undefined)
    throw new ObjectServerError(
      `"${bad}" is not a bucket name: use 3 to 63 lower-case letters, digits, dots and dashes`,
    );
  if (new Set(names).size !== names.length) throw new ObjectServerError('two buckets have the same name');
  const { accessKeyId, secretAccessKey } = options.credentials;
  if (accessKeyId === '' || secretAccessKey === '')
    throw new ObjectServerError('the key pair of the object server is empty: set accessKeyId and secretAccessKey');
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
  // A client that sends `Expect: 100-continue` gets an error before it sends the body.
  server.on('checkContinue', (request, response) => handle(request, response, () => response.writeContinue()));
  server.on('clientError', answerBrokenRequest);
  return server;
}

/** Answers a client whose request could not be parsed or came too slowly, so that there is no request object. */
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

/** Serves one request. Every error is answered, and internal errors are reported too. */
async function serveRequest(
  context: ServerContext,
  options: ObjectServerOptions,
  message: IncomingMessage,
  response: ServerResponse,
  startBody: () => void,
): Promise<void> {
  const id = newRequestId();
  const report = options.onInternalError ?? printInternalError;
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
    const s3Error = error instanceof S3Error ? error : new S3Error('InternalError');
    if (response.headersSent || response.destroyed) response.destroy();
    else await sendAnswer(response, errorAnswer(s3Error, path, id), extraHeaders());
  }
}

/** Prints the code and stack of an internal error, without its message: it may name a file, and so an object's key. */
function printInternalError(error: unknown, requestId: string): void {
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
  // A connection may send one more request meanwhile, and an event handler may never resolve; hence the deadline.
  const deadline = Date.now() + 2 * closeTimeoutMs;
  while (running.size > 0 && Date.now() < deadline) {
    await Promise.race([Promise.allSettled(running), sleep(deadline - Date.now(), undefined, { ref: false })]);
  }
  clearTimeout(cut);
  server.closeAllConnections();
  await folder.release();
}
