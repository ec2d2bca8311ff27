import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxMean, readBilinear } from '../../../../functions/matting/planes.ts';
import { connectedTo, distanceTo, regionsOf } from '../../../../functions/matting/regions.ts';

const size = { widthPx: 13, heightPx: 9 };
const count = size.widthPx * size.heightPx;
const place = (at: number) => ({ x: at % size.widthPx, y: Math.floor(at / size.widthPx) });
const mask = fc
  .array(fc.constantFrom(0, 0, 1), { minLength: count, maxLength: count })
  .map((ones) => Uint8Array.from(ones));
const plane = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: count, maxLength: count })
  .map((values) => Float32Array.from(values));

test('regions divide the ones; each region is connected and touches no other', () => {
  fc.assert(
    fc.property(mask, (inside) => {
      const regions = regionsOf(inside, size);
      expect([...regions.flatMap((region) => [...region])].sort((a, b) => a - b)).toEqual(
        [...inside.keys()].filter((at) => inside[at]),
      );
      for (const region of regions) {
        const grown = connectedTo(inside, size, [region[0]]);
        expect([...grown.keys()].filter((at) => grown[at])).toEqual([...region].sort((a, b) => a - b));
      }
    }),
  );
});

test('distances lead to the nearest pixel of the region, within the chamfer error', () => {
  fc.assert(
    fc.property(mask, (inside) => {
      const ones = [...inside.keys()].filter((at) => inside[at]).map(place);
      distanceTo(inside, size).forEach((found, at) => {
        const true_ = Math.min(...ones.map(({ x, y }) => Math.hypot(x - place(at).x, y - place(at).y)));
        if (ones.length === 0) expect(found).toBe(Number.POSITIVE_INFINITY);
        else expect(found).toBeGreaterThanOrEqual(true_ - 1e-4);
        if (ones.length > 0) expect(found).toBeLessThanOrEqual(true_ * 1.09 + 1e-4);
      });
    }),
  );
});

test('the box mean is the mean of the square, cut off at the edges', () => {
  fc.assert(
    fc.property(plane, fc.integer({ min: 0, max: 6 }), (values, radius) => {
      const means = boxMean(values, size, radius);
      for (const at of [0, 5, 40, 77, count - 1]) {
        const { x, y } = place(at);
        const near = [...values.keys()].filter(
          (i) => Math.max(Math.abs(place(i).x - x), Math.abs(place(i).y - y)) <= radius,
        );
        expect(means[at]).toBeCloseTo(near.reduce((sum, i) => sum + values[i], 0) / near.length, 3);
      }
    }),
  );
});

test('reading between pixels: a centre gives its own value, edges repeat, ramps stay ramps', () => {
  const ramp = Float32Array.from({ length: count }, (_, at) => place(at).x * 10);
  expect(readBilinear(ramp, size, 4.5, 3.5)).toBe(40);
  expect(readBilinear(ramp, size, 5, 3.2)).toBeCloseTo(45, 4);
  expect(readBilinear(ramp, size, -3, 100)).toBe(0);
});
