import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  maxAsyncBytes,
  parseFunctionReference,
  parseJson,
  payloadBytes,
} from '../../../../local/lambda/invoke-request.ts';

it.each([
  ['compose', undefined, { name: 'compose' }],
  ['compose:live', undefined, { name: 'compose', qualifier: 'live' }],
  ['compose', 'live', { name: 'compose', qualifier: 'live' }],
  ['compose:7', '7', { name: 'compose', qualifier: '7' }],
  ['123456789012:function:compose', undefined, { name: 'compose' }],
  [
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:compose:$LATEST',
    undefined,
    { name: 'compose', qualifier: '$LATEST' },
  ],
])('parses %s with qualifier %s', (text, qualifier, expected) => {
  expect(parseFunctionReference(text, qualifier)).toEqual(expected);
});

it.each([
  ['', undefined],
  ['a b', undefined],
  ['../compose', undefined],
  ['a'.repeat(65), undefined],
  ['arn:aws:lambda:us-east-1:12:function:compose', undefined],
  ['compose:1', '2'],
  ['compose', 'no way'],
])('refuses %s with qualifier %s', (text, qualifier) => {
  expect(() => parseFunctionReference(text, qualifier)).toThrow(
    expect.objectContaining({ status: 400, exception: 'InvalidParameterValueException' }),
  );
});

it('passes any JSON through unchanged, as value or as bytes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(payloadBytes(value, 2 ** 20).toString()).toBe(text);
      expect(payloadBytes(Buffer.from(text), 2 ** 20).toString()).toBe(text);
    }),
  );
});

it('takes a missing payload as an empty object', () => {
  expect(payloadBytes(undefined, 10).toString()).toBe('{}');
  expect(payloadBytes(new Uint8Array(), 10).toString()).toBe('{}');
});

it('refuses a payload that is too large or not JSON', () => {
  const atLimit = Buffer.from(JSON.stringify('x'.repeat(maxAsyncBytes - 2)));
  expect(payloadBytes(atLimit, maxAsyncBytes)).toHaveLength(maxAsyncBytes);
  expect(() => payloadBytes(Buffer.concat([atLimit, Buffer.from(' ')]), maxAsyncBytes)).toThrow(
    expect.objectContaining({ status: 413, exception: 'RequestTooLargeException' }),
  );
  for (const text of ['{', 'undefined', '{"a":1}}']) {
    expect(() => parseJson(Buffer.from(text))).toThrow(
      expect.objectContaining({ status: 400, exception: 'InvalidRequestContentException' }),
    );
  }
  expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(expect.objectContaining({ status: 400 }));
});
