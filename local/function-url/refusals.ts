/** What the front door says by itself, in the API's words, of requests that never reached the API or came back broken. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ApiError } from '../../core/api.ts';
import { apiErrors, broken, unavailable } from '../../core/api-errors.ts';
import { Transient } from '../../core/errors.ts';
import { HostError } from '../lambda/host-error.ts';
import { BodyTooLarge } from '../lambda/read-body.ts';

/** On every answer that is not the API's. */
export const ownHeaders = {
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;

const refusals = {
  ...apiErrors,
  'wrong-name': { status: 421, message: 'This is no name of the studio.', advice: 'Use http://127.0.0.1.' },
  'other-origin': { status: 403, message: 'Another page asked.', advice: 'Open the studio itself.' },
  'invoke-unavailable': unavailable,
  // As Lambda answers when a function fails or gives what is no HTTP.
  'bad-gateway': { ...broken, status: 502 },
  internal: broken,
} as const;

/** A request that goes no further; thrown, so that there is one place that answers. */
export class FunctionUrlRefused extends Error {
  override readonly name = 'FrontDoorRefused';
  readonly code: keyof typeof refusals;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: keyof typeof refusals, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.headers = headers;
  }
}

export function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { code, headers } = refusalOf(error);
  const { status, message, advice } = refusals[code];
  const body: ApiError = { code, message, advice, requestId: randomUUID() };
  response.writeHead(status, { ...ownHeaders, ...headers }).end(JSON.stringify(body));
}

function refusalOf(error: unknown): FunctionUrlRefused {
  if (error instanceof FunctionUrlRefused) return error;
  // What is left of the body would be taken for the next request.
  if (error instanceof BodyTooLarge) return new FunctionUrlRefused('body-too-large', { connection: 'close' });
  if (isUnavailable(error)) return new FunctionUrlRefused('invoke-unavailable', { 'retry-after': '2' });
  return new FunctionUrlRefused('internal');
}

/** Returns whether the request may succeed later: the studio is starting, its limiter is full, or no instance is free. */
function isUnavailable(error: unknown): boolean {
  return error instanceof Transient || (error instanceof HostError && error.code === 'unavailable');
}

const statusLines: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** What the HTTP parser could not read, or what came too slowly, has no request to answer to. */
export function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = statusLines[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
