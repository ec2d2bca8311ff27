/** The four matte errors on planes small enough to reckon by hand, and what must hold for any plane. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestComponent, matteError } from '../../../../bench/quality/matte-error.ts';
import type { PlaneSize } from '../../../../core/raster.ts';

const size: PlaneSize = { widthPx: 16, heightPx: 12 };
const plane = (value: (x: number, y: number) => number, { widthPx, heightPx }: PlaneSize = size) =>
  Float32Array.from({ length: widthPx * heightPx }, (_, i) => value(i % widthPx, Math.floor(i / widthPx)));
const half = plane((x) => Number(x >= 8));

const anyPlane = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 192, maxLength: 192 })
  .map((values) => Float32Array.from(values, (value) => value / 255));

describe('matteError', () => {
  it('is the mean and the mean square of the difference', () => {
    const off = plane((x) => (x < 4 ? 0.5 : Number(x >= 8)));
    const { mad, mse } = matteError(off, half, size);
    expect(mad).toBeCloseTo(0.5 / 4, 6);
    expect(mse).toBeCloseTo(0.25 / 4, 6);
  });

  it('sees no gradient in a matte that is merely lifted, and one where an edge has gone', () => {
    const flat = plane(() => 0.25);
    expect(
      matteError(
        flat,
        plane(() => 0.75),
        size,
      ).gradient,
    ).toBeCloseTo(0, 10);
    const lost = matteError(
      plane(() => 0),
      half,
      size,
    ).gradient;
    expect(lost).toBeGreaterThan(0.01);
    const softened = plane((x) => Math.min(1, Math.max(0, (x - 5) / 5)));
    expect(matteError(softened, half, size).gradient).toBeLessThan(lost);
  });

  it('measures an edge by kernels of unit energy (sigma 1.4)', () => {
    // A step across x has a response in x only; down y the smoothing kernel adds up to its sum.
    const offsets = Array.from({ length: 9 }, (_, i) => i - 4);
    const smooth = offsets.map((o) => Math.exp(-(o * o) / (2 * 1.4 * 1.4)));
    const derive = offsets.map((o, i) => -o * smooth[i]);
    const energy = Math.hypot(...smooth) * Math.hypot(...derive);
    const column = smooth.reduce((sum, value) => sum + value, 0);
    const response = (x: number) =>
      offsets.reduce((sum, o, i) => sum + derive[i] * Number(Math.min(15, Math.max(0, x + o)) >= 8), 0);
    const expected =
      Array.from({ length: 16 }, (_, x) => ((response(x) * column) / energy) ** 2).reduce((a, b) => a + b, 0) / 16;
    expect(
      matteError(
        plane(() => 0),
        half,
        size,
      ).gradient,
    ).toBeCloseTo(expected, 5);
  });

  it('counts a piece that hangs on nothing as unconnected, by how opaque it is', () => {
    const body = plane((x, y) => Number(x < 6 && y < 12));
    const island = plane((x, y) => (x < 6 ? 1 : Number(x >= 14 && y >= 10)));
    // Four pixels of alpha 1 that are connected at level 0 only: connectedness 1 - (1 - 0) = 0 against 1.
    expect(matteError(island, body, size).connectivity).toBeCloseTo(4 / 192, 6);
    // Joined to the body in both, the same four pixels are no error.
    expect(matteError(island, island, size).connectivity).toBe(0);
  });

  it('forgives a difference below the tolerance of 0.15', () => {
    const body = plane((x) => Number(x < 8));
    const haze = plane((x) => (x < 8 ? 1 : 0.1));
    expect(matteError(haze, body, size).connectivity).toBe(0);
    expect(
      matteError(
        plane((x) => (x < 8 ? 1 : 0.2)),
        body,
        size,
      ).connectivity,
    ).toBeCloseTo(0.2 / 2, 6);
  });

  it('is zero for equals and the same whichever is the truth', () => {
    fc.assert(
      fc.property(anyPlane, anyPlane, (a, b) => {
        const none = matteError(a, a, size);
        expect(none).toEqual({ mad: 0, mse: 0, gradient: 0, connectivity: 0 });
        const [there, back] = [matteError(a, b, size), matteError(b, a, size)];
        expect(there.mad).toBeCloseTo(back.mad, 6);
        expect(there.mse).toBeCloseTo(back.mse, 6);
        expect(there.gradient).toBeCloseTo(back.gradient, 6);
        expect(there.connectivity).toBeCloseTo(back.connectivity, 6);
        expect(there.mse).toBeLessThanOrEqual(there.mad + 1e-9);
        expect(there.connectivity).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  it('does not change when both are mirrored', () => {
    const mirror = (values: Float32Array) => plane((x, y) => values[y * 16 + (15 - x)]);
    fc.assert(
      fc.property(anyPlane, anyPlane, (a, b) => {
        const [straight, mirrored] = [matteError(a, b, size), matteError(mirror(a), mirror(b), size)];
        expect(mirrored.mad).toBeCloseTo(straight.mad, 6);
        expect(mirrored.gradient).toBeCloseTo(straight.gradient, 5);
      }),
      { numRuns: 20 },
    );
  });
});

describe('largestComponent', () => {
  it('keeps the largest region and does not join corners', () => {
    const ones = [1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0];
    const kept = largestComponent(ones, { widthPx: 4, heightPx: 3 });
    expect([...kept]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
  });

  it('keeps nothing of nothing, and does not run around the right edge', () => {
    expect([...largestComponent([0, 0, 0, 0], { widthPx: 2, heightPx: 2 })]).toEqual([0, 0, 0, 0]);
    expect([...largestComponent([0, 0, 1, 1, 0, 0, 0, 0, 1], { widthPx: 3, heightPx: 3 })]).toEqual([
      0, 0, 1, 0, 0, 0, 0, 0, 0,
    ]);
  });
});
