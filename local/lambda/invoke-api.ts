/**
 * The Lambda API of the host, for SDK clients: POST /2015-03-31/functions/{name}/invocations, and nothing else. It turns
 * HTTP into calls of the host and their results back into HTTP.
 *
 * Signatures are not checked: the server listens on 127.0.0.1 alone, where whoever can connect could start the handlers
 * anyway. A SigV4 Authorization header is still demanded, as Lambda does, because no web page can make a browser send
 * one here; and it must name the right access key where the host was given credentials.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Transient } from '../../core/errors.ts';
import {
  type FunctionReference,
  InvokeRefused,
  maxAsyncBytes,
  maxSyncBytes,
  parseFunctionReference,
  tooLarge,
} from './invoke-request.ts';
import { BodyTooLarge, readBody } from './read-body.ts';

export interface InvokeResult {
  readonly requestId: string;
  /** Set when the function failed; the payload then is `{errorType, errorMessage, trace?}`. */
  readonly functionError?: 'Unhandled';
  /** JSON text. */
  readonly payload: Buffer;
}

/** What callers may pass on beside the payload. */
export interface InvokeExtras {
  readonly traceId?: string;
  /** JSON text. */
  readonly clientContext?: string;
}

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

/** @param accessKeyId the one that callers must sign with; any when undefined. */
export async function openInvokeApi(target: InvokeTarget, port = 0, accessKeyId?: string): Promise<InvokeApi> {
  const server = createServer((request, response) => {
    serve(target, request, response, accessKeyId).catch((error: unknown) => refuse(response, error));
  });
  // A synchronous call may take as long as its function.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
    throw new InvokeRefused(404, 'UnknownOperationException', 'this endpoint knows Invoke only');
  }
  const reference = parseFunctionReference(decodeName(encodedName), url.searchParams.get('Qualifier') ?? undefined);
  if (!target.has(reference)) {
    throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${reference.name}`);
  }
  const kind = header(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (kind === 'DryRun') response.writeHead(204).end();
  else if (kind === 'Event') {
    const { requestId } = await target.enqueue(reference, await bodyOf(request, maxAsyncBytes), extrasOf(request));
    response.writeHead(202, { 'x-amzn-RequestId': requestId, 'Content-Length': 0 }).end();
  } else if (kind === 'RequestResponse') {
    answer(response, await target.invoke(reference, await bodyOf(request, maxSyncBytes), extrasOf(request)));
  } else {
    throw new InvokeRefused(400, 'InvalidParameterValueException', 'X-Amz-Invocation-Type is unknown');
  }
}

function answer(response: ServerResponse, { requestId, functionError, payload }: InvokeResult): void {
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
  const [, caller] = /^AWS4-[\w-]+ Credential=([^/,\s]+)\//.exec(authorization ?? '') ?? [];
  if (!caller) throw new InvokeRefused(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (accessKeyId !== undefined && caller !== accessKeyId) {
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

/** Errors as Lambda's REST API words them: the exception's name in a header, the message in the body. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, exception, message } = refusalOf(error);
  const body = JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message, message });
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-ErrorType': exception, Connection: 'close' })
    .end(body);
}

function refusalOf(error: unknown): { status: number; exception: string; message: string } {
  if (error instanceof InvokeRefused) return error;
  if (error instanceof Transient)
    return { status: 429, exception: 'TooManyRequestsException', message: 'Rate Exceeded.' };
  return { status: 500, exception: 'ServiceException', message: 'the function host failed' };
}
