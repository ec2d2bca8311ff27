/**
 * Serves content that does not change during the life of an instance (page, standards, OpenAPI document). It is compressed
 * once per encoding and has an ETag, so that a browser with a current copy gets no body.
 */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from '../runtime/http-handler.ts';

type Encoding = 'br' | 'gzip' | 'identity';

export interface StaticFile {
  readonly contentType: string;
  readonly cacheControl: string;
  /** The ETag in quotes, as the header has it. */
  readonly etag: string;
  readonly bytesAs: (encoding: Encoding) => Uint8Array;
}

/** For files whose name changes with their content: a browser may keep them without asking again. */
export const immutable = 'public, max-age=31536000, immutable';
/** A browser may keep the file, but asks for changes each time; the ETag makes that cheap. */
export const revalidated = 'no-cache';

/** The type of networks, of which compression saves two fifths. */
export const octetStream = 'application/octet-stream';

const compressible = /^(text\/|application\/(json|javascript|manifest\+json|octet-stream)|image\/svg)/;
/** Compression of a smaller file saves no time. Bytes. */
const leastBytes = 1024;
/** The result is nearly as small as with the best quality, in a hundredth of the time. Tried on 0.5 MB of script. */
const brotliQuality = 6;
/** For networks: 9 % larger than with 6, in a twentieth of the time (2.4 MB of weights in 49 ms of CPU). */
const weightsQuality = 2;

export function staticFile(bytes: Uint8Array, contentType: string, cacheControl: string): StaticFile {
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return storedFile(() => bytes, digest, contentType, cacheControl);
}

/** Returns a file that is read when it is first asked for. @param digest of its content. */
export function storedFile(
  read: () => Uint8Array,
  digest: string,
  contentType: string,
  cacheControl: string,
): StaticFile {
  const made = new Map<Encoding, Uint8Array>();
  const bytesAs = (encoding: Encoding) => {
    const bytes = made.get('identity') ?? read();
    const isCompressed = encoding !== 'identity' && compressible.test(contentType) && bytes.length >= leastBytes;
    const sent = isCompressed ? (made.get(encoding) ?? compress(bytes, encoding, contentType)) : bytes;
    made.set('identity', bytes).set(encoding, sent);
    return sent;
  };
  return { contentType, cacheControl, etag: `"${digest}"`, bytesAs };
}

function compress(bytes: Uint8Array, encoding: Encoding, contentType: string): Uint8Array {
  const areWeights = contentType === octetStream;
  if (encoding === 'gzip') return gzipSync(bytes, { level: areWeights ? 1 : 6 });
  const quality = areWeights ? weightsQuality : brotliQuality;
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

export function serveStatic(file: StaticFile, { headers }: HttpRequest): HttpAnswer {
  const { contentType, cacheControl, etag } = file;
  const common = { etag, 'cache-control': cacheControl, vary: 'accept-encoding' };
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return { status: 304, headers: common };
  const encoding = encodingFor(headers['accept-encoding'] ?? '');
  const body = file.bytesAs(encoding);
  const isEncoded = body !== file.bytesAs('identity');
  return {
    status: 200,
    headers: { ...common, 'content-type': contentType, ...(isEncoded && { 'content-encoding': encoding }) },
    body,
  };
}

function encodingFor(accepted: string): Encoding {
  const refused = /;\s*q=0(\.0*)?\s*$/;
  const names = accepted
    .split(',')
    .filter((each) => !refused.test(each))
    .map((each) => each.split(';')[0].trim().toLowerCase());
  return (['br', 'gzip'] as const).find((name) => names.includes(name)) ?? 'identity';
}
