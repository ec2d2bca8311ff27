import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { addSharedTry } from '../../../../functions/api/shared-tries.ts';
import { type SharedTries, WrongTries } from '../../../../functions/api/wrong-tries.ts';
import { memoryStore } from '../../../support/memory-store.ts';

function counting(share: SharedTries = async () => 0) {
  let nowMs = 1_000_000;
  const [tries, elsewhere] = [new WrongTries(share, () => nowMs), new WrongTries(share, () => nowMs)];
  const later = (ms: number) => {
    nowMs += ms;
  };
  const wrong = async (address: string, times = 1) => {
    for (let left = times; left > 0; left--) await tries.add(address);
  };
  return { tries, elsewhere, later, wrong };
}

/** Returns two instances whose counts are in one bucket. */
function sharing() {
  const memory = memoryStore();
  const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
  const share: SharedTries = (network, now, add) => addSharedTry(memory.store, digest(network), now, add);
  return { ...memory, ...counting(share) };
}

test('a few slips are free; then one try comes back every twenty seconds', async () => {
  const { tries, later, wrong } = counting();
  await wrong('203.0.113.1', 4);
  expect(tries.waitSeconds('203.0.113.1')).toBe(0);
  await wrong('203.0.113.1');
  expect(tries.waitSeconds('203.0.113.1')).toBe(20);
  later(19_001);
  expect(tries.waitSeconds('203.0.113.1')).toBe(1);
  later(1_000);
  expect(tries.waitSeconds('203.0.113.1')).toBe(0);
  await wrong('203.0.113.1');
  expect(tries.waitSeconds('203.0.113.1')).toBeGreaterThan(0);
});

test('an address does not wait for the tries of others, but one IPv6 network counts as one address', async () => {
  const { tries, wrong } = counting();
  await wrong('203.0.113.1', 9);
  expect(tries.waitSeconds('203.0.113.2')).toBe(0);
  await wrong('2001:db8:1:2::5', 9);
  expect(tries.waitSeconds('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).toBeGreaterThan(0);
  expect(tries.waitSeconds('2001:db8:1:3::5')).toBe(0);
});

test('a flood of addresses takes no more memory than is left for it, and slows only itself', async () => {
  const { tries, later, wrong } = counting();
  await wrong('198.51.100.7');
  for (let at = 0; at < 5000; at++) await wrong(`10.0.${at >> 8}.${at & 255}`);
  expect(tries.waitSeconds('192.0.2.99')).toBeGreaterThan(0);
  expect(tries.waitSeconds('198.51.100.7')).toBe(0);
  later(30 * 3600 * 1000);
  await wrong('192.0.2.99');
  expect(tries.waitSeconds('192.0.2.99')).toBe(0);
});

test('tries at one instance count at every other, which learns of them at its first wrong code', async () => {
  const { tries, elsewhere, later, wrong } = sharing();
  await wrong('203.0.113.1', 3);
  expect([await elsewhere.add('203.0.113.1'), await elsewhere.add('203.0.113.1')]).toEqual([0, 0]);
  expect(elsewhere.waitSeconds('203.0.113.1')).toBe(20);
  // This instance has counted three; the storage has counted five, and this is the sixth.
  expect(tries.waitSeconds('203.0.113.1')).toBe(0);
  expect(await tries.add('203.0.113.1')).toBe(20);
  expect(tries.waitSeconds('203.0.113.1')).toBe(40);
  later(40_001);
  expect(tries.waitSeconds('203.0.113.1')).toBe(0);
});

test('a wrong code costs one read and one write; a refused or right one costs nothing', async () => {
  const { tries, requests, wrong } = sharing();
  tries.waitSeconds('203.0.113.1');
  expect(requests).toEqual([]);
  await wrong('203.0.113.1', 2);
  expect(requests.map((request) => request.split(' ')[0])).toEqual(['get', 'put', 'get', 'put']);
});

test('the stored counts hold no address, no expired try, and at most five hundred callers', async () => {
  const { objects, store, later, wrong } = sharing();
  for (let at = 0; at < 600; at++) await addSharedTry(store, `a${at}`, 0, () => 1e12);
  const [many = ''] = objects.values();
  expect(Object.keys(JSON.parse(many))).toHaveLength(501);
  objects.clear();
  await wrong('203.0.113.1');
  const [[key, one]] = objects;
  expect(one).not.toContain('203.0.113');
  later(30_000);
  const caller = `${/([0-9a-f])\.json$/.exec(key)?.[1]}0`;
  await addSharedTry(store, caller, 1_030_000, () => 1e12);
  expect(objects.get(key)).toBe(`{"${caller}":1000000000000}`);
});

test('without an answer of the storage the instance counts alone', async () => {
  const { tries, wrong } = counting(() => Promise.reject(new Error('no answer')));
  await wrong('203.0.113.1', 5);
  expect(tries.waitSeconds('203.0.113.1')).toBe(20);
});
