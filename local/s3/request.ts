/**
 * Parses an HTTP request into bucket, key, query and headers, for path-style (`/bucket/key`) and virtual-host style
 * (`bucket.localhost`) URLs. It is the first step of every call; sigv4-verify.ts comes next.
 */
import type { IncomingMessage } from 'node:http';
import { type ChecksumAlgorithm, checksumSizesBytes, startDigest } from './checksums.ts';
import { S3Error } from './error.ts';

/** A decoded request. Its signature is not verified yet. */
export interface S3Request {
  /** Request id, which every answer repeats. */
  readonly id: string;
  readonly method: string;
  /** Decoded path as it was signed, bucket included for path-style addresses. */
  readonly path: string;
  readonly bucket: string | undefined;
  /** Object key; undefined when the URL names only a bucket, or no bucket. */
  readonly key: string | undefined;
  /** Decoded pairs in the order of the URL. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Values by lower-case name, several of one name joined by a comma. Text is Latin-1, one character per byte. */
  readonly headers: ReadonlyMap<string, string>;
  /** True when the URL has a signature. Its `x-amz-*` parameters then count as headers. */
  readonly presigned: boolean;
  readonly body: IncomingMessage;
  /** Asks a client that waits for `100 Continue` to send the body. */
  readonly startBody: () => void;
}

/** Longest key in bytes of UTF-8 (S3 user guide, "Naming Amazon S3 objects"). */
const maxKeyBytes = 1024;

/** Decodes a request. @throws S3Error for a URL that is not valid UTF-8, or a key that S3 refuses. */
export function parseRequest(message: IncomingMessage, id: string, startBody: () => void): S3Request {
  const headers = joinHeaders(message.rawHeaders);
  const [rawPath, rawQuery = ''] = splitOnce(Buffer.from(message.url ?? '', 'latin1').toString('utf8'), '?');
  if (!rawPath.startsWith('/')) throw new S3Error('InvalidURI');
  const path = decodePercent(rawPath);
  const query = parseQuery(rawQuery);
  const hostBucket = bucketOfHost(headers.get('host') ?? '');
  const [first, rest] = splitOnce(path.slice(1), '/');
  const bucket = hostBucket ?? (first === '' && rest === undefined ? undefined : first);
  const key = hostBucket === undefined ? rest : path.slice(1);
  return {
    id,
    method: message.method ?? '',
    path,
    bucket,
    key: key ? checkKey(key) : undefined,
    query,
    headers,
    presigned: query.some(([name]) => name === 'X-Amz-Algorithm' || name === 'X-Amz-Signature'),
    body: message,
    startBody,
  };
}

/** Returns the key. @throws S3Error for a key that is longer than 1,024 bytes or has a NUL. */
export function checkKey(key: string): string {
  if (key.includes('\0')) throw new S3Error('InvalidArgument', 'A key must not hold a NUL character.');
  const sizeBytes = Buffer.byteLength(key);
  if (sizeBytes > maxKeyBytes) {
    throw new S3Error('KeyTooLongError', undefined, { Size: String(sizeBytes), MaxSizeAllowed: String(maxKeyBytes) });
  }
  return key;
}

/**
 * Returns a header's value; in a presigned URL also that of the query parameter with the header's name. The checksum of
 * an empty body in a URL does not count: SDKs put it there because they sign before the body is known.
 */
export function headerOf(request: S3Request, name: string): string | undefined {
  const header = request.headers.get(name);
  if (header !== undefined || !request.presigned || !name.startsWith('x-amz-')) return header;
  const value = request.query.find(([parameter]) => parameter.toLowerCase() === name)?.[1];
  return value !== undefined && isOfEmptyBody(name, value) ? undefined : value;
}

function isOfEmptyBody(name: string, value: string): boolean {
  const algorithm = (Object.keys(checksumSizesBytes) as ChecksumAlgorithm[]).find(
    (each) => name === `x-amz-checksum-${each}`,
  );
  return algorithm !== undefined && startDigest(algorithm).digest().toString('base64') === value;
}

/** Returns the value of a query parameter; empty text for a parameter without a value. */
export const parameterOf = (request: S3Request, name: string): string | undefined =>
  request.query.find(([parameter]) => parameter === name)?.[1];

/** Returns all headers and, for a presigned URL, the parameters that count as headers. Names are in lower case. */
export function headerEntries(request: S3Request): [name: string, value: string][] {
  const entries = [...request.headers];
  if (!request.presigned) return entries;
  const signed = request.query.map(([name, value]) => [name.toLowerCase(), value] as [string, string]);
  return [...entries, ...signed.filter(([name]) => name.startsWith('x-amz-') && !request.headers.has(name))];
}

function joinHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase();
    const value = raw[index + 1] as string;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function parseQuery(raw: string): [string, string][] {
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      // A plus means a space in a query, but not in a path.
      const [name, value = ''] = splitOnce(pair.replaceAll('+', '%20'), '=');
      return [decodePercent(name), decodePercent(value)];
    });
}

/** Decodes percent-encoding. @throws S3Error `InvalidURI` for a broken escape or bytes that are not UTF-8. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
}

/**
 * Returns `photos` for `photos.localhost:9000` or `photos.s3.localhost:9000`. Such names mean 127.0.0.1 (RFC 6761 6.3).
 */
function bucketOfHost(host: string): string | undefined {
  return /^(.+?)(?:\.s3)?\.localhost(?::\d+)?$/i.exec(host)?.[1]?.toLowerCase();
}
