import { expect, test } from 'vitest';
import { functionOfUpload, pictureFunctions } from '../../../core/functions.ts';
import { expiringPrefixes } from '../../../core/keys.ts';
import { modelTaskSchema } from '../../../core/model-card.ts';

test('an upload starts the function of its prefix', () => {
  expect(functionOfUpload('uploads/us-passport/jane.jpg')).toBe('matting');
  expect(functionOfUpload('objects/kitchen.jpg')).toBe('objects');
  expect(functionOfUpload('tags/kitchen.jpg')).toBe('tags');
  for (const key of ['objects/', 'uploads/form/', 'objectsx/a.jpg', 'golden/a.jpg', 'a.jpg']) {
    expect(functionOfUpload(key), key).toBeNull();
  }
});

test('names and prefixes are unique; functions hand on to functions of the table; tasks of models exist', () => {
  const names = pictureFunctions.map(({ name }) => name);
  const prefixes = pictureFunctions.flatMap(({ uploadPrefix }) => uploadPrefix ?? []);
  expect(new Set(names).size).toBe(names.length);
  for (const [at, prefix] of prefixes.entries()) {
    expect(prefix).toMatch(/^[a-z]+\/$/);
    expect(prefixes.indexOf(prefix)).toBe(at);
  }
  for (const { handsOnTo, models, onAws, uploadPrefix } of pictureFunctions) {
    if (handsOnTo !== null) expect(names).toContain(handsOnTo);
    for (const task of models) expect(modelTaskSchema.options).toContain(task);
    if (!onAws) continue;
    // What the stack can create from a line (infra/further-functions.ts).
    expect(uploadPrefix).not.toBeNull();
    expect([null, 'compose']).toContain(handsOnTo);
    expect(onAws.description.length).toBeLessThanOrEqual(256);
    for (const prefix of onAws.results) expect(expiringPrefixes.some((one) => prefix.startsWith(one))).toBe(true);
  }
});
