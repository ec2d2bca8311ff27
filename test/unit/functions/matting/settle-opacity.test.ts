/** Strands of hair before an even wall. The network gives the whole area half opacity. */
import { expect, test } from 'vitest';
import { matte, raster } from '../../../../core/raster.ts';
import { colourStrength, pxPerSmallPx, settleOpacity } from '../../../../functions/matting/settle-opacity.ts';

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

/** @returns the settled matte where the photo has twice as many pixels as the small matte across. */
const settle = (photo: ReturnType<typeof photoOf>, opacity: ReturnType<typeof matteOf>) =>
  settleOpacity(photo, opacity, 2, 1);

test('clears the wall between strands and keeps the strands', () => {
  const settled = row(settle(photoOf(hair, wall), half).data);
  for (let x = strandsFromPx + 2; x < strandsToPx - 6; x++) {
    if (isStrand(x)) expect(settled[x]).toBeGreaterThan(220);
    else expect(settled[x]).toBeLessThan(30);
  }
});

test("stays near the network's opacity where person and wall have the same colour", () => {
  const settled = row(settle(photoOf(wall, wall), half).data);
  for (let x = strandsFromPx + 2; x < strandsToPx - 2; x++) expect(Math.abs(settled[x] - 140)).toBeLessThan(30);
});

test('opacity is clear and opaque right beside a plain edge, however wide the network draws it', () => {
  const wide = matteOf((x) => (x < 50 ? 255 : x < 70 ? Math.round(255 * (1 - (x - 50) / 20)) : 0));
  const plain = raster(
    widthPx,
    heightPx,
    Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
      const x = Math.floor(at / 3) % widthPx;
      return (x < strandsFromPx ? hair : wall)[at % 3];
    }),
  );
  const settled = row(settle(plain, wide).data);
  expect(settled[strandsFromPx - 2]).toBeGreaterThan(250);
  expect(settled[strandsFromPx + 1]).toBeLessThan(5);
});

test('finds a gap in what the network calls solid, close to its edge', () => {
  const photo = photoOf(hair, wall);
  const gap = strandsFromPx - 3;
  for (let y = 0; y < heightPx; y++) photo.data.set(wall, (y * widthPx + gap) * 3);
  expect(row(settle(photo, half).data)[gap]).toBeLessThan(60);
});

test('far from soft pixels, and without a sure person, opacity stays', () => {
  const settled = row(settle(photoOf(hair, wall), half).data);
  expect([settled[20], settled[190]]).toEqual([255, 0]);
  const nothingSure = matteOf(() => 128);
  expect(settle(photoOf(hair, wall), nothingSure).data).toEqual(nothingSure.data);
});

test('colour decides nothing in a photo with fewer pixels than the network takes', () => {
  const small = { widthPx: 512, heightPx: 384 };
  const region = (width: number) => ({ leftPx: 0, topPx: 0, widthPx: width, heightPx: (width * 3) / 4 });
  const strengths = [300, 410, 1024].map((width) => colourStrength(pxPerSmallPx(small, region(width))));
  expect(strengths[0]).toBe(0);
  expect(strengths[1]).toBeCloseTo(0.5, 1);
  expect(strengths[2]).toBe(1);
  expect(settleOpacity(photoOf(hair, wall), half, 0.6, strengths[0]).data).toEqual(half.data);
});

test('clears a green wall between dark hair beside light clothes', () => {
  const photo = photoOf(hair, wall);
  for (let at = 0; at < photo.data.length; at++)
    if (Math.floor(at / 3) % widthPx < strandsFromPx - 8) photo.data[at] = [205, 200, 196][at % 3];
  const settled = row(settle(photo, half).data);
  for (let x = strandsFromPx + 2; x < strandsToPx - 6; x++) if (!isStrand(x)) expect(settled[x]).toBeLessThan(70);
});
