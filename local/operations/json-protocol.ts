/**
 * Reads requests of AWS's JSON services (SQS, CloudWatch Logs, EventBridge): a signed POST / with the operation in `X-Amz-Target`
 * and a JSON body. json-server.ts runs the operations.
 * Source: Smithy specification, "AWS JSON 1.0 and 1.1 protocol", read 2026-11-25.
 */
import type { IncomingMessage } from 'node:http';
import { readBody } from '../lambda/read-body.ts';
import {
  canonicalRequest,
  deriveSigningKey,
  sameSignature,
  sha256Hex,
  signText,
  stringToSign,
} from '../s3/sigv4-signing.ts';

/** The key pair with which clients sign. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A request with a valid signature. */
export interface JsonRequest {
  /** Service and operation: `AmazonSQS.ReceiveMessage`. */
  readonly target: string;
  /** The content type of the request (protocol 1.0 or 1.1), which the response repeats. */
  readonly contentType: string;
  readonly input: unknown;
}

/** Thrown for a request that is refused, with the service's own exception name and message. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';
  readonly status: number;
  /** The name of the exception, by which SDK clients choose the error class. */
  readonly exception: string;

  constructor(status: number, exception: string, message: string) {
    super(message);
    this.status = status;
    this.exception = exception;
  }
}

/** SQS and CloudWatch Logs accept no larger bodies. */
const maxBodyBytes = 1024 * 1024;
const maxSkewMs = 15 * 60 * 1000;

/**
 * Reads one request and checks its signature.
 * @throws JsonRefused when it is malformed, or the signature is wrong or old.
 */
export async function readJsonRequest(request: IncomingMessage, keys: KeyPair): Promise<JsonRequest> {
  const { headers, method, url } = request;
  if (method !== 'POST' || url !== '/')
    throw new JsonRefused(404, 'UnknownOperationException', 'Only POST / is supported.');
  const body = await readBody(request, maxBodyBytes);
  checkSignature(request, body, keys);
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') throw new JsonRefused(400, 'UnknownOperationException', 'X-Amz-Target is missing');
  return { target, contentType: headers['content-type'] ?? 'application/x-amz-json-1.1', input: parseInput(body) };
}

function checkSignature({ headers }: IncomingMessage, body: Buffer, { accessKeyId, secretAccessKey }: KeyPair): void {
  const [, key = '', day = '', region = '', service = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([\w-]+)\/(sqs|logs|events)\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (!key) throw new JsonRefused(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  const signedNames = names.split(';');
  const amzDate = String(headers['x-amz-date'] ?? '');
  const scope = { accessKeyId: key, day, region, service };
  const canonical = canonicalRequest({
    ...{ method: 'POST', path: '/', query: [], payloadHash: sha256Hex(body) },
    signedHeaders: signedNames.map((name) => [name, String(headers[name] ?? '')]),
  });
  const expected = signText(deriveSigningKey(secretAccessKey, scope), stringToSign(amzDate, scope, canonical));
  const covers = ['host', 'x-amz-date', 'x-amz-target'].every((name) => signedNames.includes(name));
  if (!sameSignature(key, accessKeyId) || !sameSignature(expected, signature) || !covers || !amzDate.startsWith(day)) {
    throw new JsonRefused(403, 'InvalidSignatureException', 'The signature does not match.');
  }
  if (!(Math.abs(Date.now() - parseAmzDate(amzDate)) <= maxSkewMs)) {
    throw new JsonRefused(403, 'InvalidSignatureException', `Signature expired: ${amzDate}`);
  }
}

/** Parses `YYYYMMDDTHHMMSSZ`. @returns epoch ms; NaN for other text. */
function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function parseInput(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new JsonRefused(400, 'SerializationException', 'The body is not JSON.');
  }
}
