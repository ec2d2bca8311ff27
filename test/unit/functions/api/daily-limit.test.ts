/** The daily limit of an access code: exact over all instances, reset at midnight UTC, with few requests. */
import { expect, test } from 'vitest';
import { DailyLimit } from '../../../../functions/api/daily-limit.ts';
import { ApiRefused } from '../../../../functions/api/refused.ts';
import { memoryStore } from '../../../support/memory-store.ts';

const noon = Date.parse('2026-11-29T12:00:00Z');
const shop = { name: 'shop', photosPerDay: 5 };

function clock(startMs = noon) {
  let nowMs = startMs;
  const later = (ms: number) => {
    nowMs += ms;
  };
  return { now: () => nowMs, later };
}

test('instances that count at the same time allow exactly the limit', async () => {
  const { store } = memoryStore();
  const { now } = clock();
  const instances = [new DailyLimit(store, now), new DailyLimit(store, now), new DailyLimit(store, now)];
  const tries = Array.from({ length: 9 }, (_, at) => instances[at % 3].count(shop));
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as ApiRefused] : []));
  for (const reason of refused) {
    expect(reason).toBeInstanceOf(ApiRefused);
    expect(reason).toMatchObject({ code: 'daily-limit', headers: { 'retry-after': '43200' } });
  }
});

test('a code without a limit costs no request; a limited one costs one read, then one write a photo', async () => {
  const { requests, store } = memoryStore();
  const limit = new DailyLimit(store, clock().now);
  for (let left = 3; left > 0; left--) await limit.count({ name: 'first', photosPerDay: null });
  expect(requests).toEqual([]);
  for (let left = 3; left > 0; left--) await limit.count(shop);
  const key = 'desk/photo-counts/shop.json';
  expect(requests).toEqual([`get ${key}`, ...Array(3).fill(`put ${key}`)]);
});

test('a refusal costs no request for a minute; then a count that the operator reset is seen', async () => {
  const { objects, requests, store } = memoryStore();
  const { now, later } = clock();
  const limit = new DailyLimit(store, now);
  for (let left = 5; left > 0; left--) await limit.count(shop);
  const before = requests.length;
  for (let left = 9; left > 0; left--) await expect(limit.count(shop)).rejects.toMatchObject({ code: 'daily-limit' });
  expect(requests).toHaveLength(before);
  objects.clear();
  await expect(limit.count(shop)).rejects.toMatchObject({ code: 'daily-limit' });
  later(60_001);
  await limit.count(shop);
});

test('the next day in UTC begins at zero, also where the last day ended with a refusal', async () => {
  const { objects, store } = memoryStore();
  const { now, later } = clock(Date.parse('2026-11-29T23:59:30Z'));
  const limit = new DailyLimit(store, now);
  for (let left = 5; left > 0; left--) await limit.count(shop);
  await expect(limit.count(shop)).rejects.toMatchObject({ headers: { 'retry-after': '30' } });
  later(30_000);
  await limit.count(shop);
  expect([...objects.values()]).toEqual(['{"day":"2026-11-30","photos":1}']);
});
