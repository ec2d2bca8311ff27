/**
 * Checks a request's body while it is read: its framing, its announced length, and every digest that the client sent.
 * It comes after sigv4-verify.ts. store/files.ts stores a body only when its iteration ends without an error.
 */
import { readChunks } from './byte-reader.ts';
import { type ChecksumAlgorithm, checksumSizesBytes, startDigest } from './checksums.ts';
import { decodeAwsChunked } from './chunked.ts';
import { S3Error, type S3ErrorCode } from './error.ts';
import { headerOf, type S3Request } from './request.ts';
import type { VerifiedSignature } from './sigv4-verify.ts';

/** A checksum that was verified during the upload. Answers to readers of the object repeat it. */
export interface VerifiedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; for a composite checksum with `-N` for N parts. */
  readonly value: string;
  /** `COMPOSITE` for a checksum of the parts' checksums; absent for one of the whole object. */
  readonly type?: 'COMPOSITE' | undefined;
}

/** A body. Its bytes must be discarded unless the iteration ends without an error. */
export interface Payload {
  readonly chunks: AsyncIterable<Buffer>;
  /** Returns the checksum that the client sent. One in a trailer is known only after `chunks` has ended. */
  readonly checksum: () => VerifiedChecksum | undefined;
}

export interface PayloadLimits {
  readonly maxBytes: number;
  /** Maximum time without a byte from the client, ms. */
  readonly idleTimeoutMs: number;
}

/** A digest that the body must have, and the error code if it has another. */
interface Expectation {
  readonly algorithm: ChecksumAlgorithm | 'md5';
  readonly expected: () => Buffer;
  readonly problem: S3ErrorCode;
}

type Lookup = (name: string) => string | undefined;

/**
 * Opens the body of a signed request.
 * @param lookup finds the headers that announce the body's digests; default: all headers of the request.
 * @throws S3Error at once for a length or digest that cannot be right.
 */
export function openPayload(
  request: S3Request,
  signature: VerifiedSignature,
  limits: PayloadLimits,
  lookup: Lookup = (name) => headerOf(request, name),
): Payload {
  const hash = signature.payloadHash;
  const framed = hash.startsWith('STREAMING-');
  const sizeBytes = announcedBytes(request, framed);
  if (sizeBytes > limits.maxBytes) {
    throw new S3Error('EntityTooLarge', undefined, {
      ProposedSize: String(sizeBytes),
      MaxSizeAllowed: String(limits.maxBytes),
    });
  }
  const raw = readBody(request, limits.idleTimeoutMs);
  if (framed) return openFramed(raw, sizeBytes, lookup, signature);
  const checks = declaredDigests(lookup);
  if (/^[0-9a-f]{64}$/i.test(hash)) {
    checks.push({
      algorithm: 'sha256',
      expected: () => Buffer.from(hash, 'hex'),
      problem: 'XAmzContentSHA256Mismatch',
    });
  } else if (hash !== 'UNSIGNED-PAYLOAD') {
    throw new S3Error(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING- kind or a valid sha256 value.',
    );
  }
  return { chunks: checkDigests(raw, checks), checksum: () => checksumOf(checks) };
}

/**
 * Checks bytes that are not the body of a signed request against the digests that `lookup` finds for them.
 * @param computed the algorithm of a checksum that is computed when the client sent none.
 */
export function checkPayload(chunks: AsyncIterable<Buffer>, lookup: Lookup, computed?: ChecksumAlgorithm): Payload {
  const checks = declaredDigests(lookup);
  const verified = checkDigests(chunks, checks);
  if (computed === undefined || checksumOf(checks) !== undefined) {
    return { chunks: verified, checksum: () => checksumOf(checks) };
  }
  const digest = startDigest(computed);
  async function* digested(): AsyncGenerator<Buffer> {
    for await (const chunk of verified) {
      digest.update(chunk);
      yield chunk;
    }
  }
  return {
    chunks: digested(),
    checksum: () => ({ algorithm: computed, value: digest.digest().toString('base64') }),
  };
}

/** Returns true when the client sent a digest of the body, which S3 demands for some calls. */
export const hasDigest = (request: S3Request): boolean =>
  headerOf(request, 'content-md5') !== undefined || checksumNames((name) => headerOf(request, name)).length > 0;

