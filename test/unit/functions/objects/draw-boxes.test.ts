import { expect, test } from 'vitest';
import { raster } from '../../../../core/raster.ts';
import { colourOf, drawBoxes } from '../../../../functions/objects/draw-boxes.ts';

const grey = raster(60, 40, new Uint8Array(60 * 40 * 3).fill(128));
const box = { leftPx: 10, topPx: 5, widthPx: 30, heightPx: 20 };

test('a box is a frame of two px in its colour; the picture itself stays as it was', () => {
  const drawn = drawBoxes(grey, [{ label: 'cup', score: 0.9, box }]);
  const at = (x: number, y: number) => [...drawn.data.subarray((y * 60 + x) * 3, (y * 60 + x) * 3 + 3)];
  const orange = [0xe6, 0x9f, 0x00];
  expect(colourOf(0)).toBe('#e69f00');
  for (const [x, y] of [
    [10, 5],
    [39, 24],
    [11, 12],
    [20, 6],
    [25, 23],
  ])
    expect(at(x, y), `${x},${y}`).toEqual(orange);
  for (const [x, y] of [
    [9, 5],
    [40, 24],
    [12, 7],
    [25, 15],
  ])
    expect(at(x, y), `${x},${y}`).toEqual([128, 128, 128]);
  expect(grey.data.every((value) => value === 128)).toBe(true);
});

test('the best box lies over the others, and a box at the edge is cut there', () => {
  const drawn = drawBoxes(grey, [
    { label: 'cup', score: 0.9, box },
    { label: 'cat', score: 0.5, box: { leftPx: 0, topPx: 5, widthPx: 60, heightPx: 35 } },
  ]);
  const red = (x: number, y: number) => drawn.data[(y * 60 + x) * 3];
  expect(red(15, 5)).toBe(0xe6);
  expect(red(50, 5)).toBe(0x56);
  expect(red(59, 39)).toBe(0x56);
});
