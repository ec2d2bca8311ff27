/** A prior that takes the whole frame for the person. */
import { expect, test } from 'vitest';
import type { MeasuredFace } from '../../../../../core/faces/face-mesh.ts';
import { sanePrior } from '../../../../../functions/matting/fusion/sane-prior.ts';

const size = { widthPx: 40, heightPx: 60 };
const count = size.widthPx * size.heightPx;
const region = { leftPx: 0, topPx: 0, widthPx: 400, heightPx: 600 };
const face = { landmarks: { chin: { x: 200, y: 300 } } } as MeasuredFace;

/** The network finds a person in the middle columns. */
const alpha = Float32Array.from({ length: count }, (_, at) => Number(Math.abs((at % size.widthPx) - 20) < 8));
const plane = new Float32Array(count);
const small = { ...size, alpha, guide: [plane, plane, plane] as const };

test('the network replaces a prior that claims a rim which the network calls clear', () => {
  const everything = new Float32Array(count).fill(0.95);
  expect(sanePrior(small, everything, region, face)).toBe(alpha);
});

test('a prior that differs at the bottom or in a small part of the rim stays', () => {
  const belowChin = Float32Array.from({ length: count }, (_, at) => Number(at > count / 2 || alpha[at] > 0.5));
  const corner = Float32Array.from(alpha, (value, at) => (at < 12 ? 1 : value));
  expect(sanePrior(small, belowChin, region, face)).toBe(belowChin);
  expect(sanePrior(small, corner, region, face)).toBe(corner);
});

test('a prior that claims everything stays when the network does so too', () => {
  const everything = new Float32Array(count).fill(0.95);
  expect(sanePrior({ ...small, alpha: everything.slice() }, everything, region, face)).toBe(everything);
});