/** Reads a small body as text. @throws S3Error `MalformedXML` above `maxBytes`. */
export async function collectText(payload: Payload, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of payload.chunks) {
    sizeBytes += piece.length;
    if (sizeBytes > maxBytes) throw new S3Error('MalformedXML');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function* readBody(request: S3Request, idleTimeoutMs: number): AsyncGenerator<Buffer> {
  request.startBody();
  yield* readChunks(request.body, idleTimeoutMs);
}

function announcedBytes(request: S3Request, framed: boolean): number {
  const text = request.headers.get(framed ? 'x-amz-decoded-content-length' : 'content-length');
  if (text === undefined) {
    // HTTP allows a body without a length; S3 does not.
    if (framed || request.headers.has('transfer-encoding')) throw new S3Error('MissingContentLength');
    return 0;
  }
  if (!/^\d{1,15}$/.test(text)) throw new S3Error('InvalidArgument', 'The announced length is not a number.');
  return Number(text);
}

function openFramed(
  raw: AsyncIterable<Buffer>,
  decodedBytes: number,
  lookup: Lookup,
  signature: VerifiedSignature,
): Payload {
  const kind = /^STREAMING-(UNSIGNED|AWS4-HMAC-SHA256)-PAYLOAD(-TRAILER)?$/.exec(signature.payloadHash);
  const signed = kind?.[1] !== 'UNSIGNED';
  if (kind === null || (!signed && !kind[2]))
    throw new S3Error('NotImplemented', `${signature.payloadHash} is not implemented.`);
  const announced = (kind[2] && lookup('x-amz-trailer')) || '';
  const trailerNames = announced
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  if (!trailerNames.every((name) => name.startsWith(checksumPrefix))) {
    throw new S3Error('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
  }
  const trailers = new Map<string, string>();
  const options = { decodedBytes, signer: signed ? signature : undefined, trailerNames, trailers };
  const checks = declaredDigests(
    (name) => lookup(name) ?? (trailerNames.includes(name) ? '' : undefined),
    (name) => trailers.get(name),
  );
  return { chunks: checkDigests(decodeAwsChunked(raw, options), checks), checksum: () => checksumOf(checks) };
}

const checksumPrefix = 'x-amz-checksum-';
/** Digests of S3 that this server does not compute. A body with one of them is refused, because it is not verified. */
const otherChecksums = ['md5', 'sha512', 'xxhash64', 'xxhash3', 'xxhash128'];

function checksumNames(lookup: Lookup): ChecksumAlgorithm[] {
  const other = otherChecksums.find((algorithm) => lookup(checksumPrefix + algorithm) !== undefined);
  if (other !== undefined) throw new S3Error('NotImplemented', `${checksumPrefix}${other} is not implemented.`);
  const known = Object.keys(checksumSizesBytes) as ChecksumAlgorithm[];
  return known.filter((algorithm) => lookup(checksumPrefix + algorithm) !== undefined);
}

/**
 * Returns the digests that the headers announce for the body.
 * @param late finds the values that come in trailers.
 * @throws S3Error for a digest that is malformed or not supported.
 */
function declaredDigests(lookup: Lookup, late: Lookup = () => undefined): Expectation[] {
  const names = checksumNames(lookup);
  if (names.length > 1) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  const checks: Expectation[] = names.map((algorithm) => {
    const name = checksumPrefix + algorithm;
    const early = lookup(name) || undefined;
    const decode = (text: string) => decodeDigest(text, checksumSizesBytes[algorithm], 'InvalidRequest', name);
    if (early !== undefined) decode(early);
    return { algorithm, problem: 'BadDigest', expected: () => decode(early ?? late(name) ?? '') };
  });
  const md5 = lookup('content-md5');
  if (md5 !== undefined) {
    const expected = decodeDigest(md5, 16, 'InvalidDigest', 'Content-MD5');
    checks.push({ algorithm: 'md5', expected: () => expected, problem: 'BadDigest' });
  }
  return checks;
}

function decodeDigest(text: string, sizeBytes: number, problem: S3ErrorCode, name: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === sizeBytes && bytes.toString('base64') === text) return bytes;
  throw new S3Error(problem, `Value for ${name} is invalid.`);
}

async function* checkDigests(chunks: AsyncIterable<Buffer>, checks: readonly Expectation[]): AsyncGenerator<Buffer> {
  const digests = checks.map((check) => startDigest(check.algorithm));
  for await (const chunk of chunks) {
    for (const digest of digests) digest.update(chunk);
    yield chunk;
  }
  for (const [index, check] of checks.entries()) {
    if (digests[index]?.digest().equals(check.expected()) !== true) throw new S3Error(check.problem);
  }
}

function checksumOf(checks: readonly Expectation[]): VerifiedChecksum | undefined {
  const check = checks.find((each) => each.problem === 'BadDigest' && each.algorithm !== 'md5');
  if (check === undefined || check.algorithm === 'md5') return undefined;
  return { algorithm: check.algorithm, value: check.expected().toString('base64') };
}
