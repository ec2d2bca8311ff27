import { expect, test } from 'vitest';
import {
  accessCodeKey,
  backdropKey,
  cutoutGroup,
  cutoutKey,
  cutoutPngKey,
  expiringPrefixes,
  fingerprintKey,
  firstCutoutKey,
  headKey,
  keptPrefixes,
  namedCodesKey,
  orderedFileName,
  photoCountKey,
  plainFileName,
  preTrafficKey,
  preTrafficPhotoId,
  recordKey,
  resultKey,
  uploadKey,
  workingPhotoKey,
  wrongTriesKey,
} from '../../../core/keys.ts';

const beginsWith = (prefixes: readonly string[]) => (key: string) => prefixes.some((prefix) => key.startsWith(prefix));

test('every key of the results bucket either expires or is kept', () => {
  const keysOf = [cutoutKey, cutoutPngKey, headKey, workingPhotoKey, recordKey, fingerprintKey];
  const ofPhotos = [...keysOf.map((keyOf) => keyOf('x')), firstCutoutKey('form/', 'x')];
  expect([...ofPhotos, resultKey('x', 'y')].every(beginsWith(expiringPrefixes))).toBe(true);
  const ofStudio = [accessCodeKey, namedCodesKey, photoCountKey('x'), wrongTriesKey('0'), backdropKey('x')];
  expect(ofStudio.every(beginsWith(keptPrefixes))).toBe(true);
  expect(keptPrefixes.some(beginsWith(expiringPrefixes))).toBe(false);
});

test('uploads of the form, test portraits and other uploads are three groups', () => {
  const keys = [uploadKey('form/a.jpg'), preTrafficKey(preTrafficPhotoId('d-1')), uploadKey('cn-1-inch/form/a.jpg')];
  expect(keys.map(cutoutGroup)).toEqual(['form/', 'golden/', '']);
});

test('the cutout of no photo has the key of a first cutout', () => {
  const first = firstCutoutKey('', 'f'.repeat(64));
  const ids = ['f'.repeat(64), `${'f'.repeat(64)}.first.jpg`, 'form/a.jpg'];
  for (const keyOf of [cutoutKey, cutoutPngKey, headKey, workingPhotoKey]) {
    expect(ids.map(keyOf)).not.toContain(first);
  }
});

test('a file of a new order has the same plain name as the first file', () => {
  const key = resultKey('form/a.jpg', orderedFileName('0123456789abcdef', 'cn-1-inch-white.jpg'));
  expect(plainFileName(key)).toBe('cn-1-inch-white.jpg');
  expect(plainFileName(resultKey('a.jpg', 'order-x-white.jpg'))).toBe('order-x-white.jpg');
});
