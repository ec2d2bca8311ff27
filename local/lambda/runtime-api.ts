/**
 * The Lambda Runtime API (2018-06-01) of one instance, which gets its events here and posts its responses here. Every
 * instance has a server of its own on 127.0.0.1, so that no instance can take or answer the event of another.
 * Protocol: AWS Lambda developer guide, «Using the Lambda runtime API for custom runtimes», read 2026-11-20.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from './loopback-server.ts';
import { BodyTooLarge, readBody } from './read-body.ts';

/** One event as an instance gets it. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON text. */
  readonly payload: Buffer;
  /** Epoch ms. */
  readonly deadlineMs: number;
  readonly traceId: string;
  /** JSON text of the SDK's client context, if the caller sent one. */
  readonly clientContext?: string;
}

/** Receives the messages of an instance. */
export interface RuntimeListener {
  /** The instance is ready for its next event. The first call means that its init is done. */
  onNext(): void;
  /** @returns false when the instance is not working on that request. */
  onResponse(requestId: string, body: Buffer): boolean;
  /** @returns false when the instance is not working on that request. */
  onError(requestId: string, body: Buffer): boolean;
  /** The response is larger than Lambda accepts. */
  onOversized(requestId: string): void;
  onInitError(body: Buffer): void;
}

export interface RuntimeApi {
  /** `127.0.0.1:port`, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Sends an event as the response to the waiting or the next request for work. */
  deliver(invocation: Invocation): void;
  close(): void;
}

const base = '/2018-06-01/runtime';

/** Lambda's limit, a little over 6 MB, as in its message: «Response payload size exceeded maximum allowed payload size (6291556 bytes)». */
export const maxResponseBytes = 6_291_556;

/** Starts the server of one instance. */
export async function openRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let pending: Invocation | undefined;

  const sendPending = () => {
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
    // If an event is still pending, the runtime only repeats its request after a broken connection.
    if (!pending) listener.onNext();
    sendPending();
  };

  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === `${base}/invocation/next`) next(response);
    else void receivePost(listener, request, response);
  });
  // A runtime keeps its connection for hours and exits when it breaks. So the host must never close an idle connection.
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  const address = await listenOnLoopback(server);
  return {
    address,
    deliver: (invocation) => {
      pending = invocation;
      sendPending();
    },
    close: () => void closeServer(server),
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

async function receivePost(
  listener: RuntimeListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, requestId = '', verb] = /^\/invocation\/([\w-]+)\/(response|error)$/.exec(subPath(request)) ?? [];
  try {
    const body = await readBody(request, maxResponseBytes);
    if (request.method === 'POST' && subPath(request) === '/init/error') {
      listener.onInitError(body);
      respond(response, 202, { status: 'OK' });
    } else if (request.method === 'POST' && verb) {
      const isCurrent = verb === 'response' ? listener.onResponse(requestId, body) : listener.onError(requestId, body);
      if (isCurrent) respond(response, 202, { status: 'OK' });
      else respond(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
    } else {
      respond(response, 404, { errorType: 'NotFound', errorMessage: 'the Runtime API has no such path' });
    }
  } catch (error) {
    // Any other error means that the connection broke. Then the process has ended, which onEnd of process.ts reports.
    if (!(error instanceof BodyTooLarge)) return;
    listener.onOversized(requestId);
    respond(response, 413, {
      errorType: 'RequestEntityTooLarge',
      errorMessage: `larger than ${maxResponseBytes} bytes`,
    });
  }
}

/** Returns the path below the API's base; '' for any other path. */
function subPath(request: IncomingMessage): string {
  return request.url?.startsWith(base) ? request.url.slice(base.length) : '';
}

function respond(response: ServerResponse, status: number, body: Record<string, string>): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
