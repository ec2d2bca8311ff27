/** The people on common sheets, with the names that stand below their photos. */
import { expect, test } from 'vitest';
import type { PhotoResult } from '../../../../cli/photo-result.ts';
import { peopleOf } from '../../../../cli/results/common-sheets.ts';

test('a photo has the name of its roster, else that of its file without the extension', () => {
  const outputs = [{ kind: 'photo', profile: 'print', standard: 'cn-1-inch', path: 'out/photo.jpg' }];
  const resultOf = (name: string | null) => ({ name, source: 'in/Zoë B. <1>.jpg', outputs }) as unknown as PhotoResult;
  const people = peopleOf([resultOf('Ann'), resultOf(null)], () => 2);
  expect(people.map(({ name, copies }) => [name, copies])).toEqual([
    ['Ann', 2],
    ['Zoë B. <1>', 2],
  ]);
});
