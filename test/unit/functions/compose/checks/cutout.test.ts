/** The check of the cutout, by what matting measured. */
import { expect, test } from 'vitest';
import { checkCutout, edgeArea } from '../../../../../functions/compose/checks/cutout.ts';

test.each([
  [{ hazeArea: 0, conflictArea: 0 }, 'pass', 0],
  [{ hazeArea: 0.006, conflictArea: 0.3 }, 'pass', 0.75],
  [{ hazeArea: 0, conflictArea: 0.75 }, 'warn', 1.5],
  [{ hazeArea: 0.012, conflictArea: 0 }, 'warn', 1.5],
  [{ hazeArea: 0.006, conflictArea: 7.5 }, 'warn', 15],
] as const)('%o gives %s', (doubts, result, value) => {
  const check = checkCutout({ ...doubts, deniedArea: 0, headMissing: 0, thingArea: 0 }, 'networks');
  expect([check.code, check.result]).toEqual(['cutout', result]);
  expect(check.value).toBeCloseTo(value);
});

test.each([
  [{ hazeArea: 0, conflictArea: 0.1, headMissing: 0.05 }, 'pass', undefined, /contradicts/],
  [{ hazeArea: 0, conflictArea: 0.3, headMissing: 0 }, 'warn', 'own-matte', /contradicts.*without transparent parts/],
  [{ hazeArea: 0.2, conflictArea: 0, headMissing: 0 }, 'warn', 'own-matte', /half clear/],
  [{ hazeArea: 0, conflictArea: 0, headMissing: 0.4 }, 'warn', 'own-matte', /cuts off a part of the head/],
] as const)('of a file that is cut out already, %o gives %s', (doubts, result, cause, message) => {
  const check = checkCutout({ ...doubts, deniedArea: 0, thingArea: 0 }, 'file');
  expect([check.result, check.cause]).toEqual([result, cause]);
  expect(check.message).toMatch(message);
});

const sound = { hazeArea: 0, conflictArea: 0, deniedArea: 0, headMissing: 0, thingArea: 0 };

test('a patch that the network denies is announced', () => {
  const check = checkCutout({ ...sound, deniedArea: 0.024 }, 'networks');
  expect([check.result, check.value]).toEqual(['warn', 2]);
  expect(check.message).toMatch(/look like background/);
});

test('much soft hair in a photo without colour is announced, but not in a file that is cut out already', () => {
  const check = checkCutout(sound, 'networks', 0.4);
  expect([check.result, check.message]).toEqual(['warn', expect.stringMatching(/no colour/)]);
  expect(checkCutout(sound, 'networks', 0.3).result).toBe('pass');
  expect(checkCutout(sound, 'file', 0.4).result).toBe('pass');
});

test('the area of the soft edges is in squared widths of the face', () => {
  const data = Uint8Array.from({ length: 16 }, (_, at) => (at % 4 === 3 ? [0, 128, 200, 255][(at - 3) / 4] : 0));
  expect(edgeArea({ widthPx: 2, heightPx: 2, data }, 2)).toBe(0.5);
});
