/**
 * Wraps the work of a function that answers HTTP requests behind a Lambda Function URL (payload format 2.0).
 * Format: AWS Lambda developer guide, "Invoking Lambda function URLs", read 2026-11-25.
 */
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { type InvocationContext, peakMemoryMb } from './event-handler.ts';
import { errorFields, type LogFields, log, safeError } from './log.ts';
import { startMeter } from './run-meter.ts';

export interface HttpRequest {
  readonly requestId: string;
  /** The HTTP method in upper case. */
  readonly method: string;
  /** The path as it was sent; percent escapes are not decoded. */
  readonly path: string;
  /** The query string as it was sent, without `?`; empty when there is none. */
  readonly query: string;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The IP address of the caller. */
  readonly sourceIp: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text is sent as it is, bytes as base64. */
  readonly body?: string | Uint8Array;
  /** Fields of the log line: the route and, if the request concerns a photo, its reference. Never an address or a name. */
  readonly logFields?: LogFields;
}

/** The HTTP response in the shape that a Lambda Function URL expects. */
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
  rawQueryString: z.string().default(''),
  headers: z.record(z.string(), z.string()).default({}),
  requestContext: z.object({ http: z.object({ method: z.string(), sourceIp: z.string() }) }),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** Parses the event of a Function URL. @throws Fault `bad-event` for any other event. */
function parseHttpEvent(event: unknown, requestId: string): HttpRequest {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not from a Function URL');
  const { rawPath, rawQueryString, headers, requestContext, body, isBase64Encoded } = parsed.data;
  return {
    requestId,
    method: requestContext.http.method.toUpperCase(),
    path: rawPath,
    query: rawQueryString,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
    sourceIp: requestContext.http.sourceIp,
  };
}

let coldStart = true;

/**
 * Returns the handler of a function that answers HTTP. It writes one log line per request. `answer` turns errors into
 * answers itself; an error that it throws, or an event that is not a request, fails the invocation.
 */
export function httpHandler(name: string, answer: (request: HttpRequest) => Promise<HttpAnswer>): HttpHandler {
  return async (event, { awsRequestId, memoryLimitInMB }) => {
    const begun = performance.now();
    const gbSeconds = startMeter(memoryLimitInMB);
    const common = { function: name, requestId: awsRequestId, coldStart };
    coldStart = false;
    try {
      const { status, headers, body = '', logFields = {} } = await answer(parseHttpEvent(event, awsRequestId));
      const ms = Math.round((performance.now() - begun) * 10) / 10;
      log(status >= 500 ? 'error' : 'info', 'request', {
        ...common,
        status,
        ms,
        gbSeconds: gbSeconds(),
        ...logFields,
        peakMemoryMb: peakMemoryMb(),
      });
      const isBinary = typeof body !== 'string';
      const text = isBinary ? Buffer.from(body).toString('base64') : body;
      return { statusCode: status, headers, body: text, isBase64Encoded: isBinary };
    } catch (error) {
      log('error', 'failed', {
        ...common,
        ...errorFields(error),
        gbSeconds: gbSeconds(),
        peakMemoryMb: peakMemoryMb(),
      });
      throw safeError(error);
    }
  };
}
