/**
 * Requests of AWS's JSON services (SQS, CloudWatch Logs): POST / with the operation in `X-Amz-Target`, signed, answered
 * with JSON. Before operations-api.ts, which knows what the operations do.
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

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A request that was signed with the right key. */
export interface JsonRequest {
  /** `AmazonSQS.ReceiveMessage` */
  readonly target: string;
  /** Of the request's own content type: 1.0 or 1.1. */
  readonly contentType: string;
  readonly input: unknown;
}

/** An answer that is no success, in the words of the service. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';
  readonly status: number;
  /** Name of the exception, as SDK clients look it up. */
  readonly exception: string;

  constructor(status: number, exception: string, message: string) {
    super(message);
    this.status = status;
    this.exception = exception;
  }
}

/** The largest that SQS and CloudWatch Logs take. */
const maxBodyBytes = 1024 * 1024;
const maxSkewMs = 15 * 60 * 1000;

/** @throws JsonRefused for everything but a well-formed, freshly signed POST of one operation. */
export async function readJsonRequest(request: IncomingMessage, keys: KeyPair): Promise<JsonRequest> {
  const { headers, method, url } = request;
  if (method !== 'POST' || url !== '/')
    throw new JsonRefused(404, 'UnknownOperationException', 'POST / is all there is');
  const body = await readBody(request, maxBodyBytes);
  checkSignature(request, body, keys);
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') throw new JsonRefused(400, 'UnknownOperationException', 'X-Amz-Target is missing');
  return { target, contentType: headers['content-type'] ?? 'application/x-amz-json-1.1', input: parseInput(body) };
}

function checkSignature({ headers }: IncomingMessage, body: Buffer, { accessKeyId, secretAccessKey }: KeyPair): void {
  const [, key = '', day = '', region = '', service = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([\w-]+)\/(sqs|logs)\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
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

/** Epoch ms of `YYYYMMDDTHHMMSSZ`; NaN for anything else. */
function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function parseInput(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new JsonRefused(400, 'SerializationException', 'the body is not JSON');
  }
}
