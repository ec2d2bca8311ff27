import { expect, test } from 'vitest';
import { parseLabelVectors } from '../../../../core/label-vectors.ts';
import { bestLabels } from '../../../../functions/tags/label-tags.ts';
import { labelFile } from '../../../support/toy-tagger.ts';

const vectors = parseLabelVectors(labelFile({ cat: [2, 0, 0], dog: [0, 3, 0], bird: [0, 0, 0.5] }));

test('scores are the softmax of cosines over the temperature; lengths do not matter', () => {
  const best = bestLabels(Float32Array.of(6, 8, 0), vectors, { temperature: 0.1, top: 2 });
  const weights = [0.8, 0.6, 0].map((cosine) => Math.exp(cosine / 0.1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  expect(best.map(({ tag, kind }) => [tag, kind])).toEqual([
    ['dog', 'label'],
    ['cat', 'label'],
  ]);
  expect(best[0].score).toBeCloseTo(weights[0] / total, 6);
  expect(best[1].score).toBeCloseTo(weights[1] / total, 6);
  expect(best[0].names).toEqual({ en: 'dog', zh: 'dog 中文' });
});

test('a picture of another length, or of none, is a fault', () => {
  const use = { temperature: 0.1, top: 1 };
  for (const vector of [Float32Array.of(1, 0), new Float32Array(3), Float32Array.of(Number.NaN, 0, 0)]) {
    expect(() => bestLabels(vector, vectors, use)).toThrow(expect.objectContaining({ code: 'model-failed' }));
  }
});

test.each([
  ['no JSON', 'not JSON'],
  ['{"version":1,"labels":[],"vectors":""}', 'labels'],
  [labelFile({ cat: [1, 0], dog: [1] }), '2 vectors'],
  [labelFile({ cat: [0, 0] }), 'cat has no direction'],
  [labelFile({ cat: [1] }).replace('"cat 中文"', '""'), 'zh'],
])('a file of label vectors that is wrong is refused: %#', (text, words) => {
  expect(() => parseLabelVectors(text)).toThrow(
    expect.objectContaining({ code: 'model-corrupt', message: expect.stringContaining(words) }),
  );
});
