/**
 * The function URL server: an HTTP server that forwards requests to the API as a Lambda Function URL does. It listens on
 * 127.0.0.1; opened to a network, it also serves the buckets, so that one port is enough. It answers `/api/instances`
 * itself, because a request to the API would keep one of its instances alive and change the answer.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Instances } from '../../core/instances-api.ts';
import type { AccessRequest } from '../../functions/api/guard.ts';
import type { InvokeResult } from '../lambda/host.ts';
import { BodyTooLarge, readBody } from '../lambda/read-body.ts';
import type { Health } from '../monitoring/health.ts';
import type { Figures } from '../monitoring/monitoring.ts';
import { type Caller, openCallerCheck } from './callers.ts';
import { Limiter } from './limiter.ts';
import { checkNetwork, familyOf, type NetworkOptions, openBlockList, originsOf, plainAddress } from './network.ts';
import { type OnePhotoHandler, openOnePhoto } from './one-photo.ts';
import { joinHeaders, replyOf, requestEvent } from './payload.ts';
import { answerBroken, answerError, FunctionUrlRefused, ownHeaders } from './refusals.ts';

/** The options of {@link startFunctionUrl}. */
export interface FunctionUrlOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Invokes the API with one event. @throws Transient when no instance is free. */
  readonly invoke: (event: object) => Promise<InvokeResult>;
  /** The highest number of requests at the API at the same time: the number of its instances. */
  readonly concurrency: number;
  /** Returns the answer of `/api/instances`. */
  readonly instances: () => Instances;
  /** Checks the access code of a request that this server answers itself. @throws ApiRefused. Default: none is needed. */
  readonly checkAccess?: (request: AccessRequest) => Promise<void>;
  /** Opens the server to a network. Default: it listens on 127.0.0.1 and answers this machine only. */
  readonly network?: NetworkOptions | undefined;
  /** Serves the requests to the buckets of a network. @throws Transient while the studio starts. */
  readonly objects?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Returns the answer of `/health`. Default: there is none. */
  readonly health?: () => Promise<Health>;
  /** Returns the answer of `/metrics`. @throws Transient while the studio starts. Default: there is none. */
  readonly figures?: () => Promise<Figures>;
  /** Answers `POST /api/photo`. Default: the API does. */
  readonly onePhoto?: OnePhotoHandler;
  /** The buckets that `objects` serves. */
  readonly buckets?: readonly string[];
  readonly limits?: Partial<FunctionUrlLimits>;
}

/** Limits on connections and requests. */
export interface FunctionUrlLimits {
  readonly maxConnections: number;
  /** The highest number of connections of one address. */
  readonly maxConnectionsPerAddress: number;
  /** The highest number of requests that wait for the API. */
  readonly maxWaiting: number;
  /** The longest time that a request waits for the API. */
  readonly maxWaitMs: number;
  /** The longest time in which a client sends the headers. */
  readonly headersTimeoutMs: number;
  /** The longest time in which a client sends the whole request. */
  readonly requestTimeoutMs: number;
}

/** A running function URL server. */
export interface FunctionUrlServer {
  readonly port: number;
  /** The origins that a browser may use: `http://127.0.0.1:PORT` and `http://localhost:PORT`, or those of the network. */
  readonly origins: readonly string[];
  close(): Promise<void>;
}

/** Larger bodies are not read. The API itself refuses bodies over 32 KB; Lambda's own limit is 6 MB. */
const bodyLimitBytes = 256 * 1024;
const headerLimitBytes = 16 * 1024;
/** Far more connections than one browser opens. The times are short, because the clients are on this machine. */
const loopbackLimits: FunctionUrlLimits = {
  maxConnections: 256,
  maxConnectionsPerAddress: 256,
  maxWaiting: 128,
  maxWaitMs: 10_000,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 15_000,
};

/** A request may be an upload over a slow network. No caller may hold all connections. */
const networkLimits: FunctionUrlLimits = {
  ...loopbackLimits,
  maxConnections: 1024,
  maxConnectionsPerAddress: 128,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 180_000,
};

/**
 * Starts the server.
 * @throws Fault `bad-config` for wrong network options; the listen error, for example EADDRINUSE.
 */
