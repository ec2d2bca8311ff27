import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingDepth } from '../../../../core/adjust/picture-edges.ts';
import { apply, invert, turnAndScale } from '../../../../core/measure.ts';
import { type Cutout, cutout } from '../../../../core/raster.ts';
import { endAtEdges } from '../../../../functions/compose/edges.ts';
import { resample } from '../../../../functions/compose/resample.ts';

const upright = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

function draw(widthPx: number, heightPx: number, pixel: (x: number, y: number) => readonly number[]): Cutout {
  const data = new Uint8Array(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) data.set(pixel(x + 0.5, y + 0.5), (y * widthPx + x) * 4);
  }
  return cutout(widthPx, heightPx, data);
}

const pixelAt = (picture: Cutout, x: number, y: number) => [
  ...picture.data.subarray((y * picture.widthPx + x) * 4, (y * picture.widthPx + x) * 4 + 4),
];

describe('resample', () => {
  it('gives back the picture when nothing moves', () => {
    const source = draw(7, 5, (x, y) => [x * 30, y * 40, (x * y * 7) % 256, 255]);
    expect(resample(source, upright, source)).toEqual(source);
  });

  it('moves by whole pixels exactly', () => {
    const source = draw(9, 9, (x, y) => [x * 25, y * 25, 0, 255]);
    const moved = resample(source, { ...upright, e: -2, f: -3 }, { widthPx: 4, heightPx: 4 });
    expect(pixelAt(moved, 0, 0)).toEqual(pixelAt(source, 2, 3));
    expect(pixelAt(moved, 3, 3)).toEqual(pixelAt(source, 5, 6));
  });

  it.each([90, -90, 180, 270])('turns by %i degrees exactly', (angle) => {
    const source = draw(8, 8, (x, y) => [x * 30, y * 30, 0, 255]);
    const map = turnAndScale(angle, 1, { x: 4, y: 4 }, { x: 4, y: 4 });
    const turned = resample(source, map, source);
    for (const [x, y] of [
      [0, 0],
      [7, 0],
      [3, 5],
    ] as const) {
      const from = apply(invert(map), { x: x + 0.5, y: y + 0.5 });
      expect(pixelAt(turned, x, y)).toEqual(pixelAt(source, Math.floor(from.x), Math.floor(from.y)));
    }
  });

  it('puts every point where the map says, for any turn and scale', () => {
    // A cubic kernel reproduces a slanted plane exactly, so a wrong position gives a wrong level.
    const source = draw(160, 160, (x, y) => [40 + x, 40 + y, 128, 255]);
    fc.assert(
      fc.property(
        fc.double({ min: -75, max: 75, noNaN: true }),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        (angle, scale) => {
          const map = turnAndScale(angle, scale, { x: 80, y: 80 }, { x: 20.3, y: 15.7 });
          const size = { widthPx: 40, heightPx: 30 };
          const result = resample(source, map, size);
          for (const [x, y] of [
            [5, 5],
            [20, 15],
            [34, 8],
            [12, 24],
          ] as const) {
            const { x: sx, y: sy } = apply(invert(map), { x: x + 0.5, y: y + 0.5 });
            if (Math.min(sx, sy, 160 - sx, 160 - sy) < 16) continue;
            const [r, g, b, a] = pixelAt(result, x, y);
            expect(Math.abs(r - 40 - sx)).toBeLessThan(1.1);
            expect(Math.abs(g - 40 - sy)).toBeLessThan(1.1);
            expect([b, a]).toEqual([128, 255]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('averages fine detail when it reduces instead of picking pixels', () => {
    const source = draw(300, 300, (x, y) => (((x ^ y) & 1) === 0 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
    const map = turnAndScale(11, 0.31, { x: 150, y: 150 }, { x: 25, y: 25 });
    const result = resample(source, map, { widthPx: 50, heightPx: 50 });
    for (let i = 0; i < result.data.length; i += 4) expect(Math.abs(result.data[i] - 127.5)).toBeLessThan(8);
  });

  it('lets no colour from under transparent pixels into the edge', () => {
    // A red person on a green wall: pixels with alpha 0 still have the green.
    const source = draw(120, 120, (x, y) => (Math.hypot(x - 60, y - 60) < 40 ? [200, 30, 30, 255] : [0, 255, 0, 0]));
    const result = resample(source, turnAndScale(17, 0.4, { x: 60, y: 60 }, { x: 25, y: 25 }), {
      widthPx: 50,
      heightPx: 50,
    });
    let soft = 0;
    for (let i = 0; i < result.data.length; i += 4) {
      const alpha = result.data[i + 3];
      if (alpha === 0) continue;
      if (alpha < 255) soft++;
      expect(Math.abs(result.data[i] - 200)).toBeLessThanOrEqual(1);
      expect(Math.abs(result.data[i + 1] - 30)).toBeLessThanOrEqual(1);
    }
    expect(soft).toBeGreaterThan(20);
  });

  it('rings neither in opacity nor in colour at a hard edge', () => {
    const source = draw(90, 90, (x) => (x < 45 ? [180, 140, 110, 255] : [0, 0, 0, 0]));
    const result = resample(source, { ...upright, a: 0.5, d: 0.5 }, { widthPx: 45, heightPx: 45 });
    for (let x = 0; x < 45; x++) {
      const [r, , , alpha] = pixelAt(result, x, 20);
      if (x < 20) expect([r, alpha]).toEqual([180, 255]);
      if (x > 24) expect(alpha).toBe(0);
      if (alpha > 0) expect(r).toBe(180);
    }
  });

  it('shows no seam where a large photo is made in bands', () => {
    // A slanted plane over a frame of several bands: the level of each pixel shows its position.
    const source = draw(200, 200, (x, y) => [20 + x, 20 + y, 90, 255]);
    const map = turnAndScale(9, 8, { x: 100, y: 100 }, { x: 600, y: 700 });
    const result = resample(source, map, { widthPx: 1200, heightPx: 1400 });
    const back = invert(map);
    for (let y = 350; y < 1050; y++) {
      const at = apply(back, { x: 600.5, y: y + 0.5 });
      const [r, g] = pixelAt(result, 600, y);
      expect(Math.abs(r - 20 - at.x)).toBeLessThan(1.1);
      expect(Math.abs(g - 20 - at.y)).toBeLessThan(1.1);
    }
  });

  it('goes on with the outermost pixels beyond the picture', () => {
    const source = draw(10, 10, (x, y) => [x * 20, y * 20, 0, 255]);
    const result = resample(source, { ...upright, e: 5, f: 5 }, { widthPx: 20, heightPx: 20 });
    expect(pixelAt(result, 0, 10)).toEqual(pixelAt(source, 0, 5));
    expect(pixelAt(result, 19, 10)).toEqual(pixelAt(source, 9, 5));
    expect(pixelAt(result, 10, 0)).toEqual(pixelAt(source, 5, 0));
    expect(pixelAt(result, 10, 19)).toEqual(pixelAt(source, 5, 9));
  });
});

describe('endAtEdges', () => {
  const source = draw(20, 20, () => [10, 20, 30, 255]);

  it('cuts what the picture does not hold, half way through a half covered pixel', () => {
    const map = { ...upright, e: 5.5, f: -3 };
    const size = { widthPx: 16, heightPx: 16 };
    const ended = resample(source, map, size);
    endAtEdges(ended, source, map);
    expect(pixelAt(ended, 4, 8)[3]).toBe(0);
    expect(pixelAt(ended, 5, 8)[3]).toBe(128);
    expect(pixelAt(ended, 6, 8)[3]).toBe(255);
    expect(missingDepth(source, map, size)).toBeCloseTo(5.5, 9);
  });

  it('leaves the picture alone when all of the frame is covered', () => {
    const map = { ...upright, e: -2, f: -2 };
    const picture = resample(source, map, { widthPx: 16, heightPx: 16 });
    endAtEdges(picture, source, map);
    for (let i = 3; i < picture.data.length; i += 4) expect(picture.data[i]).toBe(255);
    expect(missingDepth(source, map, picture)).toBeLessThanOrEqual(0);
  });
});
