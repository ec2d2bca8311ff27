/**
 * Reads what a caller of the Lambda Invoke API wants: function, kind of call, payload; and says no in Lambda's words.
 * Before it: invoke-api.ts has a request. After it: the host runs or queues it. Names, limits and errors: AWS Lambda API
 * reference, "Invoke", and developer guide, "Lambda quotas", read 2026-11-20.
 */

/** A request that Lambda would refuse. */
export class InvokeRefused extends Error {
  override readonly name = 'InvokeRefused';
  /** HTTP status and exception name of Lambda. */
  readonly status: number;
  readonly exception: string;

  constructor(status: number, exception: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.exception = exception;
  }
}

export const maxSyncBytes = 6 * 2 ** 20;
/** 1 MB since October 2025; 256 KB before. */
export const maxAsyncBytes = 2 ** 20;

/** What a caller named. */
export interface FunctionReference {
  readonly name: string;
  /** Version or alias; any is accepted, and each is the one bundle that is there. */
  readonly qualifier?: string;
}

const namePattern =
  /^(?:arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:|\d{12}:function:)?([\w-]{1,64})(?::([\w$-]{1,128}))?$/;

/**
 * @param text name, `name:qualifier`, partial or full ARN. @param qualifier the query parameter, if any.
 * @throws InvokeRefused 400 for anything else, and for two qualifiers that differ.
 */
export function parseFunctionReference(text: string, qualifier?: string): FunctionReference {
  const [, name, ownQualifier] = namePattern.exec(text) ?? [];
  if (!name || (qualifier && !/^[\w$-]{1,128}$/.test(qualifier))) {
    throw new InvokeRefused(400, 'InvalidParameterValueException', 'the function name or its qualifier is malformed');
  }
  if (qualifier && ownQualifier && qualifier !== ownQualifier) {
    throw new InvokeRefused(
      400,
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const chosen = qualifier ?? ownQualifier;
  return { name, ...(chosen && { qualifier: chosen }) };
}

/**
 * The JSON text of a payload: bytes as they are, anything else serialised; nothing at all counts as `{}`, as on Lambda.
 * @throws InvokeRefused 413 over the limit, 400 for what is not JSON.
 */
export function payloadBytes(payload: unknown, limitBytes: number): Buffer {
  const given = payload instanceof Uint8Array ? Buffer.from(payload) : Buffer.from(JSON.stringify(payload) ?? '');
  if (given.length > limitBytes) throw tooLarge(limitBytes);
  const bytes = given.length === 0 ? Buffer.from('{}') : given;
  parseJson(bytes);
  return bytes;
}

/** @throws InvokeRefused 400 in Lambda's words. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InvokeRefused(400, 'InvalidRequestContentException', `Could not parse request body into json: ${why}`, {
      cause,
    });
  }
}

export function tooLarge(limitBytes: number): InvokeRefused {
  const message = `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`;
  return new InvokeRefused(413, 'RequestTooLargeException', message);
}
