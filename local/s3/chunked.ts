/**
 * Decodes `aws-chunked` bodies, the format in which SDKs stream uploads: chunks that each have a size and sometimes a
 * signature, then trailing headers with the checksum. payload.ts puts it between the socket and the digests.
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

/** The verified signature of the request, with which the chain of chunk signatures begins. */
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
  /** Receives the trailers before the iteration ends. */
  readonly trailers: Map<string, string>;
}

/** A chunk's size line has up to 16 hex digits, `;chunk-signature=` and 64 digits. The rest is for other extensions. */
const maxLineBytes = 1024;
/** The minimum size of every chunk but the last. S3 refuses smaller chunks, so they must not work here either. */
const minChunkBytes = 8192;

/**
 * Yields the decoded bytes. Keep none of them before the iteration has ended: only then are all sizes, signatures and
 * trailers checked.
 * @throws S3Error when a size, signature or trailer is wrong, or the body ends early.
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
  for (let remainingBytes = sizeBytes; remainingBytes > 0; ) {
    const piece = await reader.readSome(remainingBytes);
    if (piece === undefined) throw new S3Error('IncompleteBody');
    hash.update(piece);
    remainingBytes -= piece.length;
    yield piece;
  }
}

/**
 * Checks a chunk's signature and returns it; the signature of the next chunk depends on it.
 * @throws S3Error `SignatureDoesNotMatch`
 */
function checkChunk(signer: ChunkSigner, previous: string, hashHex: string, given: string): string {
  const expected = signText(signer.signingKey, chunkStringToSign(signer.amzDate, signer.scope, previous, hashHex));
  if (!sameSignature(expected, given)) throw new S3Error('SignatureDoesNotMatch');
  return expected;
}

async function readTrailers(reader: ByteReader, options: ChunkedOptions, previous: string): Promise<void> {
  // Some clients send no empty line after the last trailer.
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

/** Accepts only empty lines after the body, which old SDKs send. @throws S3Error `InvalidRequest` for other bytes. */
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
