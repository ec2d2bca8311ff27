import { expect, test } from 'vitest';
import { S3Error } from '../../../../local/s3/error.ts';
import { applyPolicy, checkSize, parsePolicy } from '../../../../local/s3/post-policy.ts';

const now = new Date('2026-06-01T12:00:00Z');
const encode = (policy: unknown): string => Buffer.from(JSON.stringify(policy)).toString('base64');
const policyOf = (...conditions: unknown[]) =>
  parsePolicy(encode({ expiration: '2026-06-01T13:00:00.000Z', conditions }));
const form = (extra: Record<string, string> = {}) =>
  new Map(Object.entries({ bucket: 'b', key: 'uploads/a.jpg', ...extra }));
const base = [{ bucket: 'b' }, ['starts-with', '$key', 'uploads/']];

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof S3Error) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

test('a form that matches its policy gets the sizes of the policy', () => {
  const policy = policyOf(...base, ['content-length-range', 10, 100], ['content-length-range', 20, 200]);
  expect(applyPolicy(policy, form(), now)).toEqual({ minBytes: 20, maxBytes: 100 });
  expect(applyPolicy(policyOf(...base), form(), now)).toEqual({ minBytes: 0, maxBytes: Number.POSITIVE_INFINITY });
});

test.each([
  ['another value', { key: 'uploads/a.jpg' }, { key: 'uploads/b.jpg' }, '["eq", "$key", "uploads/a.jpg"]'],
  [
    'another type',
    ['eq', '$Content-Type', 'image/jpeg'],
    { 'content-type': 'image/png' },
    '["eq", "$Content-Type", "image/jpeg"]',
  ],
  ['a field that is not sent', ['eq', '$x-amz-meta-order', 'a'], {}, '["eq", "$x-amz-meta-order", "a"]'],
  [
    'a list with a stranger',
    ['starts-with', '$Content-Type', 'image/'],
    { 'content-type': 'image/png, text/html' },
    '["starts-with", "$Content-Type", "image/"]',
  ],
  ['a prefix of what matches exactly only', ['starts-with', '$bucket', ''], {}, '["starts-with", "$bucket", ""]'],
  ['an unknown operator', ['matches', '$key', '.*'], {}, '["matches", "$key", ".*"]'],
  ['a name without its dollar', ['eq', 'key', 'uploads/a.jpg'], {}, '["eq", "key", "uploads/a.jpg"]'],
  ['a number for a text', ['eq', '$key', 1], {}, '["eq", "$key", 1]'],
  ['a range of texts', ['content-length-range', '1', '2'], {}, '["content-length-range", "1", "2"]'],
  ['a negative size', ['content-length-range', -1, 2], {}, '["content-length-range", -1, 2]'],
  ['a condition too long', ['eq', '$key', 'uploads/a.jpg', 'x'], {}, '["eq", "$key", "uploads/a.jpg", "x"]'],
  ['a condition that is none', 'all', {}, '"all"'],
])('%s fails', (_, condition, fields, text) => {
  const policy = policyOf(...base, condition);
  expect(refusal(() => applyPolicy(policy, form(fields), now))).toBe(
    `403 AccessDenied: Invalid according to Policy: Policy Condition failed: ${text}`,
  );
});

test('every item of a list of types must have the prefix, which may be empty', () => {
  const images = policyOf(...base, ['starts-with', '$Content-Type', 'image/']);
  expect(refusal(() => applyPolicy(images, form({ 'content-type': 'image/png,image/jpeg' }), now))).toBe('accepted');
  const anything = policyOf(...base, ['starts-with', '$Content-Type', '']);
  expect(refusal(() => applyPolicy(anything, form({ 'content-type': 'text/html' }), now))).toBe('accepted');
});

test('a field that no condition names is refused, the bucket too', () => {
  const extra = (fields: Record<string, string>, ...conditions: unknown[]) =>
    refusal(() => applyPolicy(policyOf(...conditions), form(fields), now));
  expect(extra({ 'x-amz-meta-a': 'b' }, ...base)).toBe(
    '403 AccessDenied: Invalid according to Policy: Extra input fields: x-amz-meta-a',
  );
  expect(extra({}, base[1])).toBe('403 AccessDenied: Invalid according to Policy: Extra input fields: bucket');
  expect(extra({ policy: 'x', 'x-amz-signature': 'y', 'x-ignore-me': 'z' }, ...base)).toBe('accepted');
});

test('a policy expires at its time', () => {
  const policy = policyOf(...base);
  expect(refusal(() => applyPolicy(policy, form(), new Date('2026-06-01T12:59:59Z')))).toBe('accepted');
  expect(refusal(() => applyPolicy(policy, form(), new Date('2026-06-01T13:00:00Z')))).toBe(
    '403 AccessDenied: Invalid according to Policy: Policy expired.',
  );
});

test.each([
  ['no JSON', 'bm9uc2Vuc2U='],
  ['an array', encode([])],
  ['null', encode(null)],
  ['no expiration', encode({ conditions: [] })],
  ['a vague expiration', encode({ expiration: 'tomorrow', conditions: [] })],
  ['an impossible expiration', encode({ expiration: '2026-13-01T00:00:00Z', conditions: [] })],
  ['no conditions', encode({ expiration: '2026-06-01T13:00:00Z' })],
])('%s is no policy', (_, encoded) => {
  expect(refusal(() => parsePolicy(encoded))).toMatch(/^400 InvalidPolicyDocument/);
});

test('the size of a file is checked to the byte', async () => {
  async function size(
    sizes: { minBytes: number; maxBytes: number },
    ...pieceSizes: number[]
  ): Promise<number | string> {
    async function* file() {
      for (const sizeBytes of pieceSizes) yield Buffer.alloc(sizeBytes);
    }
    let total = 0;
    try {
      for await (const piece of checkSize(file(), sizes)) total += piece.length;
    } catch (error) {
      return error instanceof S3Error ? error.code : 'fault';
    }
    return total;
  }
  expect(await size({ minBytes: 5, maxBytes: 10 }, 5)).toBe(5);
  expect(await size({ minBytes: 5, maxBytes: 10 }, 5, 5)).toBe(10);
  expect(await size({ minBytes: 5, maxBytes: 10 }, 5, 6)).toBe('EntityTooLarge');
  expect(await size({ minBytes: 5, maxBytes: 10 }, 4)).toBe('EntityTooSmall');
  expect(await size({ minBytes: 0, maxBytes: 0 })).toBe(0);
});
