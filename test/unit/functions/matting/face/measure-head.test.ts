/** The crown of a drawn head that leans, inside the picture and cut by its upper edge. */
import { expect, test } from 'vitest';
import { landmarkIndices } from '../../../../../core/faces/landmarks.ts';
import type { Landmarks } from '../../../../../core/head.ts';
import { matte, raster } from '../../../../../core/raster.ts';
import { measureHead } from '../../../../../functions/matting/face/measure-head.ts';

const sidePx = 400;
const halfWidthPx = 90;
const halfHeightPx = 130;

/** @returns the head's measurements. @param middleY of the ellipse that is the head, with its eyes there, px. */
function measured(middleY: number, rollDeg: number) {
  const turn = (rollDeg * Math.PI) / 180;
  const place = (aside: number, below: number) => ({
    x: sidePx / 2 + aside * Math.cos(turn) - below * Math.sin(turn),
    y: middleY + aside * Math.sin(turn) + below * Math.cos(turn),
  });
  const data = Uint8Array.from({ length: sidePx ** 2 }, (_, at) => {
    const [x, y] = [(at % sidePx) + 0.5 - sidePx / 2, Math.floor(at / sidePx) + 0.5 - middleY];
    const [aside, below] = [x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn)];
    return Math.hypot(aside / halfWidthPx, below / halfHeightPx) < 1 ? 255 : 0;
  });
  const eyes = place(0, 0);
  const landmarks = {
    ...(Object.fromEntries(Object.keys(landmarkIndices).map((name) => [name, eyes])) as Landmarks),
    chin: place(0, halfHeightPx),
    faceLeft: place(-halfWidthPx, 0),
    faceRight: place(halfWidthPx, 0),
  };
  const box = { leftPx: 100, topPx: 100, widthPx: 200, heightPx: 200 };
  const [leftEye, rightEye] = [place(-40, 0), place(40, 0)];
  const face = { score: 1, box, rollDeg, yawDeg: 0, pitchDeg: 0, landmarks, mesh: [], leftEye, rightEye };
  const photo = raster(sidePx, sidePx, new Uint8Array(3 * sidePx ** 2));
  return measureHead(face, matte(sidePx, sidePx, data), photo);
}

test.each([0, 3, 6, -12])('a head that leans by %d degrees is cut by the upper edge of the picture', (rollDeg) => {
  expect(measured(80, rollDeg).hairCut).toBe(true);
});

test.each([0, 3, 6, -12])('a head that leans by %d degrees inside the picture is not cut', (rollDeg) => {
  const head = measured(160, rollDeg);
  expect(head.hairCut).toBe(false);
  expect(Math.abs(head.crownHairPx - halfHeightPx)).toBeLessThan(3);
});
