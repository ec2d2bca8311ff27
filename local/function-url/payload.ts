/**
 * Converts an HTTP request to the event of a Lambda Function URL (payload format 2.0), and the function's result to an
 * HTTP response. Source: AWS Lambda developer guide, "Invoking Lambda function URLs", read 2026-11-25.
 */
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { viewerHeaders } from '../../core/viewer-headers.ts';
import type { Caller } from './callers.ts';

/** Content types whose bodies are passed as text; all other bodies are passed as base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/i;

/**
 * Returns the event for one request.
 * @param requestId a random id, made by the function URL server. @param caller its origin is handed on in a header.
 */
export function requestEvent(request: IncomingMessage, body: Buffer, requestId: string, caller: Caller): object {
  const { pathname, search } = splitUrl(request.url ?? '/');
  const headers: Record<string, string> = {
    ...joinHeaders(request.headers),
    [viewerHeaders.origin]: caller.origin,
  };
  const isText = body.length === 0 || textTypes.test(headers['content-type'] ?? '');
  const method = request.method ?? 'GET';
  const domainName = headers.host ?? '127.0.0.1';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search,
    headers,
    requestContext: {
      ...{ accountId: 'anonymous', apiId: 'local', domainName, domainPrefix: 'local' },
      http: {
        ...{ method, path: pathname, protocol: `HTTP/${request.httpVersion}` },
        ...{ sourceIp: caller.address, userAgent: headers['user-agent'] ?? '' },
      },
      ...{ requestId, routeKey: '$default', stage: '$default', time: clfTime(), timeEpoch: Date.now() },
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: !isText,
  };
}

/**
 * Splits path and query without changing them. `new URL` would resolve `..`, but the function must get the path as it
 * was sent.
 */
function splitUrl(url: string): { pathname: string; search: string } {
  const at = url.indexOf('?');
  return at < 0 ? { pathname: url, search: '' } : { pathname: url.slice(0, at), search: url.slice(at + 1) };
}

/** Returns the headers with one value each; repeated values are joined by commas. */
export function joinHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Formats a time in the Common Log Format: `12/Mar/2020:19:03:58 +0000`. */
function clfTime(now = new Date()): string {
  const [, day, month, year, time] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

const resultSchema = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** The HTTP response that the function asks for. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Parses the function's result. @returns null when it is not an HTTP response; Lambda answers 502 then. */
export function replyOf(payload: Buffer): HttpReply | null {
  try {
    const parsed = resultSchema.safeParse(JSON.parse(payload.toString()));
    if (!parsed.success) return null;
    const { statusCode: status, headers, body, isBase64Encoded } = parsed.data;
    return { status, headers, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
  } catch {
    return null;
  }
}
