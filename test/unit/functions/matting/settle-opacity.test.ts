/** Strands of hair before an even wall. The network gives the whole area half opacity. */
import { expect, test } from 'vitest';
import { matte, raster } from '../../../../core/raster.ts';
import { settleOpacity } from '../../../../functions/matting/settle-opacity.ts';

const widthPx = 200;
const heightPx = 96;
type Colour = readonly [number, number, number];
const hair: Colour = [20, 14, 12];
const wall: Colour = [60, 170, 90];
/** Solid hair up to the first column, then strands up to the second, then the wall. */
const strandsFromPx = 60;
const strandsToPx = 78;

const isStrand = (x: number) => x < strandsFromPx || (x < strandsToPx && x % 10 < 2);

function photoOf(person: Colour, behind: Colour) {
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const x = Math.floor(at / 3) % widthPx;
    return (isStrand(x) ? person : behind)[at % 3];
  });
  return raster(widthPx, heightPx, data);
}

function matteOf(opacityAt: (x: number) => number) {
  return matte(
    widthPx,
    heightPx,
    Uint8Array.from({ length: widthPx * heightPx }, (_, at) => opacityAt(at % widthPx)),
  );
}

const half = matteOf((x) => (x < strandsFromPx ? 255 : x < strandsToPx ? 140 : 0));
const row = (data: Uint8Array) => data.subarray(48 * widthPx, 49 * widthPx);

test('clears the wall between strands and keeps the strands', () => {
  const settled = row(settleOpacity(photoOf(hair, wall), half).data);
  for (let x = strandsFromPx + 2; x < strandsToPx - 6; x++) {
    if (isStrand(x)) expect(settled[x]).toBeGreaterThan(220);
    else expect(settled[x]).toBeLessThan(30);
  }
});

test("keeps the network's opacity where person and wall have the same colour", () => {
  const { data } = settleOpacity(photoOf(wall, wall), half);
  expect(data).toEqual(half.data);
});

test('keeps a narrow edge, and all clear and opaque pixels', () => {
  const edge = matteOf((x) => (x < 99 ? 255 : x < 100 ? 128 : 0));
  expect(settleOpacity(photoOf(hair, wall), edge).data).toEqual(edge.data);
});

/** @returns the photo with clothes of one colour beside the hair. */
function photoBeside(left: Colour) {
  const { data } = photoOf(hair, wall);
  for (let at = 0; at < data.length; at++)
    if (Math.floor(at / 3) % widthPx < strandsFromPx - 8) data[at] = left[at % 3];
  return raster(widthPx, heightPx, data);
}

test('clears a green wall between dark hair beside light clothes', () => {
  const settled = row(settleOpacity(photoBeside([205, 200, 196]), half).data);
  for (let x = strandsFromPx + 2; x < strandsToPx - 6; x++) if (!isStrand(x)) expect(settled[x]).toBeLessThan(70);
});

test('trusts colour less when the clothes beside the hair have the colour of the wall', () => {
  const settled = row(settleOpacity(photoBeside(wall), half).data);
  const between = settled.filter((_, x) => x > strandsFromPx + 2 && x < strandsToPx - 6 && !isStrand(x));
  expect(Math.min(...between)).toBeGreaterThan(60);
});
