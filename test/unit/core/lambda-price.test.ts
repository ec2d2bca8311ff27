/** Tests of the prices of Lambda, against sums done by hand. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceRuns, requestsUsd, runTimeUsd } from '../../../core/lambda-price.ts';
import { lambdaPrices, pricesReadOn } from '../../../core/prices.ts';

test('a million requests of one GB-second cost 16.87 dollars, a fifth less of the run time on arm64', () => {
  const gbSeconds = 1_000_000;
  expect(runTimeUsd(gbSeconds, 'x86_64') + requestsUsd(1_000_000)).toBeCloseTo(16.8667, 4);
  expect(runTimeUsd(gbSeconds, 'arm64') / runTimeUsd(gbSeconds, 'x86_64')).toBeCloseTo(0.8, 4);
});

test('the price of several runs is the sum of their prices', () => {
  const run = fc.record({ gbSeconds: fc.double({ min: 0.000125, max: 9000, noNaN: true }) });
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

test('every price is positive, and the date of the price list is given', () => {
  expect(pricesReadOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  for (const price of Object.values(lambdaPrices.perGbSecond)) expect(price).toBeGreaterThan(0);
});
