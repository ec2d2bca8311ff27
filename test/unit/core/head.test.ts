import { describe, expect, it } from 'vitest';
import { shareOutside } from '../../../core/faces/outline.ts';
import { measurementsOf, plainPerson } from '../../support/plain-person.ts';

/** A face 100 px wide whose landmarks all lie at one point. */
function faceAt(x: number, y: number) {
  const { face } = measurementsOf(plainPerson);
  if (!face) throw new Error('no face was measured');
  const landmarks = { ...face.landmarks, faceLeft: { x: 0, y }, faceRight: { x: 100, y } };
  return { landmarks, mesh: Array.from({ length: 468 }, () => [x, y]).flat() };
}

describe('shareOutside', () => {
  const picture = { widthPx: 200, heightPx: 300 };

  it.each([
    ['inside', 100, 100, 0],
    ['beyond the left edge', -12, 100, 0.12],
    ['beyond the right edge', 225, 100, 0.25],
    ['above the upper edge', 100, -7, 0.07],
    ['below the lower edge', 100, 340, 0.4],
  ])('measures a face %s in widths of the face', (_, x, y, share) => {
    expect(shareOutside(faceAt(x, y), picture)).toBeCloseTo(share, 9);
  });

  it('is 0 for measurements without a mesh', () => {
    expect(shareOutside({ ...faceAt(-50, 0), mesh: [] }, picture)).toBe(0);
  });
});
