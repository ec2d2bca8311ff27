/** A body that the network calls nearly opaque, with a soft edge and a strand. */
import { expect, test } from 'vitest';
import { makeSolid } from '../../../../../functions/matting/fusion/fill-solid.ts';

const size = { widthPx: 60, heightPx: 40 };
const none = new Float32Array(size.widthPx * size.heightPx);

/** Body up to 30 px, a ramp of 4 px, nothing; a strand of three rows runs through all of it. */
const opacityAt = (x: number, y: number) =>
  y >= 18 && y < 21 && x >= 34 ? 0.9 : Math.max(0, Math.min(0.9, (34 - x) / 4));
const alpha = Float32Array.from(none, (_, at) => opacityAt(at % size.widthPx, Math.floor(at / size.widthPx)));
const solid = makeSolid({ ...size, alpha, guide: [none, none, none] }).alpha;

test('what is nearly opaque all around becomes opaque', () => {
  expect(solid[10 * size.widthPx + 5]).toBe(1);
});

test('an edge and a strand stay as soft as they were', () => {
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

test('opacity never falls', () => {
  expect(solid.every((value, at) => value >= alpha[at])).toBe(true);
});
