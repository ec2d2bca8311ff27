/**
 * The Invoke API of the host for SDK clients: POST /2015-03-31/functions/{name}/invocations, and nothing else. It turns
 * HTTP requests into calls of the host, and their results into HTTP responses.
 *
 * Signatures are not checked. The server listens on 127.0.0.1 only, and a program that can connect to it could start the
 * handlers itself. A SigV4 Authorization header is still required, as on Lambda, because a web page cannot make a browser
 * send one to this server. If the host has credentials, the header must name their access key.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { HostError } from './host-error.ts';
import {
  type FunctionReference,
  InvokeRefused,
  maxAsyncBytes,
  maxSyncBytes,
  parseFunctionReference,
  tooLarge,
} from './invoke-request.ts';
import { closeServer, listenOnLoopback } from './loopback-server.ts';
import { BodyTooLarge, readBody } from './read-body.ts';

export interface InvokeResult {
  readonly requestId: string;
  /** Set when the function failed; the payload is then `{errorType, errorMessage, trace?}`. */
  readonly functionError?: 'Unhandled';
  /** JSON text. */
  readonly payload: Buffer;
}

/** The data that a caller may pass on besides the payload. */
export interface InvokeExtras {
  readonly traceId?: string;
  /** JSON text. */
  readonly clientContext?: string;
}

/** The part of the host that serves the requests. */
export interface InvokeTarget {
  has(reference: FunctionReference): boolean;
  invoke(reference: FunctionReference, payload: Uint8Array, extras: InvokeExtras): Promise<InvokeResult>;
  enqueue(reference: FunctionReference, payload: Uint8Array, extras: InvokeExtras): Promise<{ requestId: string }>;
}

export interface InvokeApi {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Starts the server.
 * @param accessKeyId the key that callers must sign with; undefined accepts any key.
 */
export async function openInvokeApi(target: InvokeTarget, port = 0, accessKeyId?: string): Promise<InvokeApi> {
  const server = createServer((request, response) => {
    serve(target, request, response, accessKeyId).catch((error: unknown) => respondWithError(response, error));
  });
  // A synchronous call may take as long as its function.
  server.requestTimeout = 0;
  const address = await listenOnLoopback(server, port);
  return { endpoint: `http://${address}`, close: () => closeServer(server) };
}

async function serve(
  target: InvokeTarget,
  request: IncomingMessage,
  response: ServerResponse,
  accessKeyId: string | undefined,
): Promise<void> {
  checkAuthorization(request.headers.authorization, accessKeyId);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, encodedName] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? [];
  if (request.method !== 'POST' || !encodedName) {
    throw new InvokeRefused(404, 'UnknownOperationException', 'this endpoint serves Invoke only');
  }
  const reference = parseFunctionReference(decodeName(encodedName), url.searchParams.get('Qualifier') ?? undefined);
  if (!target.has(reference)) {
    throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${reference.name}`);
  }
  const invocationType = header(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (invocationType === 'DryRun') response.writeHead(204).end();
  else if (invocationType === 'Event') {
    const { requestId } = await target.enqueue(reference, await bodyOf(request, maxAsyncBytes), extrasOf(request));
    response.writeHead(202, { 'x-amzn-RequestId': requestId, 'Content-Length': 0 }).end();
  } else if (invocationType === 'RequestResponse') {
    respond(response, await target.invoke(reference, await bodyOf(request, maxSyncBytes), extrasOf(request)));
  } else {
    throw new InvokeRefused(400, 'InvalidParameterValueException', 'X-Amz-Invocation-Type is unknown');
  }
}

function respond(response: ServerResponse, { requestId, functionError, payload }: InvokeResult): void {
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': payload.length,
    'x-amzn-RequestId': requestId,
    'X-Amz-Executed-Version': '$LATEST',
    ...(functionError && { 'X-Amz-Function-Error': functionError }),
  };
  response.writeHead(200, headers).end(payload);
}

function checkAuthorization(authorization: string | undefined, accessKeyId: string | undefined): void {
  const [, callerKey] = /^AWS4-[\w-]+ Credential=([^/,\s]+)\//.exec(authorization ?? '') ?? [];
  if (!callerKey) throw new InvokeRefused(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (accessKeyId !== undefined && callerKey !== accessKeyId) {
    const message = 'The security token included in the request is invalid.';
    throw new InvokeRefused(403, 'UnrecognizedClientException', message);
  }
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new InvokeRefused(400, 'InvalidParameterValueException', 'the function name is malformed', { cause });
  }
}

async function bodyOf(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  try {
    return await readBody(request, limitBytes);
  } catch (error) {
    throw error instanceof BodyTooLarge ? tooLarge(limitBytes) : error;
  }
}

function extrasOf(request: IncomingMessage): InvokeExtras {
  const traceId = header(request, 'x-amzn-trace-id');
  const clientContext = header(request, 'x-amz-client-context');
  return {
    ...(traceId && { traceId }),
    ...(clientContext && { clientContext: Buffer.from(clientContext, 'base64').toString() }),
  };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Sends an error as Lambda's REST API does: the name of the exception in a header, the message in the body. */
function respondWithError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, exception, message } = exceptionOf(error);
  const body = JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message, message });
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-ErrorType': exception, Connection: 'close' })
    .end(body);
}

function exceptionOf(error: unknown): { status: number; exception: string; message: string } {
  if (error instanceof InvokeRefused) return error;
  if (error instanceof HostError && error.code === 'unavailable') {
    return { status: 429, exception: 'TooManyRequestsException', message: 'Rate Exceeded.' };
  }
  return { status: 500, exception: 'ServiceException', message: 'the function host failed' };
}
