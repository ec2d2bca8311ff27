/** The check of the cutout, by what matting measured. */
import { expect, test } from 'vitest';
import { checkCutout } from '../../../../../functions/compose/checks/cutout.ts';

test.each([
  [{ hazeArea: 0, conflictArea: 0 }, 'pass', 0],
  [{ hazeArea: 0.006, conflictArea: 1.8 }, 'pass', 0.75],
  [{ hazeArea: 0.012, conflictArea: 0 }, 'warn', 1.5],
  [{ hazeArea: 0.006, conflictArea: 7.5 }, 'warn', 3],
] as const)('%o gives %s', (doubts, result, value) => {
  const check = checkCutout(doubts);
  expect([check.code, check.result]).toEqual(['cutout', result]);
  expect(check.value).toBeCloseTo(value);
});
