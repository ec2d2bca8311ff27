import { expect, test } from 'vitest';
import { startDigest } from '../../../../local/s3/checksums.ts';

/** Check values of the CRC catalogue (reveng.sourceforge.io) for the digits 1 to 9, and their well-known hashes. */
const ofNineDigits = {
  crc32: 'cbf43926',
  crc32c: 'e3069283',
  crc64nvme: 'ae8b14860a799888',
  md5: '25f9e794323b453885f5181f1b624d0b',
  sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
} as const;

test.each(Object.entries(ofNineDigits))('%s of the digits 1 to 9, whole and in pieces', (algorithm, expected) => {
  const whole = startDigest(algorithm as keyof typeof ofNineDigits);
  whole.update(Buffer.from('123456789'));
  expect(whole.digest().toString('hex')).toBe(expected);
  const pieces = startDigest(algorithm as keyof typeof ofNineDigits);
  for (const piece of ['12', '', '3456', '789']) pieces.update(Buffer.from(piece));
  expect(pieces.digest().toString('hex')).toBe(expected);
});

test('an empty body has the digest of no bytes', () => {
  expect(startDigest('crc32').digest().toString('hex')).toBe('00000000');
  expect(startDigest('crc32c').digest().toString('hex')).toBe('00000000');
  expect(startDigest('crc64nvme').digest().toString('hex')).toBe('0000000000000000');
});
