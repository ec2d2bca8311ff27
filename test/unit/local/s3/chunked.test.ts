import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChunkSigner, decodeAwsChunked } from '../../../../local/s3/chunked.ts';
import { S3Error } from '../../../../local/s3/error.ts';
import {
  chunkStringToSign,
  deriveSigningKey,
  sha256Hex,
  signText,
  trailerStringToSign,
} from '../../../../local/s3/sigv4-signing.ts';

async function* pieces(wire: Buffer, sizeBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < wire.length; at += sizeBytes) yield wire.subarray(at, at + sizeBytes);
}

interface Decoding {
  readonly decodedBytes: number;
  readonly signer?: ChunkSigner;
  readonly trailerNames?: readonly string[];
  readonly pieceBytes?: number;
}

async function decode(
  wire: Buffer | string,
  options: Decoding,
): Promise<{ body: Buffer; trailers: Map<string, string> }> {
  const trailers = new Map<string, string>();
  const { decodedBytes, signer, trailerNames = [], pieceBytes = 65_536 } = options;
  const source = pieces(Buffer.from(wire), pieceBytes);
  const body: Buffer[] = [];
  for await (const piece of decodeAwsChunked(source, { decodedBytes, signer, trailerNames, trailers }))
    body.push(piece);
  return { body: Buffer.concat(body), trailers };
}

async function refusal(wire: Buffer | string, options: Decoding): Promise<string> {
  try {
    await decode(wire, options);
  } catch (error) {
    if (error instanceof S3Error) return error.code;
    throw error;
  }
  return 'accepted';
}

// The example of the S3 API reference, "Transferring Payload in Multiple Chunks": 65 KB of `a` (read 2026-11-20).
const scope = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', day: '20130524', region: 'us-east-1' };
const signer: ChunkSigner = {
  signingKey: deriveSigningKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope),
  amzDate: '20130524T000000Z',
  scope,
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};
const documented = (second = 'a'.repeat(1024)): string =>
  [
    `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65_536)}`,
    `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${second}`,
    '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
  ].join('\r\n');

test.each([1 << 20, 4096, 7])('the documented signed body, read in pieces of %d bytes', async (pieceBytes) => {
  const { body } = await decode(documented(), { decodedBytes: 66_560, signer, pieceBytes });
  expect(body.equals(Buffer.alloc(66_560, 'a'))).toBe(true);
});

test('a changed byte, a changed signature or a missing one breaks the chain', async () => {
  const options = { decodedBytes: 66_560, signer };
  expect(await refusal(documented(`b${'a'.repeat(1023)}`), options)).toBe('SignatureDoesNotMatch');
  expect(await refusal(documented().replace('signature=00', 'signature=01'), options)).toBe('SignatureDoesNotMatch');
  expect(await refusal(documented().replace(/;chunk-signature=\w+/g, ''), options)).toBe('SignatureDoesNotMatch');
  const swapped = { ...options, signer: { ...signer, signature: '0'.repeat(64) } };
  expect(await refusal(documented(), swapped)).toBe('SignatureDoesNotMatch');
});

/** Makes a signed body with a signed trailer, as some SDKs send it. */
function signedWithTrailer(
  data: string,
  trailer: string,
  tamper: (trailer: string) => string = (same) => same,
): string {
  const chunk = (previous: string, text: string) =>
    signText(signer.signingKey, chunkStringToSign(signer.amzDate, scope, previous, sha256Hex(text)));
  const first = chunk(signer.signature, data);
  const last = chunk(first, '');
  const signature = signText(signer.signingKey, trailerStringToSign(signer.amzDate, scope, last, `${trailer}\n`));
  const size = Buffer.byteLength(data).toString(16);
  return `${size};chunk-signature=${first}\r\n${data}\r\n0;chunk-signature=${last}\r\n${tamper(trailer)}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`;
}

