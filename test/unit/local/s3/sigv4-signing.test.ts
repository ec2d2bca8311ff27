import { expect, test } from 'vitest';
import {
  canonicalRequest,
  deriveSigningKey,
  type SignableRequest,
  sameSignature,
  sha256Hex,
  signText,
  stringToSign,
  uriEncode,
} from '../../../../local/s3/sigv4-signing.ts';

// Example key pair, requests and signatures of the S3 API reference, "Examples: Signature Calculations" (read
// 2026-11-20).
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const scope = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', day: '20130524', region: 'us-east-1' };
const amzDate = '20130524T000000Z';
const host = ['host', 'examplebucket.s3.amazonaws.com'] as const;
const empty = sha256Hex('');

function sign(request: Partial<SignableRequest>): string {
  const full = { method: 'GET', path: '/', query: [], signedHeaders: [], payloadHash: empty, ...request };
  return signText(deriveSigningKey(secret, scope), stringToSign(amzDate, scope, canonicalRequest(full)));
}

test('the documented GET with a range', () => {
  const signedHeaders = [
    host,
    ['range', 'bytes=0-9'],
    ['x-amz-content-sha256', empty],
    ['x-amz-date', amzDate],
  ] as const;
  expect(sign({ path: '/test.txt', signedHeaders })).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

test('the documented PUT, whose key needs encoding', () => {
  const payloadHash = sha256Hex('Welcome to Amazon S3.');
  const signedHeaders = [
    ['date', 'Fri, 24 May 2013 00:00:00 GMT'],
    host,
    ['x-amz-content-sha256', payloadHash],
    ['x-amz-date', amzDate],
    ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
  ] as const;
  expect(sign({ method: 'PUT', path: '/test$file.text', signedHeaders, payloadHash })).toBe(
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  );
});

test('the documented list, whose query is sorted', () => {
  const signedHeaders = [host, ['x-amz-content-sha256', empty], ['x-amz-date', amzDate]] as const;
  const query = [
    ['prefix', 'J'],
    ['max-keys', '2'],
  ] as const;
  expect(sign({ query, signedHeaders })).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
});

test('the documented presigned GET', () => {
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Expires', '86400'],
    ['X-Amz-SignedHeaders', 'host'],
  ] as const;
  expect(sign({ path: '/test.txt', query, signedHeaders: [host], payloadHash: 'UNSIGNED-PAYLOAD' })).toBe(
    'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});

test('header values are trimmed, and several blanks become one', () => {
  const tidy = canonicalRequest({
    method: 'GET',
    path: '/',
    query: [],
    signedHeaders: [['a', 'b c']],
    payloadHash: '',
  });
  const wild = canonicalRequest({
    method: 'GET',
    path: '/',
    query: [],
    signedHeaders: [['a', '  b   c ']],
    payloadHash: '',
  });
  expect(wild).toBe(tidy);
});

test('a path is encoded once and never normalised', () => {
  const text = canonicalRequest({
    method: 'GET',
    path: '/b/../a//é+ *',
    query: [],
    signedHeaders: [],
    payloadHash: '',
  });
  expect(text.split('\n')[1]).toBe('/b/../a//%C3%A9%2B%20%2A');
});

test('all but the unreserved characters are encoded', () => {
  expect(uriEncode("Az09-_.~!'()*/ +")).toBe('Az09-_.~%21%27%28%29%2A%2F%20%2B');
});

test('signatures of different lengths can be compared', () => {
  expect(sameSignature('abc', 'abc')).toBe(true);
  expect(sameSignature('abc', 'abd')).toBe(false);
  expect(sameSignature('abc', '')).toBe(false);
});
