/**
 * The studio's address on this machine: turns HTTP on 127.0.0.1 into the events of a Function URL, has the API answer
 * them on the function host, and turns its results back into HTTP. Only `/api/instances` it answers itself, because asking
 * the API would keep an instance of it alive and spoil the view.
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

export interface FunctionUrlOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Runs the API on one event. @throws Transient when every instance is taken. */
  readonly invoke: (event: object) => Promise<InvokeResult>;
  /** Requests at the API at once: its instances. */
  readonly concurrency: number;
  readonly instances: () => Instances;
  readonly limits?: Partial<FunctionUrlLimits>;
}

export interface FunctionUrlLimits {
  readonly mostConnections: number;
  /** Requests in line for the API, and how long one stays there. */
  readonly mostWaiting: number;
  readonly waitMs: number;
  /** A slow client may take so long for its headers, and for a whole request. */
  readonly headersMs: number;
  readonly requestMs: number;
}

export interface FunctionUrlServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` and the same by name: what a browser may call this origin. */
  readonly origins: readonly string[];
  close(): Promise<void>;
}

/** The API itself refuses bodies over 32 KB; this keeps what is far larger out of its memory. Lambda's own limit is 6 MB. */
const bodyLimitBytes = 256 * 1024;
const headerLimitBytes = 16 * 1024;
/** More connections than any browser opens to one place, and few enough to serve; the times suit a loopback. */
const usualLimits: FunctionUrlLimits = {
  mostConnections: 256,
  mostWaiting: 128,
  waitMs: 10_000,
  headersMs: 5_000,
  requestMs: 15_000,
};

/** Listens on 127.0.0.1. @throws the listen error, for example EADDRINUSE. */
export async function startFunctionUrl(options: FunctionUrlOptions): Promise<FunctionUrlServer> {
  const limits = { ...usualLimits, ...options.limits };
  const limiter = new Limiter({ ...limits, atOnce: options.concurrency });
  const server = createServer(
    {
      ...{ maxHeaderSize: headerLimitBytes, headersTimeout: limits.headersMs, requestTimeout: limits.requestMs },
      ...{ keepAliveTimeout: 15_000, connectionsCheckingInterval: Math.min(1000, limits.headersMs / 2) },
    },
    (request, response) => {
      request.on('error', () => {});
      response.on('error', () => {});
      serve(options, limiter, request, response).catch((error: unknown) => answerError(response, error));
    },
  );
  server.maxConnections = limits.mostConnections;
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
  if (request.url?.split('?')[0] === '/api/instances') return tellInstances(options, request, response);
  const event = requestEvent(request, await readBody(request, bodyLimitBytes), randomUUID());
  const { payload, functionError } = await limiter.pass(() => options.invoke(event));
  const reply = functionError ? null : replyOf(payload);
  if (!reply) throw new FunctionUrlRefused('bad-gateway');
  const { status, headers, body } = reply;
  const hasBody = status !== 204 && status !== 304 && request.method !== 'HEAD';
  response
    .writeHead(status, { ...headers, ...(hasBody && { 'content-length': String(body.length) }) })
    .end(hasBody ? body : undefined);
}

/** @throws FunctionUrlRefused for whoever is not the studio's own page or a program; BodyTooLarge for what announces itself so. */
function checkCaller({ method = '', headers }: IncomingMessage): void {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  // A page elsewhere must not read this one by a name that it made resolve to the loopback.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) throw new FunctionUrlRefused('wrong-name');
  // Browsers say whose page it is that wants to change something: another one has nothing to change here.
  if (origin !== undefined && origin !== `http://${host}`) throw new FunctionUrlRefused('other-origin');
  const isChange = method !== 'GET' && method !== 'HEAD';
  if (isChange && /^(cross|same)-site$/.test(String(site))) throw new FunctionUrlRefused('other-origin');
  if (Number(headers['content-length'] ?? 0) > bodyLimitBytes) throw new BodyTooLarge('announced');
}

function tellInstances(options: FunctionUrlOptions, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new FunctionUrlRefused('method-not-allowed', { allow: 'GET, HEAD' });
  }
  response.writeHead(200, ownHeaders).end(JSON.stringify(options.instances()));
}
