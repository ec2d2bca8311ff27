import { expect, test } from 'vitest';
import { en } from '../../../../web/locales/en/texts.ts';
import { adviceOf } from '../../../../web/locales/rejection-advice.ts';
import { zh } from '../../../../web/locales/zh/texts.ts';

test('facts make the advice exact, in both languages', () => {
  const pdf = { code: 'unsupported-format', facts: { format: 'pdf' } } as const;
  expect(adviceOf(en, pdf)).toMatchObject({
    title: 'This is a PDF document',
    advice: expect.stringMatching(/300 dpi/),
  });
  expect(adviceOf(zh, pdf).title).toBe('这是 PDF 文件');
  const avif = {
    code: 'too-many-pixels',
    facts: { format: 'AVIF', limitMegapixels: 3.6, jpegMegapixels: 60 },
  } as const;
  expect(adviceOf(en, avif).advice).toMatch(/3\.6 megapixels of AVIF.* JPEG.* 60 megapixels/);
  const small = { faceHeightPx: 44, leastPx: 64, isReduced: 'no' };
  expect(adviceOf(en, { code: 'face-too-small', facts: small }).advice).toMatch(/44 px.* 64 px.*original/);
  expect(adviceOf(zh, { code: 'face-too-small', facts: { ...small, isReduced: 'yes' } }).advice).toMatch(/44.*64.*裁/);
});

test('without facts, or with unknown ones, the text of the code is used', () => {
  expect(adviceOf(en, { code: 'unsupported-format', facts: {} })).toBe(en.rejections['unsupported-format']);
  expect(adviceOf(en, { code: 'unsupported-format', facts: { format: 'constructor' } })).toBe(
    en.rejections['unsupported-format'],
  );
  expect(adviceOf(en, { code: 'no-face', facts: {} })).toBe(en.rejections['no-face']);
});
