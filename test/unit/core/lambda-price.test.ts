/** Run time as GB-seconds and money, against sums done by hand. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billedMsOf, gbSecondsOf, priceRuns, requestsUsd, runTimeUsd } from '../../../core/lambda-price.ts';
import { lambdaPrices, pricesReadOn } from '../../../core/prices.ts';

test('time is billed by the started millisecond, the start of the function with it', () => {
  expect([billedMsOf(0), billedMsOf(0.2), billedMsOf(1.0001), billedMsOf(100)]).toEqual([1, 1, 2, 100]);
  expect(billedMsOf(100.4, 900.4)).toBe(1001);
});

test('one second in 1,024 MB is one GB-second', () => {
  expect(gbSecondsOf({ billedMs: 1000, memoryMb: 1024 })).toBe(1);
  expect(gbSecondsOf({ billedMs: 600, memoryMb: 3008 })).toBeCloseTo(1.7625, 10);
});

test('a million requests of one GB-second cost 16.87 dollars, a fifth less of the run time on arm64', () => {
  const gbSeconds = 1_000_000;
  expect(runTimeUsd(gbSeconds, 'x86_64') + requestsUsd(1_000_000)).toBeCloseTo(16.8667, 4);
  expect(runTimeUsd(gbSeconds, 'arm64') / runTimeUsd(gbSeconds, 'x86_64')).toBeCloseTo(0.8, 4);
});

test('runs cost together what they cost one by one', () => {
  const run = fc.record({
    billedMs: fc.integer({ min: 1, max: 900_000 }),
    memoryMb: fc.integer({ min: 128, max: 10_240 }),
  });
  fc.assert(
    fc.property(fc.array(run), fc.constantFrom('x86_64' as const, 'arm64' as const), (runs, architecture) => {
      const single = runs.map((one) => priceRuns([one], architecture));
      const together = priceRuns(runs, architecture);
      expect(together.gbSeconds).toBeCloseTo(
        single.reduce((sum, { gbSeconds }) => sum + gbSeconds, 0),
        6,
      );
      expect(together.priceUsd).toBeCloseTo(
        single.reduce((sum, { priceUsd }) => sum + priceUsd, 0),
        9,
      );
    }),
  );
});

test('prices say when they were read, and none is missing', () => {
  expect(pricesReadOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  for (const price of Object.values(lambdaPrices.perGbSecond)) expect(price).toBeGreaterThan(0);
});
