/** The parts of a cutout that an edge sheet shows. */
import { expect, it } from 'vitest';
import { softestParts } from '../../../../bench/quality/edge-views.ts';
import { cutout } from '../../../../core/raster.ts';

it('finds the softest parts, and they do not overlap', () => {
  const [widthPx, heightPx] = [64, 48];
  const data = new Uint8Array(widthPx * heightPx * 4).fill(255);
  const soften = (x: number, y: number) => {
    data[(y * widthPx + x) * 4 + 3] = 100;
  };
  for (let at = 0; at < 10; at++) for (let y = 0; y < 10; y++) soften(36 + at, 20 + y);
  for (let at = 0; at < 5; at++) soften(2 + at, 4);
  const [first, second, ...rest] = softestParts(cutout(widthPx, heightPx, data), 16, 2);
  expect(rest).toEqual([]);
  expect(first.left).toBeGreaterThan(30);
  expect(first.left + 16).toBeGreaterThanOrEqual(46);
  expect(second).toEqual({ left: 0, top: 0 });
});
