import { expect, test } from 'vitest';
import { billedMsOf, gbSecondsOf } from '../../../../local/lambda/billing.ts';

test('init and run are billed together, rounded up to a whole millisecond', () => {
  expect([billedMsOf(0), billedMsOf(0.2), billedMsOf(1.0001), billedMsOf(100)]).toEqual([1, 1, 2, 100]);
  expect(billedMsOf(100.4, 900.4)).toBe(1001);
});

test('one second in 1,024 MB is one GB-second', () => {
  expect(gbSecondsOf({ billedMs: 1000, memoryMb: 1024 })).toBe(1);
  expect(gbSecondsOf({ billedMs: 600, memoryMb: 3008 })).toBeCloseTo(1.7625, 10);
});