export async function startFunctionUrl(options: FunctionUrlOptions): Promise<FunctionUrlServer> {
  const network = options.network && checkNetwork(options.network);
  const limits = { ...(network ? networkLimits : loopbackLimits), ...options.limits };
  const limiter = new Limiter({ ...limits, concurrency: options.concurrency });
  const checkCaller = openCallerCheck(network);
  const answerOnePhoto = options.onePhoto && openOnePhoto(options.onePhoto);
  const server = createHttpServer(limits, network, (request, response) => {
    request.on('error', () => {});
    response.on('error', () => {});
    const work = async () => {
      const caller = checkCaller(request);
      const isOneCall = request.method === 'POST' && request.url?.split('?')[0] === '/api/photo';
      if (isOneCall && answerOnePhoto) return answerOnePhoto(caller, request, response);
      return serve(options, limiter, caller, request, response);
    };
    work().catch((error: unknown) => answerError(response, error));
  });
  server.maxConnections = limits.maxConnections;
  server.on('clientError', answerBroken);
  limitConnections(server, limits.maxConnectionsPerAddress, network);
  await listen(server, options.port, network?.host);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origins: network ? originsOf(network, port) : [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createHttpServer(
  limits: FunctionUrlLimits,
  network: NetworkOptions | undefined,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const options = {
    maxHeaderSize: headerLimitBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: 15_000,
    connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs / 2),
  };
  return network?.tls ? createTlsServer({ ...options, ...network.tls }, handle) : createServer(options, handle);
}

/** Closes the connections above the limit of one address. A trusted proxy brings those of many people. */
function limitConnections(server: Server, most: number, network: NetworkOptions | undefined): void {
  const trusted = openBlockList(network?.trustedProxies ?? []);
  const counts = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress);
    if (trusted.check(address, familyOf(address))) return;
    const count = (counts.get(address) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    counts.set(address, count);
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  });
}

function listen(server: Server, port: number, host = '127.0.0.1'): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function serve(
  options: FunctionUrlOptions,
  limiter: Limiter,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0] ?? '';
  if (options.network && options.buckets?.includes(path.split('/')[1] ?? '')) {
    return serveObjects(options, caller, request, response);
  }
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) throw new BodyTooLarge('announced');
  const own = Object.hasOwn(ownAnswers, path) ? ownAnswers[path]?.(options) : undefined;
  if (own) return answerItself(own, options, caller, request, response);
  const event = requestEvent(request, await readBody(request, bodyLimitBytes), randomUUID(), caller);
  const { payload, functionError } = await limiter.run(() => options.invoke(event));
  const reply = functionError ? null : replyOf(payload);
  if (!reply) throw new FunctionUrlRefused('bad-gateway');
  const { status, headers, body } = reply;
  const hasBody = status !== 204 && status !== 304 && request.method !== 'HEAD';
  response
    .writeHead(status, { ...headers, ...(hasBody && { 'content-length': String(body.length) }) })
    .end(hasBody ? body : undefined);
}

/** Hands a request to the buckets. The signatures are for the host name that the caller has used, also behind a proxy. */
function serveObjects(
  { objects }: FunctionUrlOptions,
  { origin }: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const at = request.rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  request.rawHeaders[at + 1] = new URL(origin).host;
  objects?.(request, response);
}

/** An answer of this server itself. */
interface OwnAnswer {
  readonly isPublic: boolean;
  readonly make: () => Promise<{ readonly status: number; readonly contentType?: string; readonly body: string }>;
}

/** The paths that this server answers itself; a path whose option is missing goes to the API. */
const ownAnswers: Readonly<Record<string, (options: FunctionUrlOptions) => OwnAnswer | undefined>> = {
  '/api/instances': ({ instances }) => ({
    isPublic: false,
    make: async () => ({ status: 200, body: JSON.stringify(instances()) }),
  }),
  '/health': ({ health }) =>
    health && {
      isPublic: true,
      make: async () => {
        const answer = await health();
        return { status: answer.status === 'ready' ? 200 : 503, body: JSON.stringify(answer) };
      },
    },
  '/metrics': ({ figures }) =>
    figures && {
      isPublic: false,
      make: async () => {
        const { contentType, text } = await figures();
        return { status: 200, contentType, body: text };
      },
    },
};

async function answerItself(
  { isPublic, make }: OwnAnswer,
  { checkAccess }: FunctionUrlOptions,
  { address }: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new FunctionUrlRefused('method-not-allowed', { allow: 'GET, HEAD' });
  }
  if (!isPublic) await checkAccess?.({ headers: joinHeaders(request.headers), sourceIp: address });
  const { status, contentType = ownHeaders['content-type'], body } = await make();
  response.writeHead(status, { ...ownHeaders, 'content-type': contentType }).end(body);
}
