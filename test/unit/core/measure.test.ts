import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  apply,
  commonArea,
  distance,
  intersectionOverUnion,
  invert,
  mmToPx,
  pxToMm,
  turnAndScale,
} from '../../../core/measure.ts';

const length = fc.double({ min: -5_000, max: 5_000, noNaN: true });
const point = fc.record({ x: length, y: length });
const angle = fc.double({ min: -180, max: 180, noNaN: true });
const scale = fc.double({ min: 0.01, max: 20, noNaN: true });

test('millimetres and pixels: 35 x 45 mm at 300 dpi is 413 x 531 px', () => {
  expect([mmToPx(35, 300), mmToPx(45, 300)].map(Math.round)).toEqual([413, 531]);
  expect(pxToMm(mmToPx(12.7, 350), 350)).toBeCloseTo(12.7, 10);
});

test('a clockwise turn on the screen moves the right to the bottom', () => {
  const { x, y } = apply(turnAndScale(90, 2, { x: 1, y: 1 }, { x: 10, y: 10 }), { x: 2, y: 1 });
  expect([x, y]).toEqual([expect.closeTo(10, 10), expect.closeTo(12, 10)]);
});

test('turnAndScale moves its anchor to the target, keeps the shape, and can be inverted', () => {
  fc.assert(
    fc.property(angle, scale, point, point, point, (turn, factor, from, to, p) => {
      const map = turnAndScale(turn, factor, from, to);
      expect(distance(apply(map, from), to)).toBeLessThan(1e-6);
      expect(distance(apply(map, p), to) / factor).toBeCloseTo(distance(p, from), 6);
      expect(distance(apply(invert(map), apply(map, p)), p)).toBeLessThan(1e-5);
    }),
  );
});

test('rectangles share the area of their overlap, and none when they only touch', () => {
  const square = { leftPx: 0, topPx: 0, widthPx: 10, heightPx: 10 };
  const lower = { leftPx: 5, topPx: 6, widthPx: 10, heightPx: 10 };
  expect(commonArea(square, lower)).toBe(20);
  expect(intersectionOverUnion(square, lower)).toBeCloseTo(20 / 180, 10);
  expect(intersectionOverUnion(square, square)).toBe(1);
  expect(commonArea(square, { ...square, leftPx: 10 })).toBe(0);
  expect(commonArea(square, { ...square, leftPx: 30, topPx: 30 })).toBe(0);
});
