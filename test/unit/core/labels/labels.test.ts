import { expect, test } from 'vitest';
import { labelOf, objectLabels } from '../../../../core/labels/labels.ts';

test('the 80 classes of COCO have ids and names in both languages, each once', () => {
  expect(objectLabels).toHaveLength(80);
  for (const field of ['id', 'en', 'zh'] as const) {
    expect(new Set(objectLabels.map((label) => label[field])).size, field).toBe(80);
  }
  expect(objectLabels.every(({ id }) => /^[a-z-]+$/.test(id))).toBe(true);
  expect(objectLabels.every(({ zh }) => /^\p{Script=Han}+$/u.test(zh))).toBe(true);
  // The order of the network's outputs.
  expect([0, 41, 56, 67, 79].map((at) => objectLabels[at].id)).toEqual([
    'person',
    'cup',
    'chair',
    'cell-phone',
    'toothbrush',
  ]);
});

test('an unknown id is its own name', () => {
  expect(labelOf('cup').zh).toBe('杯子');
  expect(labelOf('unicorn')).toEqual({ id: 'unicorn', en: 'unicorn', zh: 'unicorn' });
});
