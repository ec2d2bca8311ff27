/** The simulated queue: sums done by hand, and what must be true whatever comes in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHeap } from '../../../../bench/cost/event-heap.ts';
import { InstanceStock } from '../../../../bench/cost/instance-stock.ts';
import { type CloudModel, lambda, type StageModel } from '../../../../bench/cost/lambda-model.ts';
import { type SimulationInput, simulateQueue } from '../../../../bench/cost/queue-simulation.ts';
import { seeded } from '../../../../bench/cost/random.ts';
import { spreadOf } from '../../../../bench/report/statistics.ts';
import { quantile } from '../../../../core/quantile.ts';

const never = { failingRuns: 0, failingPhotos: 0 };
const exact = (runMs: number, coldMs: number): StageModel => ({
  ...{ memoryMb: 1024, runMs, runSpread: 0 },
  coldStartMs: [coldMs, coldMs],
});

function simulate(
  arrivalsMs: readonly number[],
  overrides: Partial<SimulationInput> = {},
  cloud: Partial<CloudModel> = {},
) {
  return simulateQueue({
    ...{ arrivalsMs: Float64Array.from(arrivalsMs), stages: [exact(600, 5000), exact(300, 2000)] },
    ...{ trouble: never, seed: 1, ...overrides, cloud: { ...lambda, accountConcurrency: 10, ...cloud } },
  });
}

describe('sums by hand', () => {
  it('a first photo waits for one start, which wakes compose meanwhile; a second for none', () => {
    const { tookMs, stages } = simulate([0, 60_000]);
    expect([...tookMs]).toEqual([5900, 900]);
    expect(stages).toMatchObject([
      { runs: 2, coldStarts: 1, billedMs: 5000 + 600 + 600 },
      // The call that woke it is a run of its own.
      { runs: 3, coldStarts: 1, billedMs: 2000 + 1 + 300 + 300 },
    ]);
  });

  it('a first photo waits for both starts where only one may run', () => {
    expect([...simulate([0], {}, { accountConcurrency: 1 }).tookMs]).toEqual([7900]);
  });

  it('after five idle minutes everything is cold again', () => {
    const { stages } = simulate([0, 60_000, 60_000 + 302_000]);
    expect(stages.map(({ coldStarts }) => coldStarts)).toEqual([2, 2]);
  });

  it('what finds no instance comes back after a second, about', () => {
    const { tookMs, stages, mostAtOnce } = simulate([0, 0], {}, { accountConcurrency: 1 });
    expect(mostAtOnce).toBe(1);
    expect(stages[0].throttled).toBeGreaterThan(0);
    // 5.6 s of matting, then the first in the queue; never both at the same time.
    expect(Math.max(...tookMs)).toBeGreaterThan(7900 + 600);
  });

  it('what fails for good is tried three times, one and two minutes apart, and given up', () => {
    const { deadLetters, stages, endedMs, tookMs } = simulate([0], { trouble: { failingRuns: 0, failingPhotos: 1 } });
    expect(deadLetters).toEqual({ retriesExhausted: 1, eventAgeExceeded: 0 });
    expect(stages[0].runs).toBe(3);
    expect(endedMs).toBe(5600 + 60_000 + 600 + 120_000 + 600);
    expect(tookMs[0]).toBeNaN();
  });

  it('what waits too long is given up untried', () => {
    const { deadLetters, stages } = simulate([0, 0, 0], {}, { accountConcurrency: 0 });
    expect(deadLetters).toEqual({ retriesExhausted: 0, eventAgeExceeded: 3 });
    expect(stages[0].runs).toBe(0);
  });

  it('a function starts no faster than Lambda lets it', () => {
    const { stages } = simulate(
      Array(50).fill(0),
      {},
      { accountConcurrency: 1000, startsAtOnce: 20, startsPerSecond: 1 },
    );
    expect(stages[0].throttled).toBeGreaterThan(0);
    expect(stages[0].coldStarts).toBeLessThan(50);
  });
});

const trouble = fc.record({
  failingRuns: fc.double({ min: 0, max: 0.5, noNaN: true }),
  failingPhotos: fc.double({ min: 0, max: 0.3, noNaN: true }),
});
const stage = fc.record({
  memoryMb: fc.integer({ min: 128, max: 10_240 }),
  runMs: fc.double({ min: 1, max: 60_000, noNaN: true }),
  runSpread: fc.double({ min: 0, max: 1, noNaN: true }),
  coldStartMs: fc.tuple(
    fc.double({ min: 0, max: 5000, noNaN: true }),
    fc.double({ min: 5000, max: 10_000, noNaN: true }),
  ),
});
const input = fc.record({
  arrivals: fc.array(fc.double({ min: 0, max: 3_600_000, noNaN: true }), { maxLength: 150 }),
  ...{ stages: fc.tuple(stage, stage), trouble, seed: fc.integer() },
  accountConcurrency: fc.integer({ min: 1, max: 30 }),
  startsAtOnce: fc.integer({ min: 1, max: 30 }),
});

describe('whatever comes in', () => {
  it('loses no photo, goes over no limit, and counts what it bills', () => {
    fc.assert(
      fc.property(input, ({ arrivals, accountConcurrency, startsAtOnce, ...rest }) => {
        const sorted = arrivals.toSorted((one, other) => one - other);
        const result = simulate(sorted, rest, { accountConcurrency, startsAtOnce, startsPerSecond: 1 });
        const done = result.tookMs.filter((ms) => !Number.isNaN(ms));
        const { retriesExhausted, eventAgeExceeded } = result.deadLetters;
        expect(done.length + retriesExhausted + eventAgeExceeded).toBe(arrivals.length);
        expect(result.mostAtOnce).toBeLessThanOrEqual(accountConcurrency);
        expect(result.mostWaiting).toBeLessThanOrEqual(arrivals.length);
        const [matting, compose] = result.stages;
        // No photo is composed before it is cut out, and no function runs a photo more than three times.
        expect(compose.runs).toBeGreaterThanOrEqual(done.length);
        expect(matting.runs).toBeLessThanOrEqual(3 * arrivals.length);
        expect(compose.runs).toBeLessThanOrEqual(3 * arrivals.length + matting.coldStarts);
        for (const { runs, coldStarts, billedMs } of result.stages) {
          expect(coldStarts).toBeLessThanOrEqual(runs);
          expect(billedMs).toBeGreaterThanOrEqual(runs);
        }
        // No work is done twice at the same time: all of it fits below the limit.
        expect(matting.billedMs + compose.billedMs).toBeLessThanOrEqual(
          accountConcurrency * result.endedMs + matting.runs + compose.runs,
        );
        if (arrivals.length > 0) expect(result.endedMs).toBeGreaterThanOrEqual(sorted[0]);
      }),
    );
  });

  it('is the same each time', () => {
    fc.assert(
      fc.property(input, ({ arrivals, accountConcurrency, startsAtOnce, ...rest }) => {
        const sorted = arrivals.toSorted((one, other) => one - other);
        const once = () => simulate(sorted, rest, { accountConcurrency, startsAtOnce });
        expect(once()).toEqual(once());
      }),
      { numRuns: 20 },
    );
  });

  it('takes no photo less time than its two runs, when runs do not vary', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 100 }), (arrivals) => {
        const { tookMs } = simulate(arrivals.toSorted((one, other) => one - other));
        for (const ms of tookMs) expect(ms).toBeGreaterThanOrEqual(900 - 1e-6);
      }),
    );
  });
});

describe('parts', () => {
  it('the heap gives out in the order of time', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ noNaN: true }), fc.boolean())), (steps) => {
        const heap = new EventHeap(1);
        const times: number[] = [];
        for (const [time, isPop] of steps) {
          heap.push(time, times.length);
          times.push(time);
          if (!isPop) continue;
          const earliest = heap.nextTime;
          expect(times[heap.pop()]).toBe(earliest);
        }
        let last = Number.NEGATIVE_INFINITY;
        while (heap.size > 0) {
          const next = heap.nextTime;
          expect(next).toBeGreaterThanOrEqual(last);
          expect(times[heap.pop()]).toBe(next);
          last = next;
        }
        expect(heap.nextTime).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('the instance used last is used next', () => {
    const stock = new InstanceStock({ startsAtOnce: 2, startsPerSecond: 0, keepWarmMs: 1000 });
    expect([stock.take(0), stock.take(0), stock.take(0)]).toEqual(['cold', 'cold', 'none']);
    stock.giveBack(100);
    stock.giveBack(900);
    expect(stock.take(1500)).toBe('warm');
    // The other has waited for 1.4 s.
    expect(stock.take(1500)).toBe('none');
  });

  it('starts are regained with time, up to the allowance', () => {
    const stock = new InstanceStock({ startsAtOnce: 3, startsPerSecond: 1, keepWarmMs: 1000 });
    for (let at = 0; at < 3; at++) expect(stock.take(0)).toBe('cold');
    expect([stock.take(900), stock.take(1000), stock.take(1000)]).toEqual(['none', 'cold', 'none']);
    const later = Array.from({ length: 5 }, () => stock.take(1_000_000));
    expect(later.filter((start) => start === 'cold')).toHaveLength(3);
  });

  it('random numbers are spread as they should be, and repeat by seed', () => {
    const random = seeded(7);
    const uniform = Array.from({ length: 20_000 }, () => random.next());
    const normal = Array.from({ length: 20_000 }, () => random.normal());
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
    const again = seeded(7);
    expect(uniform.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => again.next()));
    expect(seeded(8).next()).not.toBe(uniform[0]);
  });

  it('quantiles are of the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1), quantile([7], 0.5)]).toEqual([
      50, 99, 100, 7,
    ]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('a spread gives back the greatest draw that it was made of', () => {
    // 1 of 49 lies beyond 2.05 standard deviations.
    const spread = spreadOf(2, 49);
    expect(Math.exp(2.0537 * spread - spread ** 2 / 2)).toBeCloseTo(2, 3);
    expect(spreadOf(1, 49)).toBeCloseTo(0, 6);
    expect(spreadOf(1e9, 49)).toBeLessThan(2.06);
  });
});
