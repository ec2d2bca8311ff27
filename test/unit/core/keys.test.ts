import { expect, test } from 'vitest';
import {
  accessCodeKey,
  backdropKey,
  cutoutKey,
  expiringPrefixes,
  fingerprintKey,
  headKey,
  keptPrefixes,
  namedCodesKey,
  orderedFileName,
  photoCountKey,
  plainFileName,
  recordKey,
  resultKey,
  workingPhotoKey,
  wrongTriesKey,
} from '../../../core/keys.ts';

const beginsWith = (prefixes: readonly string[]) => (key: string) => prefixes.some((prefix) => key.startsWith(prefix));

test('every key of the results bucket either expires or is kept', () => {
  const ofPhotos = [cutoutKey, headKey, workingPhotoKey, recordKey, fingerprintKey].map((keyOf) => keyOf('x'));
  expect([...ofPhotos, resultKey('x', 'y')].every(beginsWith(expiringPrefixes))).toBe(true);
  const ofStudio = [accessCodeKey, namedCodesKey, photoCountKey('x'), wrongTriesKey('0'), backdropKey('x')];
  expect(ofStudio.every(beginsWith(keptPrefixes))).toBe(true);
  expect(keptPrefixes.some(beginsWith(expiringPrefixes))).toBe(false);
});

test('a file of a new order has the same plain name as the first file', () => {
  const key = resultKey('form/a.jpg', orderedFileName('0123456789abcdef', 'cn-1-inch-white.jpg'));
  expect(plainFileName(key)).toBe('cn-1-inch-white.jpg');
  expect(plainFileName(resultKey('a.jpg', 'order-x-white.jpg'))).toBe('order-x-white.jpg');
});
