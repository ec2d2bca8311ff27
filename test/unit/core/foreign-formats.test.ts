import { expect, test } from 'vitest';
import { foreignFormatOf, foreignFormats, rejectForeign } from '../../../core/foreign-formats.ts';
import { uploadTypes } from '../../../core/upload-types.ts';

test.each([
  ['image/jxl', '', 'jpeg-xl'],
  ['', 'IMG_0001.CR3', 'raw-canon'],
  ['application/octet-stream', 'DSC_0001.NEF', 'raw-nikon'],
  ['image/x-adobe-dng', 'IMG_1.DNG', 'dng'],
  ['application/pdf', 'photo.pdf', 'pdf'],
  ['video/quicktime', 'IMG_1.MOV', 'video'],
  ['IMAGE/SVG+XML; charset=utf-8', '', 'svg'],
  ['text/plain', 'notes.txt', null],
  ['', 'constructor', null],
])('%s %s is %s', (type, name, kind) => expect(foreignFormatOf(type, name)).toBe(kind));

test('no extension belongs to two kinds, or to an accepted type', () => {
  const accepted: string[] = Object.values(uploadTypes).flat();
  const extensions = Object.values(foreignFormats).flatMap((kind) =>
    'extensions' in kind ? [...kind.extensions] : [],
  );
  const all = [...accepted, ...extensions];
  expect(all.filter((extension, at) => all.indexOf(extension) !== at)).toEqual([]);
});

test('the rejection names the kind and says what to do', () => {
  expect(rejectForeign('pdf')).toMatchObject({
    code: 'unsupported-format',
    message: 'The file has no accepted picture format. It seems to be a PDF document.',
    advice: expect.stringMatching(/300 dpi/),
    facts: { format: 'pdf' },
  });
  expect(rejectForeign(null).advice).toMatch(/JPEG, PNG, WebP/);
});
