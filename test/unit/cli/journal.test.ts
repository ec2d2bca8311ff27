/** The key of a photo in the journal: it changes with everything that the result depends on. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journalKey, journalSetting, openJournal } from '../../../cli/journal.ts';
import type { PhotoResult } from '../../../cli/photo-result.ts';
import { parseOrder } from '../../../core/order.ts';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'zerobooth-journal-'));
  await writeFile(join(dir, 'ann.jpg'), 'a photo');
});
afterAll(() => rm(dir, { recursive: true }));

function keyOf(backdrops: string[], picture: string | null = null): Promise<string> {
  const item = { path: join(dir, 'ann.jpg'), place: 'ann', name: null, order: parseOrder({ backdrops }), copies: 1 };
  const backdrop = picture === null ? null : Buffer.from(picture);
  return journalKey(item, journalSetting({ modelId: '', licence: 'any' }, backdrop));
}

test('the key depends on the backdrops, and on the content of the backdrop picture', async () => {
  const keys = await Promise.all([
    keyOf(['white']),
    keyOf(['white', 'blue']),
    keyOf(['image:own'], 'an office'),
    keyOf(['image:own'], 'a garden'),
  ]);
  expect(new Set(keys).size).toBe(4);
  expect(await keyOf(['white', 'blue'])).toBe(keys[1]);
  expect(await keyOf(['image:own'], 'a garden')).toBe(keys[3]);
});

test('a result is not taken when a later one of the same size has replaced its file', async () => {
  const path = join(dir, 'ann-photo.jpg');
  await writeFile(path, 'ten bytes.');
  const item = { path: join(dir, 'ann.jpg'), place: 'ann', name: null, order: parseOrder({}), copies: 1 };
  const result = { status: 'done', outputs: [{ path, sizeBytes: 10 }] } as unknown as PhotoResult;
  for (const key of ['red', 'green']) await (await openJournal(dir, false)).add(key, item, result);
  const journal = await openJournal(dir, false);
  expect(await journal.find('red', item)).toBeNull();
  expect(await journal.find('green', item)).toEqual({ ...result, earlier: true });
});