test('the trailer of a signed body is signed too', async () => {
  const options = { decodedBytes: 5, signer, trailerNames: ['x-amz-checksum-crc32'] };
  const { body, trailers } = await decode(signedWithTrailer('hello', 'x-amz-checksum-crc32:NhCmhg=='), options);
  expect(body.toString()).toBe('hello');
  expect(Object.fromEntries(trailers)).toEqual({ 'x-amz-checksum-crc32': 'NhCmhg==' });
  const forged = signedWithTrailer('hello', 'x-amz-checksum-crc32:NhCmhg==', (line) => line.replace('Nh', 'Nj'));
  expect(await refusal(forged, options)).toBe('SignatureDoesNotMatch');
  const unsigned = signedWithTrailer('hello', 'x-amz-checksum-crc32:NhCmhg==').replace(
    /x-amz-trailer-signature:\w+\r\n/,
    '',
  );
  expect(await refusal(unsigned, options)).toBe('SignatureDoesNotMatch');
});

test('an unsigned body is decoded in pieces of every size', async () => {
  const wire = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n';
  for (let pieceBytes = 1; pieceBytes <= wire.length; pieceBytes += 1) {
    const options = { decodedBytes: 5, trailerNames: ['x-amz-checksum-crc32'], pieceBytes };
    const { body, trailers } = await decode(wire, options);
    expect(body.toString()).toBe('hello');
    expect(trailers.get('x-amz-checksum-crc32')).toBe('NhCmhg==');
  }
});

test('any body in any chunks comes back as it was', async () => {
  const chunk = fc.uint8Array({ minLength: 8192, maxLength: 9000 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(chunk, { maxLength: 4 }),
      fc.uint8Array({ minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 9000 }),
      async (full, last, pieceBytes) => {
        const parts = [...full, last].map((part) => Buffer.from(part));
        const framed = parts.map((part) =>
          Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
        );
        const wire = Buffer.concat([...framed, Buffer.from('0\r\n\r\n')]);
        const whole = Buffer.concat(parts);
        const { body } = await decode(wire, { decodedBytes: whole.length, pieceBytes });
        expect(body.equals(whole)).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
});

test('an empty body, and the different endings of clients', async () => {
  for (const wire of ['0\r\n\r\n', '0\r\n', '0\r\n\r\n\r\n\r\n']) {
    expect((await decode(wire, { decodedBytes: 0 })).body.length).toBe(0);
  }
});

test.each([
  ['no size line', 'hello', 'IncompleteBody'],
  ['no number', 'zz\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
  ['a negative size', '-5\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
  ['a size beyond all numbers', 'ffffffffffffffff\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
  ['a chunk cut short', '5\r\nhel', 'IncompleteBody'],
  ['a chunk longer than its size', '5\r\nhello!\r\n0\r\n\r\n', 'IncompleteBody'],
  ['no last chunk', '5\r\nhello\r\n', 'IncompleteBody'],
  ['more than announced', '6\r\nhello!\r\n0\r\n\r\n', 'IncompleteBody'],
  ['less than announced', '4\r\nhell\r\n0\r\n\r\n', 'IncompleteBody'],
  ['small chunks before the last', '2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n', 'InvalidChunkSizeError'],
  ['bytes behind the end', '5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1', 'InvalidRequest'],
  ['a trailer that was not announced', '5\r\nhello\r\n0\r\nx-amz-meta-a:b\r\n\r\n', 'MalformedTrailerError'],
  ['a trailer without a colon', '5\r\nhello\r\n0\r\nnonsense\r\n\r\n', 'MalformedTrailerError'],
  ['an endless size line', `${'0'.repeat(5000)}\r\n`, 'IncompleteBody'],
])('%s is refused', async (_, wire, code) => {
  expect(await refusal(wire, { decodedBytes: 5 })).toBe(code);
  expect(await refusal(wire, { decodedBytes: 5, pieceBytes: 1 })).toBe(code);
});

test('an announced trailer must come exactly once', async () => {
  const options = { decodedBytes: 5, trailerNames: ['x-amz-checksum-crc32'] };
  expect(await refusal('5\r\nhello\r\n0\r\n\r\n', options)).toBe('MalformedTrailerError');
  const twice = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:a\r\nx-amz-checksum-crc32:b\r\n\r\n';
  expect(await refusal(twice, options)).toBe('MalformedTrailerError');
});
