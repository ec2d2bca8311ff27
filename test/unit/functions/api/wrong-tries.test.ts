import { expect, test } from 'vitest';
import { WrongTries } from '../../../../functions/api/wrong-tries.ts';

function counting() {
  let nowMs = 1_000_000;
  const tries = new WrongTries(() => nowMs);
  const later = (ms: number) => {
    nowMs += ms;
  };
  const wrong = (address: string, times = 1) => {
    for (let left = times; left > 0; left--) tries.add(address);
  };
  return { tries, later, wrong };
}

test('a few slips are free; then one try comes back every twenty seconds', () => {
  const { tries, later, wrong } = counting();
  wrong('203.0.113.1', 4);
  expect(tries.waitSeconds('203.0.113.1')).toBe(0);
  wrong('203.0.113.1');
  expect(tries.waitSeconds('203.0.113.1')).toBe(20);
  later(19_001);
  expect(tries.waitSeconds('203.0.113.1')).toBe(1);
  later(1_000);
  expect(tries.waitSeconds('203.0.113.1')).toBe(0);
  wrong('203.0.113.1');
  expect(tries.waitSeconds('203.0.113.1')).toBeGreaterThan(0);
});

test('an address does not wait for the tries of others, but one IPv6 network counts as one address', () => {
  const { tries, wrong } = counting();
  wrong('203.0.113.1', 9);
  expect(tries.waitSeconds('203.0.113.2')).toBe(0);
  wrong('2001:db8:1:2::5', 9);
  expect(tries.waitSeconds('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).toBeGreaterThan(0);
  expect(tries.waitSeconds('2001:db8:1:3::5')).toBe(0);
});

test('a flood of addresses takes no more memory than is left for it, and slows only itself', () => {
  const { tries, later, wrong } = counting();
  wrong('198.51.100.7');
  for (let at = 0; at < 5000; at++) wrong(`10.0.${at >> 8}.${at & 255}`);
  expect(tries.waitSeconds('192.0.2.99')).toBeGreaterThan(0);
  expect(tries.waitSeconds('198.51.100.7')).toBe(0);
  later(30 * 3600 * 1000);
  wrong('192.0.2.99');
  expect(tries.waitSeconds('192.0.2.99')).toBe(0);
});
