/**
 * Decodes `aws-chunked` bodies, the framing in which SDKs stream uploads: chunks with a size and perhaps a signature
 * each, then trailing headers with the checksum. s3-payload.ts puts it between the socket and the digests.
 * Source: Amazon S3 API reference, "Signature calculations for trailing headers (chunked uploads)" (read 2026-11-20).
 */
import { createHash } from 'node:crypto';
import { ByteReader } from './byte-reader.ts';
import { S3Error } from './error.ts';
import {
  type CredentialScope,
  chunkStringToSign,
  sameSignature,
  signText,
  trailerStringToSign,
} from './sigv4-signing.ts';

/** Where the chain of chunk signatures begins: the verified signature of the request. */
export interface ChunkSigner {
  readonly signingKey: Buffer;
  readonly amzDate: string;
  readonly scope: CredentialScope;
  readonly signature: string;
}

export interface ChunkedOptions {
  /** Size announced in `x-amz-decoded-content-length`. */
  readonly decodedBytes: number;
  /** Set when every chunk, and the trailer, must be signed. */
  readonly signer: ChunkSigner | undefined;
  /** Lower-case names announced in `x-amz-trailer`. */
  readonly trailerNames: readonly string[];
  /** Receives the trailers before the last piece of the body is confirmed. */
  readonly trailers: Map<string, string>;
}

/** A chunk's size line: 16 hex digits, `;chunk-signature=` and 64 digits; the rest is leeway for other extensions. */
const maxLineBytes = 1024;
/** Every chunk but the last holds at least this much; S3 refuses smaller ones, so they must not work here either. */
const minChunkBytes = 8192;

/**
 * Yields the decoded bytes. It ends without an error only when sizes, signatures and trailers are all as announced, so
 * nothing that it yielded may be kept before it has ended.
 * @throws S3Error
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  options: ChunkedOptions,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  let previous = options.signer?.signature ?? '';
  let totalBytes = 0;
  let lastBytes = minChunkBytes;
  for (;;) {
    const chunk = parseChunkLine(await reader.readLine(maxLineBytes));
    totalBytes += chunk.sizeBytes;
    if (totalBytes > options.decodedBytes) throw new S3Error('IncompleteBody', 'The body is longer than announced.');
    if (chunk.sizeBytes > 0 && lastBytes < minChunkBytes) throw new S3Error('InvalidChunkSizeError');
    lastBytes = chunk.sizeBytes;
    const hash = createHash('sha256');
    yield* readChunkData(reader, chunk.sizeBytes, hash);
    if (options.signer) {
      previous = checkChunk(options.signer, previous, hash.digest('hex'), chunk.signature);
    }
    if (chunk.sizeBytes === 0) break;
    if ((await reader.readLine(0)) === undefined) throw new S3Error('IncompleteBody');
  }
  if (totalBytes !== options.decodedBytes) throw new S3Error('IncompleteBody', 'The body is shorter than announced.');
  await readTrailers(reader, options, previous);
}

function parseChunkLine(line: string | undefined): { sizeBytes: number; signature: string } {
  if (line === undefined) throw new S3Error('IncompleteBody');
  const parts = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line);
  if (parts === null) throw new S3Error('InvalidRequest', 'The aws-chunked framing of the body is broken.');
  const [, size = '', signature = ''] = parts;
  return { sizeBytes: Number.parseInt(size, 16), signature };
}

async function* readChunkData(reader: ByteReader, sizeBytes: number, hash: { update(piece: Buffer): unknown }) {
  for (let leftBytes = sizeBytes; leftBytes > 0; ) {
    const piece = await reader.readSome(leftBytes);
    if (piece === undefined) throw new S3Error('IncompleteBody');
    hash.update(piece);
    leftBytes -= piece.length;
    yield piece;
  }
}

/** @returns the chunk's signature, on which the next one builds. */
function checkChunk(signer: ChunkSigner, previous: string, hashHex: string, given: string): string {
  const expected = signText(signer.signingKey, chunkStringToSign(signer.amzDate, signer.scope, previous, hashHex));
  if (!sameSignature(expected, given)) throw new S3Error('SignatureDoesNotMatch');
  return expected;
}

async function readTrailers(reader: ByteReader, options: ChunkedOptions, previous: string): Promise<void> {
  // The empty line that closes the body may be missing: some clients end right after the last line.
  for (let line = await reader.readLine(maxLineBytes); line; line = await reader.readLine(maxLineBytes)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || options.trailers.has(name)) throw new S3Error('MalformedTrailerError');
    options.trailers.set(name, line.slice(colon + 1).trim());
  }
  await expectEnd(reader);
  const signature = options.trailers.get('x-amz-trailer-signature');
  options.trailers.delete('x-amz-trailer-signature');
  const names = [...options.trailers.keys()];
  if (names.length !== options.trailerNames.length || !names.every((name) => options.trailerNames.includes(name))) {
    throw new S3Error('MalformedTrailerError');
  }
  if (options.signer && names.length > 0) checkTrailer(options.signer, previous, options.trailers, signature);
}

/** Old SDKs close with further empty lines; anything else after the body is an attempt to hide something. */
async function expectEnd(reader: ByteReader): Promise<void> {
  for (let rest = await reader.readSome(16); rest !== undefined; rest = await reader.readSome(16)) {
    if (/[^\r\n]/.test(rest.toString('latin1')))
      throw new S3Error('InvalidRequest', 'Bytes follow the end of the body.');
  }
}

function checkTrailer(
  signer: ChunkSigner,
  previous: string,
  trailers: ReadonlyMap<string, string>,
  given: string | undefined,
): void {
  const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).sort();
  const toSign = trailerStringToSign(signer.amzDate, signer.scope, previous, canonical.join(''));
  if (!sameSignature(signText(signer.signingKey, toSign), given ?? '')) throw new S3Error('SignatureDoesNotMatch');
}
