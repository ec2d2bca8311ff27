/**
 * HTTP as a Lambda Function URL speaks it (payload format 2.0): its event in, its result out, and the outer frame of a
 * function that answers requests. Format: AWS Lambda developer guide, "Invoking Lambda function URLs", read 2026-11-25.
 */
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { type InvocationContext, peakMemoryMb } from './event-handler.ts';
import { errorFields, type LogFields, log, tellableError } from './log.ts';

export interface HttpRequest {
  readonly requestId: string;
  /** Upper case. */
  readonly method: string;
  /** As sent: percent signs are not decoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Address of the caller. */
  readonly sourceIp: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text goes as it is, bytes as base64. */
  readonly body?: string | Uint8Array;
  /** For the log line: the route and, where it is about one, the photo's reference; never an address or a name. */
  readonly told?: LogFields;
}

/** What Lambda turns back into HTTP. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export type HttpHandler = (event: unknown, context: InvocationContext) => Promise<HttpResult>;

const eventSchema = z.object({
  version: z.literal('2.0'),
  rawPath: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  requestContext: z.object({ http: z.object({ method: z.string(), sourceIp: z.string() }) }),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** @throws Fault `bad-event` for what is no request. */
export function parseHttpEvent(event: unknown, requestId: string): HttpRequest {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not from a Function URL');
  const { rawPath, headers, requestContext, body, isBase64Encoded } = parsed.data;
  return {
    requestId,
    method: requestContext.http.method.toUpperCase(),
    path: rawPath,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
    sourceIp: requestContext.http.sourceIp,
  };
}

let coldStart = true;

/**
 * Wraps a function that answers HTTP: one log line a request. `answer` turns its own errors into answers and tells
 * those that are ours with `told`; what it throws all the same, or an event that is no request, fails the invocation.
 */
export function httpHandler(name: string, answer: (request: HttpRequest) => Promise<HttpAnswer>): HttpHandler {
  return async (event, { awsRequestId }) => {
    const begun = performance.now();
    const common = { function: name, requestId: awsRequestId, coldStart };
    coldStart = false;
    try {
      const { status, headers, body = '', told = {} } = await answer(parseHttpEvent(event, awsRequestId));
      const ms = Math.round((performance.now() - begun) * 10) / 10;
      log(status >= 500 ? 'error' : 'info', 'request', {
        ...common,
        status,
        ms,
        ...told,
        peakMemoryMb: peakMemoryMb(),
      });
      const isBinary = typeof body !== 'string';
      const text = isBinary ? Buffer.from(body).toString('base64') : body;
      return { statusCode: status, headers, body: text, isBase64Encoded: isBinary };
    } catch (error) {
      log('error', 'failed', { ...common, ...errorFields(error), peakMemoryMb: peakMemoryMb() });
      throw tellableError(error);
    }
  };
}
