import { expect, test } from 'vitest';
import { formPhotoIdPattern } from '../../../core/api.ts';
import { findUploadType, uploadTypeNames, uploadTypes } from '../../../core/upload-types.ts';

test('a known media type decides, otherwise the extension of the name', () => {
  expect(findUploadType('image/jpeg', 'x.png')).toBe('image/jpeg');
  expect(findUploadType('IMAGE/JPG; q=1')).toBe('image/jpeg');
  expect(findUploadType('', 'Photo.final.HEIC')).toBe('image/heic');
  expect(findUploadType('application/octet-stream', 'scan.tiff')).toBe('image/tiff');
  expect(findUploadType('image/x-ms-bmp')).toBe('image/bmp');
  expect(findUploadType('', 'scan.BMP')).toBe('image/bmp');
  expect(findUploadType('text/plain', 'x.jpg')).toBeNull();
  expect(findUploadType('', 'jpg')).toBeNull();
  expect(findUploadType('', 'x.jpg\0.exe')).toBeNull();
  expect(findUploadType('constructor', '')).toBeNull();
});

test('every extension fits the pattern of photoIds', () => {
  for (const type of uploadTypeNames) {
    expect(`form/${'a'.repeat(32)}.${uploadTypes[type][0]}`).toMatch(formPhotoIdPattern);
  }
});
