/**
 * The digests with which S3 clients protect a body: MD5, SHA and three CRCs, computed over a stream. payload.ts updates
 * them while it passes the bytes on to the disk.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Algorithms of the `x-amz-checksum-*` headers and trailers that are verified, with the digest's size in bytes. */
export const checksumSizesBytes = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 } as const;

export type ChecksumAlgorithm = keyof typeof checksumSizesBytes;

/** A digest in progress. `digest` may be called once, at the end. */
export interface Digest {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

/** Starts a digest of one of the algorithms. */
export function startDigest(algorithm: ChecksumAlgorithm | 'md5'): Digest {
  switch (algorithm) {
    case 'crc32':
      return runningCrc32();
    case 'crc32c':
      return runningCrc32c();
    case 'crc64nvme':
      return runningCrc64();
    default:
      return createHash(algorithm);
  }
}

function fromUint32(...words: number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, index * 4);
  return bytes;
}

function runningCrc32(): Digest {
  let sum = 0;
  return {
    update: (chunk) => {
      sum = crc32(chunk, sum);
    },
    digest: () => fromUint32(sum),
  };
}

/** Castagnoli polynomial 0x1EDC6F41, reflected. The check value of "123456789" is 0xE3069283 (RFC 3720 B.4). */
const castagnoli = 0x82f63b78;

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ castagnoli : value >>> 1;
  return value;
});

function runningCrc32c(): Digest {
  let sum = 0xffffffff;
  return {
    update: (chunk) => {
      let value = sum;
      for (const byte of chunk) value = (value >>> 8) ^ (crc32cTable[(value ^ byte) & 0xff] as number);
      sum = value;
    },
    digest: () => fromUint32(~sum),
  };
}

/**
 * CRC-64/NVME (NVM Express base specification, reflected 0xAD93D23594C93659), as a high and a low half, because numbers
 * hold 53 bits and BigInt is about fifty times slower. The check value of "123456789" is 0xAE8B14860A799888.
 */
const nvmeHigh = 0x9a6c9329;
const nvmeLow = 0xac4bc9b5;
const crc64High = new Uint32Array(256);
const crc64Low = new Uint32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const carry = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (carry) {
      low ^= nvmeLow;
      high ^= nvmeHigh;
    }
  }
  crc64High[byte] = high;
  crc64Low[byte] = low;
}

function runningCrc64(): Digest {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (chunk) => {
      for (const byte of chunk) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] as number);
        high = (high >>> 8) ^ (crc64High[index] as number);
      }
    },
    digest: () => fromUint32(~high, ~low),
  };
}
