/**
 * Parses the function name and the payload of an Invoke request, and refuses invalid ones with Lambda's errors. Names,
 * limits and errors: AWS Lambda API reference, «Invoke», and developer guide, «Lambda quotas», read 2026-11-20.
 */

/** A request that Lambda would refuse, with the HTTP status and the exception name that Lambda would answer. */
export class InvokeRefused extends Error {
  override readonly name = 'InvokeRefused';
  readonly status: number;
  readonly exception: string;

  constructor(status: number, exception: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.exception = exception;
  }
}

export const maxSyncBytes = 6 * 2 ** 20;
/** Lambda's limit is 1 MB since October 2025; it was 256 KB before. */
export const maxAsyncBytes = 2 ** 20;

/** The function that a caller named. */
export interface FunctionReference {
  readonly name: string;
  /** Version or alias. Any is accepted, and all mean the one version that exists. */
  readonly qualifier?: string;
}

const namePattern =
  /^(?:arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:|\d{12}:function:)?([\w-]{1,64})(?::([\w$-]{1,128}))?$/;

/**
 * Parses a function name.
 * @param text name, `name:qualifier`, partial or full ARN. @param qualifier the query parameter, if any.
 * @throws InvokeRefused 400 for any other text, and for two qualifiers that differ.
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
 * Returns the JSON text of a payload: bytes unchanged, any other value serialised. No payload means `{}`, as on Lambda.
 * @throws InvokeRefused 413 over the limit, 400 for bytes that are not JSON.
 */
export function payloadBytes(payload: unknown, limitBytes: number): Buffer {
  const given = payload instanceof Uint8Array ? Buffer.from(payload) : Buffer.from(JSON.stringify(payload) ?? '');
  if (given.length > limitBytes) throw tooLarge(limitBytes);
  const bytes = given.length === 0 ? Buffer.from('{}') : given;
  parseJson(bytes);
  return bytes;
}

/** Parses JSON text in UTF-8. @throws InvokeRefused 400 with Lambda's message. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvokeRefused(
      400,
      'InvalidRequestContentException',
      `Could not parse request body into json: ${reason}`,
      {
        cause,
      },
    );
  }
}

/** Returns Lambda's error for a payload over the limit. */
export function tooLarge(limitBytes: number): InvokeRefused {
  const message = `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`;
  return new InvokeRefused(413, 'RequestTooLargeException', message);
}
