import { expect, test } from 'vitest';
import { formPhotoIdPattern } from '../../../core/api.ts';
import { findUploadType, uploadTypeNames, uploadTypes } from '../../../core/upload-types.ts';

test('a named type is taken at its word, an unknown one by the ending of the name', () => {
  expect(findUploadType('image/jpeg', 'x.png')).toBe('image/jpeg');
  expect(findUploadType('IMAGE/JPG; q=1')).toBe('image/jpeg');
  expect(findUploadType('', 'Photo.final.HEIC')).toBe('image/heic');
  expect(findUploadType('application/octet-stream', 'scan.tiff')).toBe('image/tiff');
  expect(findUploadType('text/plain', 'x.jpg')).toBeNull();
  expect(findUploadType('', 'jpg')).toBeNull();
  expect(findUploadType('', 'x.jpg\0.exe')).toBeNull();
  expect(findUploadType('constructor', '')).toBeNull();
});

test('every ending that ids are made of fits their form', () => {
  for (const type of uploadTypeNames) {
    expect(`form/${'a'.repeat(32)}.${uploadTypes[type][0]}`).toMatch(formPhotoIdPattern);
  }
});
