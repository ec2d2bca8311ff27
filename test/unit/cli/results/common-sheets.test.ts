/** Common sheets hold every copy of every person, in order; the progress shows the time left. */
import { expect, test } from 'vitest';
import { startProgress } from '../../../../cli/progress.ts';
import { planPages } from '../../../../cli/results/common-sheets.ts';
import { sheetOrderSchema } from '../../../../core/sheet-order.ts';

const person = (name: string, copies: number, more = {}) => {
  return { name, path: `${name}.jpg`, widthMm: 25, heightMm: 35, densityDpi: 300, copies, ...more };
};

test('copies run over as few pages as needed', () => {
  const people = [person('a', 20), person('b', 3), person('c', 1, { widthMm: 35, heightMm: 45 })];
  const pages = planPages(people, { sheet: sheetOrderSchema.parse({ paper: 'a4' }), withNames: true });
  expect(pages).toHaveLength(1);
  const names = pages[0].plan.placements.map(({ item }) => pages[0].people[item].name).sort();
  expect(names.join('')).toBe(`${'a'.repeat(20)}bbbc`);
  const small = planPages(people, { sheet: sheetOrderSchema.parse({ paper: '4r' }), withNames: false });
  expect(small.flatMap(({ plan }) => plan.placements)).toHaveLength(24);
  expect(small.length).toBeGreaterThan(1);
  expect(small[0].people.map(({ name }) => name)).toEqual(['a']);
});

test('a photo that is larger than the paper is refused', () => {
  const huge = [person('a', 1, { widthMm: 300, heightMm: 400 })];
  expect(() => planPages(huge, { sheet: sheetOrderSchema.parse({}), withNames: false })).toThrow(/do not fit/);
});

test('the progress shows photos a minute and the time left; earlier photos do not count', () => {
  const lines: string[] = [];
  let now = 0;
  const progress = startProgress(
    5,
    (text) => lines.push(text),
    false,
    () => now,
  );
  progress.add(true);
  for (now of [30_000, 60_000]) progress.add(false);
  expect(lines).toEqual(['1/5 photos\n', '2/5 photos\n', '3/5 photos, 2.0 a minute, 1 min 0 s left\n']);
});
