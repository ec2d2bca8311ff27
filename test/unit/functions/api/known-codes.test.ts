/** The access codes in an instance: created once, read again after a minute, never found by a part of them. */
import { expect, test } from 'vitest';
import { accessCodeKey } from '../../../../core/keys.ts';
import { KnownCodes } from '../../../../functions/api/known-codes.ts';
import { changeNamedCodes, digestOfCode, newAccessCode } from '../../../../functions/runtime/access-codes.ts';
import { memoryStore } from '../../../support/memory-store.ts';

test('two instances that create a code at the same time agree', async () => {
  const { objects, store } = memoryStore();
  const [one, other] = [new KnownCodes(store), new KnownCodes(store)];
  await Promise.all([one.find('x'), other.find('x')]);
  const code = objects.get(accessCodeKey)?.trim() ?? '';
  expect(await Promise.all([one.find(code), other.find(code)])).toMatchObject([{ name: 'first' }, { name: 'first' }]);
});

test('a replaced code is known everywhere within a minute, and storage is not asked for every request', async () => {
  let nowMs = 0;
  const { objects, requests, store } = memoryStore({ [accessCodeKey]: 'the first of them' });
  const codes = new KnownCodes(store, () => nowMs);
  for (let left = 10; left > 0; left--) expect(await codes.find('the first of them')).toBeTruthy();
  expect(requests).toHaveLength(2);
  objects.set(accessCodeKey, 'the second of them\n');
  nowMs = 60_001;
  expect(await codes.find('the first of them')).toBeNull();
  expect(await codes.find('the second of them')).toMatchObject({ name: 'first', photosPerDay: null });
});

test('a named code is stored as a digest and found by its text, until it is revoked', async () => {
  let nowMs = 0;
  const { objects, store } = memoryStore();
  const codes = new KnownCodes(store, () => nowMs);
  const code = newAccessCode();
  const sha256 = digestOfCode(code).toString('hex');
  const named = { name: 'shop', sha256, createdAt: '2026-11-29T00:00:00.000Z', photosPerDay: 3 };
  await changeNamedCodes(store, (all) => [...all, named]);
  expect([...objects.values()].join('')).not.toContain(code);
  expect(await codes.find(code)).toMatchObject({ name: 'shop', photosPerDay: 3 });
  for (const wrong of [sha256, code.slice(0, -1), '']) expect(await codes.find(wrong)).toBeNull();
  await changeNamedCodes(store, () => []);
  nowMs = 60_001;
  expect(await codes.find(code)).toBeNull();
});

test('two operators who add codes at the same time both succeed', async () => {
  const { objects, store } = memoryStore();
  const add = (name: string) =>
    changeNamedCodes(store, (all) => [
      ...all,
      { name, sha256: digestOfCode(name).toString('hex'), createdAt: '2026-11-29T00:00:00.000Z', photosPerDay: null },
    ]);
  await Promise.all([add('one'), add('two'), add('three')]);
  expect(objects.size).toBe(1);
  for (const name of ['one', 'two', 'three']) expect([...objects.values()].join('')).toContain(`"${name}"`);
});

test('codes differ and use characters that cannot be mistaken', () => {
  const codes = Array.from({ length: 200 }, newAccessCode);
  expect(new Set(codes).size).toBe(200);
  expect(codes.join('')).not.toMatch(/[ilouA-Z]/);
});

test('a disguised address depends on the first code', async () => {
  const [one, other] = [memoryStore(), memoryStore()].map(({ store }) => new KnownCodes(store));
  expect(await one.disguise('203.0.113.1')).toMatch(/^[0-9a-f]{32}$/);
  expect(await one.disguise('203.0.113.1')).toBe(await one.disguise('203.0.113.1'));
  expect(await one.disguise('203.0.113.1')).not.toBe(await other.disguise('203.0.113.1'));
});
