import { expect, test } from 'vitest';
import { AccessCode, newAccessCode } from '../../../../functions/api/access-code.ts';
import type { ObjectStore } from '../../../../functions/runtime/object-store.ts';

/** One object with the conditions of S3, and a count of how often it is asked. */
function oneObject(first?: string) {
  const state = { text: first, reads: 0 };
  const store: Pick<ObjectStore, 'get' | 'putIf'> = {
    get: async () => {
      state.reads += 1;
      if (state.text === undefined) return null;
      return { bytes: Buffer.from(state.text), metadata: {}, etag: 'e', modifiedAt: new Date() };
    },
    putIf: async (_key, bytes) => {
      if (state.text !== undefined) return null;
      state.text = Buffer.from(bytes).toString();
      return 'e';
    },
  };
  return { state, store: store as ObjectStore };
}

test('two instances that make one at the same moment agree', async () => {
  const { state, store } = oneObject();
  const [one, other] = [new AccessCode(store), new AccessCode(store)];
  await Promise.all([one.matches('x'), other.matches('x')]);
  const code = state.text?.trim() ?? '';
  expect(await Promise.all([one.matches(code), other.matches(code)])).toEqual([true, true]);
});

test('a replaced code holds everywhere within a minute, and storage is not asked for every request', async () => {
  let nowMs = 0;
  const { state, store } = oneObject('the first of them');
  const code = new AccessCode(store, () => nowMs);
  for (let left = 10; left > 0; left--) expect(await code.matches('the first of them')).toBe(true);
  expect(state.reads).toBe(1);
  state.text = 'the second of them\n';
  nowMs = 60_001;
  expect(await code.matches('the first of them')).toBe(false);
  expect(await code.matches('the second of them')).toBe(true);
});

test('codes differ and use signs that cannot be mistaken', () => {
  const codes = Array.from({ length: 200 }, newAccessCode);
  expect(new Set(codes).size).toBe(200);
  expect(codes.join('')).not.toMatch(/[ilouA-Z]/);
});
