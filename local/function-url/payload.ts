/**
 * The payload of a Lambda Function URL (format 2.0): an HTTP request as the event that the API gets, and the API's result
 * back as HTTP. Format: AWS Lambda developer guide, "Invoking Lambda function URLs", read 2026-11-25.
 */
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';

/** Types whose bodies come as text; every other body comes as base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/i;

/** The event of one request. @param requestId of the front door. */
export function requestEvent(request: IncomingMessage, body: Buffer, requestId: string): object {
  const { pathname, search } = splitUrl(request.url ?? '/');
  const headers = joinHeaders(request.headers);
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
        ...{ sourceIp: request.socket.remoteAddress ?? '', userAgent: headers['user-agent'] ?? '' },
      },
      ...{ requestId, routeKey: '$default', stage: '$default', time: clfTime(), timeEpoch: Date.now() },
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: !isText,
  };
}

/** The path as it was sent: `new URL` would resolve `..` and decide what the function should see. */
function splitUrl(url: string): { pathname: string; search: string } {
  const at = url.indexOf('?');
  return at < 0 ? { pathname: url, search: '' } : { pathname: url.slice(0, at), search: url.slice(at + 1) };
}

function joinHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** `12/Mar/2020:19:03:58 +0000` */
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

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** @returns null for a payload that is no HTTP result: Lambda answers 502 then. */
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
