/** The error responses of the function URL server itself, in the format of the API's errors. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ApiError } from '../../core/api.ts';
import { apiErrors, broken, unavailable } from '../../core/api-errors.ts';
import { Transient } from '../../core/errors.ts';
import { ApiRefused } from '../../functions/api/refused.ts';
import { HostError } from '../lambda/host-error.ts';
import { BodyTooLarge } from '../lambda/read-body.ts';

/** Headers of every response that does not come from the API. */
export const ownHeaders = {
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;

const refusals = {
  ...apiErrors,
  'wrong-name': {
    status: 421,
    message: 'The studio does not answer to this host name.',
    advice: 'Use the address that the studio printed at its start. --public-url sets another name.',
  },
  'other-origin': {
    status: 403,
    message: 'The request comes from another web page.',
    advice: 'Open the page of the studio.',
  },
  'address-not-allowed': {
    status: 403,
    message: 'The studio does not answer to this address.',
    advice: 'The operator can add it with --allow, and the address of a reverse proxy with --trust-proxy.',
  },
  'invoke-unavailable': unavailable,
  // Lambda also answers 502 when a function fails or its result is not an HTTP response.
  'bad-gateway': { ...broken, status: 502 },
  internal: broken,
} as const;

/** Thrown for a request that is refused; {@link answerError} writes the response. */
export class FunctionUrlRefused extends Error {
  override readonly name = 'FunctionUrlRefused';
  readonly code: keyof typeof refusals;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: keyof typeof refusals, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.headers = headers;
  }
}

/** Writes the response for an error. When a response has already begun, it closes the connection. */
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
  // The unread rest of the body would be parsed as the next request, so the connection is closed.
  if (error instanceof BodyTooLarge) return new FunctionUrlRefused('body-too-large', { connection: 'close' });
  if (error instanceof ApiRefused) return new FunctionUrlRefused(error.code, error.headers);
  if (isUnavailable(error)) return new FunctionUrlRefused('invoke-unavailable', { 'retry-after': '2' });
  return new FunctionUrlRefused('internal');
}

/**
 * Returns whether the request may succeed later: the studio is starting, its limiter is full, or no instance is free.
 */
function isUnavailable(error: unknown): boolean {
  return error instanceof Transient || (error instanceof HostError && error.code === 'unavailable');
}

const statusLines: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers a connection whose request could not be parsed or came too slowly, and closes it. */
export function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = statusLines[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
