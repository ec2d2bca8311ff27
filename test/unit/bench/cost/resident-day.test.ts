import { expect, test } from 'vitest';
import type { StageModel } from '../../../../bench/cost/lambda-model.ts';
import {
  arrivalsOfDay,
  breakEvenPhotos,
  containerUsdPerDay,
  dayAlwaysOn,
  dayOnDemand,
} from '../../../../bench/cost/resident-day.ts';

const size = { cpus: 1, memoryMb: 2048 };
const stage = (memoryMb: number, runMs: number, coldMs: number): StageModel => {
  return { memoryMb, runMs, runSpread: 0, coldStartMs: [coldMs, coldMs] };
};
const stages = [stage(2048, 400, 700), stage(512, 100, 300)] as const;

test('one photo a day: on demand it waits for the cold starts and costs next to nothing', () => {
  const arrivals = arrivalsOfDay(1);
  const [demand, resident] = [dayOnDemand(arrivals, stages), dayAlwaysOn(arrivals, stages, size)];
  // Compose is woken while matting is at work.
  expect(demand.tookS[0]).toBeCloseTo(1.2, 1);
  expect(demand.coldStarts).toBe(2);
  expect(resident.tookS[0]).toBeCloseTo(0.5, 3);
  expect(resident.gbSeconds).toBe(86_400 * 2);
  expect(demand.gbSeconds).toBeLessThan(5);
  expect(demand.usd).toBeLessThan(resident.usd / 1000);
});

test('a day has all its photos, ascending, half of them in bursts, the same each time', () => {
  const arrivals = arrivalsOfDay(1000);
  expect(arrivals).toHaveLength(1000);
  expect(arrivalsOfDay(1000)).toEqual(arrivals);
  expect([...arrivals].every((at, place) => place === 0 || at >= arrivals[place - 1])).toBe(true);
  expect(arrivals[0]).toBeGreaterThanOrEqual(8 * 3600_000);
  const gaps = [...arrivals].slice(1).map((at, place) => at - arrivals[place]);
  expect(gaps.filter((gap) => gap < 2000).length).toBeGreaterThan(400);
});

test('in a burst the process that always runs serves one after the other, functions on demand at once', () => {
  const arrivals = new Float64Array(10);
  const [demand, resident] = [dayOnDemand(arrivals, stages), dayAlwaysOn(arrivals, stages, size)];
  expect(resident.tookS[9]).toBeCloseTo(4.1, 3);
  expect(demand.tookS[9]).toBeLessThan(2);
  expect(demand.coldStarts).toBeGreaterThan(10);
});

test('the break-even is the price of the container by that of a photo', () => {
  expect(containerUsdPerDay(size)).toBeCloseTo(24 * (0.04048 + 2 * 0.004445), 9);
  expect(breakEvenPhotos(size, 0.00001)).toBeCloseTo(containerUsdPerDay(size) * 100_000, 6);
});
