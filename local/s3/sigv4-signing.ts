/**
 * Computes AWS Signature Version 4 as S3 uses it (no double encoding, no path normalisation), by pure functions from
 * the parts of a request. Callers compare the results with the signatures that they get. Source: Amazon S3 API
 * reference, "Authenticating Requests (AWS Signature Version 4)" (read 2026-11-20).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Day, region, service and terminator of a credential: `20260101/us-east-1/s3/aws4_request`. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly day: string;
  readonly region: string;
  /** Default `s3`. */
  readonly service?: string;
}

/** The parts of a canonical request. */
export interface SignableRequest {
  readonly method: string;
  /** Decoded path, with its leading slash. */
  readonly path: string;
  /** Decoded pairs, without the signature itself. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names, in the order of `SignedHeaders`. */
  readonly signedHeaders: readonly (readonly [name: string, value: string])[];
  /** Hex SHA-256 of the body or one of the literal stand-ins such as `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Returns the scope as it stands in a string to sign. */
export const scopeText = (scope: CredentialScope): string =>
  `${scope.day}/${scope.region}/${scope.service ?? 's3'}/aws4_request`;

/** Derives the key that signs everything within one scope. */
export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const parts = [scope.day, scope.region, scope.service ?? 's3', 'aws4_request'];
  return parts.reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** Returns the hex HMAC-SHA256 of a string to sign. */
export const signText = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex');

/** Compares two signatures in constant time. */
export function sameSignature(expected: string, given: string): boolean {
  // Hashing makes the lengths equal, which timingSafeEqual needs.
  return timingSafeEqual(createHash('sha256').update(expected).digest(), createHash('sha256').update(given).digest());
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Compares percent-encoded (hence ASCII) pairs by their bytes. */
function comparePairs(a: readonly [string, string], b: readonly [string, string]): number {
  const left = a[0] === b[0] ? a[1] : a[0];
  const right = a[0] === b[0] ? b[1] : b[0];
  return left < right ? -1 : Number(left > right);
}

/** Returns the canonical request of the S3 documentation. */
export function canonicalRequest(request: SignableRequest): string {
  const query = request.query
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(comparePairs)
    .map(([name, value]) => `${name}=${value}`);
  const headers = request.signedHeaders.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}\n`);
  return [
    request.method,
    request.path.split('/').map(uriEncode).join('/'),
    query.join('&'),
    headers.join(''),
    request.signedHeaders.map(([name]) => name).join(';'),
    request.payloadHash,
  ].join('\n');
}

/**
 * Returns the text that is signed for a whole request.
 * @param encoding of header text in the hash. The SDK for JavaScript hashes UTF-8 but sends Latin-1; other clients hash
 * the bytes that they send.
 */
export function stringToSign(
  amzDate: string,
  scope: CredentialScope,
  canonical: string,
  encoding: 'utf8' | 'latin1' = 'utf8',
): string {
  return ['AWS4-HMAC-SHA256', amzDate, scopeText(scope), sha256Hex(Buffer.from(canonical, encoding))].join('\n');
}

const emptyHash = sha256Hex('');

/** Returns the text that is signed for one chunk of an aws-chunked body. */
export const chunkStringToSign = (
  amzDate: string,
  scope: CredentialScope,
  previous: string,
  chunkHash: string,
): string => ['AWS4-HMAC-SHA256-PAYLOAD', amzDate, scopeText(scope), previous, emptyHash, chunkHash].join('\n');

/**
 * Returns the text that is signed for the trailers of an aws-chunked body.
 * @param trailers lines `name:value`, each with a line feed.
 */
export const trailerStringToSign = (
  amzDate: string,
  scope: CredentialScope,
  previous: string,
  trailers: string,
): string => ['AWS4-HMAC-SHA256-TRAILER', amzDate, scopeText(scope), previous, sha256Hex(trailers)].join('\n');
