/**
 * The function URL server: an HTTP server on 127.0.0.1 that forwards requests to the API as a Lambda Function URL does.
 * It answers `/api/instances` itself, because a request to the API would keep one of its instances alive and change the
 * answer.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Instances } from '../../core/instances-api.ts';
import type { InvokeResult } from '../lambda/host.ts';
import { BodyTooLarge, readBody } from '../lambda/read-body.ts';
import { Limiter } from './limiter.ts';
import { replyOf, requestEvent } from './payload.ts';
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
  readonly limits?: Partial<FunctionUrlLimits>;
}

/** Limits on connections and requests. */
export interface FunctionUrlLimits {
  readonly maxConnections: number;
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
  /** `http://127.0.0.1:PORT` and `http://localhost:PORT`: the origins that a browser may use. */
  readonly origins: readonly string[];
  close(): Promise<void>;
}

/** Larger bodies are not read. The API itself refuses bodies over 32 KB; Lambda's own limit is 6 MB. */
const bodyLimitBytes = 256 * 1024;
const headerLimitBytes = 16 * 1024;
/** Far more connections than one browser opens. The times are short, because the clients are on this machine. */
const defaultLimits: FunctionUrlLimits = {
  maxConnections: 256,
  maxWaiting: 128,
  maxWaitMs: 10_000,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 15_000,
};

/** Starts the server on 127.0.0.1. @throws the listen error, for example EADDRINUSE. */
export async function startFunctionUrl(options: FunctionUrlOptions): Promise<FunctionUrlServer> {
  const limits = { ...defaultLimits, ...options.limits };
  const limiter = new Limiter({ ...limits, concurrency: options.concurrency });
  const server = createServer(
    {
      ...{
        maxHeaderSize: headerLimitBytes,
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: limits.requestTimeoutMs,
      },
      ...{ keepAliveTimeout: 15_000, connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs / 2) },
    },
    (request, response) => {
      request.on('error', () => {});
      response.on('error', () => {});
      serve(options, limiter, request, response).catch((error: unknown) => answerError(response, error));
    },
  );
  server.maxConnections = limits.maxConnections;
  server.on('clientError', answerBroken);
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function serve(
  options: FunctionUrlOptions,
  limiter: Limiter,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  checkCaller(request);
  if (request.url?.split('?')[0] === '/api/instances') return answerInstances(options, request, response);
  const event = requestEvent(request, await readBody(request, bodyLimitBytes), randomUUID());
  const { payload, functionError } = await limiter.run(() => options.invoke(event));
  const reply = functionError ? null : replyOf(payload);
  if (!reply) throw new FunctionUrlRefused('bad-gateway');
  const { status, headers, body } = reply;
  const hasBody = status !== 204 && status !== 304 && request.method !== 'HEAD';
  response
    .writeHead(status, { ...headers, ...(hasBody && { 'content-length': String(body.length) }) })
    .end(hasBody ? body : undefined);
}

/**
 * Checks that the request comes from the studio's own page or from a program.
 * @throws FunctionUrlRefused for a wrong host name or another page; BodyTooLarge when `content-length` is above the
 *   limit.
 */
function checkCaller({ method = '', headers }: IncomingMessage): void {
  const { host = '', origin, 'sec-fetch-site': fetchSite = 'none' } = headers;
  // DNS rebinding: another site could make its own name resolve to 127.0.0.1 and then read our answers.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) throw new FunctionUrlRefused('wrong-name');
  // A browser names the page that sends a request. Other pages may not change anything here.
  if (origin !== undefined && origin !== `http://${host}`) throw new FunctionUrlRefused('other-origin');
  const isChange = method !== 'GET' && method !== 'HEAD';
  if (isChange && /^(cross|same)-site$/.test(String(fetchSite))) throw new FunctionUrlRefused('other-origin');
  if (Number(headers['content-length'] ?? 0) > bodyLimitBytes) throw new BodyTooLarge('announced');
}

function answerInstances(options: FunctionUrlOptions, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new FunctionUrlRefused('method-not-allowed', { allow: 'GET, HEAD' });
  }
  response.writeHead(200, ownHeaders).end(JSON.stringify(options.instances()));
}
