/**
 * Serves what never changes while an instance lives (page, standards, OpenAPI): compressed once for whoever takes it,
 * with an ETag so that a browser that has it already gets no body.
 */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from '../runtime/http-handler.ts';

type Encoding = 'br' | 'gzip' | 'identity';

export interface StaticFile {
  readonly contentType: string;
  readonly cacheControl: string;
  /** In quotes, as the header carries it. */
  readonly etag: string;
  readonly bytesAs: (encoding: Encoding) => Uint8Array;
}

/** Names that change with their content may be kept for good. */
export const keptForGood = 'public, max-age=31536000, immutable';
/** Kept, but asked for again each time, which an ETag makes cheap. */
export const askedAgain = 'no-cache';

const compressible = /^(text\/|application\/(json|javascript|manifest\+json)|image\/svg)/;
/** Smaller ones come no sooner for it. */
const leastBytes = 1024;
/** Nearly as small as the best, at a hundredth of its time. Tried on 0.5 MB of script. */
const brotliQuality = 6;

export function staticFile(bytes: Uint8Array, contentType: string, cacheControl: string): StaticFile {
  const made = new Map<Encoding, Uint8Array>([['identity', bytes]]);
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const isCompressible = compressible.test(contentType) && bytes.length >= leastBytes;
  const bytesAs = (encoding: Encoding) => {
    const compressed = isCompressible ? (made.get(encoding) ?? compress(bytes, encoding)) : bytes;
    made.set(encoding, compressed);
    return compressed;
  };
  return { contentType, cacheControl, etag: `"${digest}"`, bytesAs };
}

function compress(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding === 'gzip') return gzipSync(bytes);
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } });
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
