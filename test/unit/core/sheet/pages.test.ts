/** Common sheets hold every copy of every person, in order. */
import { expect, test } from 'vitest';
import { nameMm, planPages } from '../../../../core/sheet/pages.ts';
import { sheetOrderSchema } from '../../../../core/sheet-order.ts';

const person = (name: string, copies: number, more = {}) => {
  return { name, widthMm: 25, heightMm: 35, copies, ...more };
};

test('copies run over as few pages as needed', () => {
  const people = [person('a', 20), person('b', 3), person('c', 1, { widthMm: 35, heightMm: 45 })];
  const pages = planPages(people, { sheet: sheetOrderSchema.parse({ paper: 'a4' }), belowMm: nameMm });
  expect(pages).toHaveLength(1);
  const names = pages[0].plan.placements.map(({ item }) => pages[0].people[item].name).sort();
  expect(names.join('')).toBe(`${'a'.repeat(20)}bbbc`);
  const small = planPages(people, { sheet: sheetOrderSchema.parse({ paper: '4r' }), belowMm: 0 });
  expect(small.flatMap(({ plan }) => plan.placements)).toHaveLength(24);
  expect(small.length).toBeGreaterThan(1);
  expect(small[0].people.map(({ name }) => name)).toEqual(['a']);
});

test('a photo that is larger than the paper is refused', () => {
  const huge = [person('a', 1, { widthMm: 300, heightMm: 400 })];
  expect(() => planPages(huge, { sheet: sheetOrderSchema.parse({}), belowMm: 0 })).toThrow(/do not fit/);
});
