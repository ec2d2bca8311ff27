/** A body that is nearly opaque in the network's matte, with a soft edge and a strand of hair. */
import { expect, test } from 'vitest';
import { fillSolid } from '../../../../../functions/matting/fusion/fill-solid.ts';

const size = { widthPx: 60, heightPx: 40 };
const none = new Float32Array(size.widthPx * size.heightPx);

/** The body ends at 30 px with a ramp of 4 px. A strand of three rows crosses the rest. */
const opacityAt = (x: number, y: number) =>
  y >= 18 && y < 21 && x >= 34 ? 0.9 : Math.max(0, Math.min(0.9, (34 - x) / 4));
const alpha = Float32Array.from(none, (_, at) => opacityAt(at % size.widthPx, Math.floor(at / size.widthPx)));
const solid = fillSolid({ ...size, alpha, guide: [none, none, none] }).alpha;

test('makes an area opaque that is nearly opaque throughout', () => {
  expect(solid[10 * size.widthPx + 5]).toBe(1);
});

test('keeps a soft edge and a strand', () => {
  for (const [x, y] of [
    [29, 5],
    [31, 5],
    [33, 5],
    [45, 19],
    [50, 5],
  ]) {
    const at = y * size.widthPx + x;
    expect(solid[at], `${x}, ${y}`).toBe(alpha[at]);
  }
});

test('never lowers an opacity', () => {
  expect(solid.every((value, at) => value >= alpha[at])).toBe(true);
});
