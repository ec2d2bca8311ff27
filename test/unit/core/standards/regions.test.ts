import { expect, test } from 'vitest';
import { byRegion, regionOf } from '../../../../core/standards/regions.ts';
import { standards } from '../../../../core/standards.ts';

test('each standard is in one region', () => {
  const grouped = byRegion(standards).flatMap((group) => group.standards);
  expect(grouped.map(({ id }) => id).sort()).toEqual(standards.map(({ id }) => id).sort());
  expect(regionOf(null)).toBe('International');
  expect(regionOf('EU')).toBe('Europe');
  expect(() => regionOf('ZZ')).toThrow(/no region for the country ZZ/);
});
