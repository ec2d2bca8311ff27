/** The caption of a photo on the page: its fields, its lines, and the documents that take it. */
import { expect, test } from 'vitest';
import { captionLines, fieldsOf, isNameGood } from '../../../../web/state/caption.ts';
import { orderOf, usualDraft } from '../../../../web/state/draft.ts';

test.each([
  [{ name: ' JANE DOE ', isoDay: '2026-11-30' }, ['JANE DOE', '30-11-2026']],
  [{ name: 'JANE DOE', isoDay: '' }, ['JANE DOE']],
  [{ name: '', isoDay: '2026-11-30' }, ['30-11-2026']],
  [{ name: ' ', isoDay: '' }, []],
])('%j has the lines %j, and back', (fields, lines) => {
  expect(captionLines(fields)).toEqual(lines);
  expect(fieldsOf(lines)).toEqual({ ...fields, name: fields.name.trim() });
});

test('a name in Latin letters can be printed, another script or a long one cannot', () => {
  expect(['', 'JANE DOE', 'Zoë', 'Zoe\u0308', '李伟', 'x'.repeat(41)].map(isNameGood)).toEqual([
    ...[true, true, true, true],
    ...[false, false],
  ]);
});

test('a caption is ordered where a source asks for it or there is no office', () => {
  const caption = ['JANE DOE'];
  const captionOf = (standard: string) => orderOf({ ...usualDraft, standard, caption }).caption;
  expect(['in-upsc', 'cn-1-inch', '35x45mm'].map(captionOf)).toEqual([caption, caption, caption]);
  expect(captionOf('us-passport')).toBeUndefined();
});
