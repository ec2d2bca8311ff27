/**
 * The Lambda Runtime API (2018-06-01) of one instance: the instance asks for its next event here and answers here.
 * Every instance has a server of its own on 127.0.0.1, so that none can take or answer another's event.
 * Protocol: AWS Lambda developer guide, "using the Lambda runtime API for custom runtimes", read 2026-11-20.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, readBody } from './read-body.ts';

/** One event as it goes to an instance. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON text. */
  readonly payload: Buffer;
  /** Epoch ms. */
  readonly deadlineMs: number;
  readonly traceId: string;
  /** JSON text of the SDK's client context, where a caller sent one. */
  readonly clientContext?: string;
}

/** What an instance says over its Runtime API. */
export interface RuntimeListener {
  /** It is ready for its next event (the first time: its init is done). */
  onNext(): void;
  /** @returns false when no such request is in the works. */
  onResponse(requestId: string, body: Buffer): boolean;
  onError(requestId: string, body: Buffer): boolean;
  /** The response is larger than Lambda takes. */
  onOversized(requestId: string): void;
  onInitError(body: Buffer): void;
}

export interface RuntimeApi {
  /** `127.0.0.1:port`, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Answers the waiting (or the next) request for work. */
  deliver(invocation: Invocation): void;
  close(): void;
}

const base = '/2018-06-01/runtime';

/** 6 MB and a little, as in Lambda's own message: "Response payload size exceeded maximum allowed payload size (6291556 bytes)". */
export const maxResponseBytes = 6_291_556;

export async function openRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let pending: Invocation | undefined;

  const handOver = () => {
    if (!waiting || !pending) return;
    waiting.writeHead(200, invocationHeaders(pending)).end(pending.payload);
    waiting = undefined;
    pending = undefined;
  };
  const next = (response: ServerResponse) => {
    waiting = response;
    response.once('close', () => {
      if (waiting === response) waiting = undefined;
    });
    // With an event still pending the runtime has only come back after a broken connection.
    if (!pending) listener.onNext();
    handOver();
  };

  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === `${base}/invocation/next`) next(response);
    else void takePost(listener, request, response);
  });
  // A runtime keeps its connection for hours and tells the host's death by its breaking: the host never ends it first.
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliver: (invocation) => {
      pending = invocation;
      handOver();
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function invocationHeaders(invocation: Invocation): Record<string, string | number> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': invocation.payload.length,
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': String(invocation.deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
    'Lambda-Runtime-Trace-Id': invocation.traceId,
    ...(invocation.clientContext && { 'Lambda-Runtime-Client-Context': invocation.clientContext }),
  };
}

async function takePost(listener: RuntimeListener, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, requestId = '', verb] = /^\/invocation\/([\w-]+)\/(response|error)$/.exec(subPath(request)) ?? [];
  try {
    const body = await readBody(request, maxResponseBytes);
    if (request.method === 'POST' && subPath(request) === '/init/error') {
      listener.onInitError(body);
      answer(response, 202, { status: 'OK' });
    } else if (request.method === 'POST' && verb) {
      const known = verb === 'response' ? listener.onResponse(requestId, body) : listener.onError(requestId, body);
      if (known) answer(response, 202, { status: 'OK' });
      else answer(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
    } else {
      answer(response, 404, { errorType: 'NotFound', errorMessage: 'no such path of the Runtime API' });
    }
  } catch (error) {
    // Anything but size is a connection that broke in mid-message: the process behind it is gone, and its exit tells.
    if (!(error instanceof BodyTooLarge)) return;
    listener.onOversized(requestId);
    answer(response, 413, {
      errorType: 'RequestEntityTooLarge',
      errorMessage: `larger than ${maxResponseBytes} bytes`,
    });
  }
}

function subPath(request: IncomingMessage): string {
  return request.url?.startsWith(base) ? request.url.slice(base.length) : '';
}

function answer(response: ServerResponse, status: number, body: Record<string, string>): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
