import { expect, test } from 'vitest';
import { photoRecordSchema } from '../../../core/photo-record.ts';

const check = (code: string, result: string) => {
  return { code, value: 1, unit: 'px', limit: null, result, source: 'an office', message: 'Found.' };
};
const output = { contentType: 'image/jpeg', widthPx: 1, heightPx: 1, densityDpi: 300, sizeBytes: 1, measured: null };
const photo = { ...output, key: 'a', kind: 'photo', standard: 'us-passport', profile: 'print', backdrop: 'white' };
const paper = { paper: '4r', widthMm: 1, heightMm: 1 };

/** A record as 0.2 stored it: without verdicts, edits and rules that were not checked. */
const old = {
  ...{ version: 1, photoId: 'jane.jpg', status: 'done', order: null, placedAt: '2026-11-01T00:00:00Z' },
  ...{ source: { etag: 'e', sizeBytes: 1, sequencer: '1' }, fingerprint: null, rejection: null, reusedCutout: false },
  ...{ timings: { matting: {}, compose: {} }, checks: [check('exposure', 'warn')] },
  outputs: [
    { ...photo, sheet: null, notes: [], checks: [check('head-height', 'pass')] },
    { ...photo, backdrop: 'red', sheet: null, notes: [], checks: [check('head-height', 'fail')] },
    {
      ...{
        ...output,
        key: 'b',
        kind: 'sheet',
        standard: null,
        profile: 'print',
        backdrop: 'white',
        notes: [],
        checks: [],
      },
      sheet: { ...paper, photos: [{ standard: 'us-passport', backdrop: 'white', count: 4 }] },
    },
  ],
};

test('a record of 0.2 gets its verdicts from its checks when it is read', () => {
  const { verdict, outputs } = photoRecordSchema.parse(old);
  expect(verdict).toBe('will-be-refused');
  expect(outputs.map((file) => file.verdict)).toEqual(['look-again', 'will-be-refused', 'look-again']);
  expect(outputs[0]).toMatchObject({ edits: null, reasons: [{ code: 'exposure' }] });
  expect(outputs[0].notChecked.map(({ code }) => code)).toContain('glasses');
});

test('a stored verdict is kept', () => {
  const stored = photoRecordSchema.parse(old);
  expect(photoRecordSchema.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
});

test('a photo has no verdict until it is done', () => {
  expect(photoRecordSchema.parse({ ...old, status: 'composing' }).verdict).toBeNull();
});
