/** Refining and foreground estimation on pictures that are mixed here, so that their ground truth is exact. */
import { expect, test } from 'vitest';
import { matte, raster } from '../../../../core/raster.ts';
import { estimateForeground } from '../../../../functions/matting/foreground.ts';
import { refineMatte } from '../../../../functions/matting/refine.ts';

const widthPx = 240;
const heightPx = 160;
const factor = 4;
const person = [180, 90, 60] as const;
const wall = [40, 170, 90] as const;

/** A person who fills the left half, with an edge `softPx` wide that waves up and down. */
function alphaAt(x: number, y: number, softPx: number): number {
  const edge = 120 + 12 * Math.sin(y / 9);
  return Math.max(0, Math.min(1, (edge - x) / softPx + 0.5));
}

function scene(softPx: number) {
  const alpha = Float32Array.from({ length: widthPx * heightPx }, (_, at) =>
    alphaAt((at % widthPx) + 0.5, Math.floor(at / widthPx) + 0.5, softPx),
  );
  const photo = new Uint8Array(alpha.length * 3);
  alpha.forEach((a, at) => {
    for (let c = 0; c < 3; c++) photo[at * 3 + c] = Math.round(a * person[c] + (1 - a) * wall[c]);
  });
  return { alpha, photo: raster(widthPx, heightPx, photo) };
}

/** @returns means over blocks: input and output of a network at a quarter of the size. */
function reduce(values: (at: number) => number): Float32Array {
  const [w, h] = [widthPx / factor, heightPx / factor];
  return Float32Array.from({ length: w * h }, (_, block) => {
    let sum = 0;
    for (let i = 0; i < factor * factor; i++) {
      const x = (block % w) * factor + (i % factor);
      sum += values((Math.floor(block / w) * factor + Math.floor(i / factor)) * widthPx + x);
    }
    return sum / factor ** 2;
  });
}

test('the refined matte is sharper than an enlarged one', () => {
  const { alpha, photo } = scene(2);
  const plane = (c: number) => reduce((at) => photo.data[at * 3 + c] / 255);
  const small = {
    ...{ widthPx: widthPx / factor, heightPx: heightPx / factor },
    ...{ alpha: reduce((at) => alpha[at]), guide: [plane(0), plane(1), plane(2)] as const },
  };
  const refined = refineMatte(small, photo, { leftPx: 0, topPx: 0, widthPx, heightPx });
  const misses = refined.data.reduce((sum, value, at) => sum + Math.abs(value / 255 - alpha[at]), 0);
  expect(misses / heightPx).toBeLessThan(0.35); // px of edge a row; bilinear enlarging leaves 1.3
  expect(refined.data[10]).toBe(255);
  expect(refined.data[widthPx - 10]).toBe(0);
});

test('the matte is clear outside the region', () => {
  const { photo } = scene(2);
  const ones = new Float32Array(64 * 64).fill(1);
  const small = { widthPx: 64, heightPx: 64, alpha: ones, guide: [ones, ones, ones] as const };
  const { data } = refineMatte(small, photo, { leftPx: 50, topPx: 20, widthPx: 100, heightPx: 100 });
  expect([
    data[30 * widthPx + 49],
    data[30 * widthPx + 50],
    data[30 * widthPx + 149],
    data[30 * widthPx + 150],
  ]).toEqual([0, 255, 255, 0]);
});

test("soft pixels get the person's own colour, opaque pixels stay", () => {
  const { alpha, photo } = scene(14);
  const opacity = matte(
    widthPx,
    heightPx,
    Uint8Array.from(alpha, (a) => Math.round(a * 255)),
  );
  const { data } = estimateForeground(photo, opacity);
  let [miss, soft] = [0, 0];
  opacity.data.forEach((a, at) => {
    if (a === 255) expect([...data.subarray(at * 4, at * 4 + 3)]).toEqual([...photo.data.subarray(at * 3, at * 3 + 3)]);
    if (a === 0) expect([...data.subarray(at * 4, at * 4 + 4)]).toEqual([0, 0, 0, 0]);
    if (a < 13 || a > 242) return;
    for (let c = 0; c < 3; c++) miss += (a / 255) * Math.abs(data[at * 4 + c] - person[c]);
    soft += 3;
  });
  expect(miss / soft).toBeLessThan(2); // levels over a new backdrop; the photo's own colours miss by 30
});
