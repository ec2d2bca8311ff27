/** The check of the cutout, by what matting measured. */
import { expect, test } from 'vitest';
import { checkCutout } from '../../../../../functions/compose/checks/cutout.ts';

test.each([
  [{ hazeArea: 0, conflictArea: 0 }, 'pass', 0],
  [{ hazeArea: 0.006, conflictArea: 0.3 }, 'pass', 0.75],
  [{ hazeArea: 0, conflictArea: 0.75 }, 'warn', 1.5],
  [{ hazeArea: 0.012, conflictArea: 0 }, 'warn', 1.5],
  [{ hazeArea: 0.006, conflictArea: 7.5 }, 'warn', 15],
] as const)('%o gives %s', (doubts, result, value) => {
  const check = checkCutout({ ...doubts, headMissing: 0, thingArea: 0 }, 'networks');
  expect([check.code, check.result]).toEqual(['cutout', result]);
  expect(check.value).toBeCloseTo(value);
});

test.each([
  [{ hazeArea: 0, conflictArea: 0.1, headMissing: 0.05 }, 'pass', undefined, /contradicts/],
  [{ hazeArea: 0, conflictArea: 0.3, headMissing: 0 }, 'warn', 'own-matte', /contradicts.*without transparent parts/],
  [{ hazeArea: 0.2, conflictArea: 0, headMissing: 0 }, 'warn', 'own-matte', /half clear/],
  [{ hazeArea: 0, conflictArea: 0, headMissing: 0.4 }, 'warn', 'own-matte', /cuts off a part of the head/],
] as const)('of a file that is cut out already, %o gives %s', (doubts, result, cause, message) => {
  const check = checkCutout({ ...doubts, thingArea: 0 }, 'file');
  expect([check.result, check.cause]).toEqual([result, cause]);
  expect(check.message).toMatch(message);
});
