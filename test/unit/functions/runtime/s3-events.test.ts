import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSequencers, uploadsOf } from '../../../../functions/runtime/s3-events.ts';
import { encodeEventKey } from '../../../../local/s3/event.ts';

const eventOf = (key: string, more: object = {}) => ({
  Records: [
    {
      ...{
        eventVersion: '2.6',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: '2026-11-20T10:00:00Z',
      },
      ...{ s3: { bucket: { name: 'b' }, object: { key, size: 1, eTag: 'e', sequencer: '0A' } } },
      ...more,
    },
  ],
});

test('keys come back as they were, whatever they hold', () => {
  expect(uploadsOf(eventOf('uploads/jane+doe%2B1.jpg'))[0].key).toBe('uploads/jane doe+1.jpg');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      const key = `${text}.jpg`;
      expect(uploadsOf(eventOf(encodeEventKey(key)))[0].key).toBe(key);
    }),
  );
});

test('folders are no uploads', () => {
  for (const key of ['uploads/class/', 'uploads%2Fclass%2F']) expect(uploadsOf(eventOf(key))).toEqual([]);
});

test('events of removal are no uploads; other versions and shapes are refused', () => {
  expect(uploadsOf(eventOf('uploads/a', { eventName: 'ObjectRemoved:Delete' }))).toEqual([]);
  for (const event of [eventOf('a', { eventVersion: '3.0' }), eventOf('%zz'), { Records: [{}] }, null, 'x']) {
    expect(() => uploadsOf(event)).toThrow(expect.objectContaining({ code: 'bad-event' }));
  }
});

test('sequencers compare as hexadecimal numbers of any length', () => {
  const hex = fc.bigInt({ min: 0n, max: 2n ** 80n });
  fc.assert(
    fc.property(hex, hex, fc.nat(6), (a, b, zeros) => {
      const compared = compareSequencers(a.toString(16).toUpperCase(), '0'.repeat(zeros) + b.toString(16));
      expect(Math.sign(compared)).toBe(a < b ? -1 : Number(a > b));
    }),
  );
});
