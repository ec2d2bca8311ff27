/** The judgement on the test portrait: a true result passes, a result that differs by more than the limits fails. */
import { readFile } from 'node:fs/promises';
import { decode, encode } from 'fast-png';
import { beforeAll, expect, test } from 'vitest';
import { landmarkIndices } from '../../../../core/faces/landmarks.ts';
import { type HeadMeasurements, headSchema } from '../../../../core/head.ts';
import { judgeCutout } from '../../../../functions/pre-traffic/judge-cutout.ts';
import { opacityFile, type PortraitTruth, truthFile, truthSchema } from '../../../../functions/pre-traffic/truth.ts';

let truth: PortraitTruth;
let opacity: Uint8Array;
beforeAll(async () => {
  const read = (name: string) => readFile(new URL(`../../../../dist/functions/pre-traffic/${name}`, import.meta.url));
  truth = truthSchema.parse(JSON.parse((await read(truthFile)).toString()));
  opacity = await read(opacityFile);
});

/** Measurements of a head that stands where it was drawn, with the eyes and the chin moved by so much, px. */
function measured({ eyesPx = 0, chinPx = 0 } = {}): HeadMeasurements {
  const { widthPx, heightPx, leftEye, rightEye } = truth;
  const moved = (eye: { x: number; y: number }) => ({ x: eye.x + eyesPx, y: eye.y });
  const eyeMiddle = { x: (leftEye.x + rightEye.x) / 2, y: (leftEye.y + rightEye.y) / 2 };
  const landmarks = Object.fromEntries(Object.keys(landmarkIndices).map((name) => [name, eyeMiddle]));
  return headSchema.parse({
    version: 1,
    source: { widthPx, heightPx, format: 'jpeg' },
    working: { widthPx, heightPx },
    model: { id: 'any', widthPx, heightPx },
    face: {
      ...{ count: 1, score: 1, rollDeg: 0, yawDeg: 0, pitchDeg: 0, landmarks },
      box: { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1 },
      ...{ leftEye: moved(leftEye), rightEye: moved(rightEye) },
    },
    head: {
      eyeMiddle,
      chinPx: truth.chin.y - eyeMiddle.y + chinPx,
      crownHairPx: eyeMiddle.y - truth.crownHair.y,
      ...{ crownSkullPx: 1, widthPx: 1, hairCut: false },
    },
  });
}

/** The edges of the true cutout, each opacity passed through `change`. */
function cutout(change = (alpha: number, _at: number) => alpha): Uint8Array {
  const { width, height, data } = decode(opacity);
  return encode({ width, height, data: Uint8Array.from(data, change), channels: 1 });
}

const verdict = (head = measured(), png = cutout(), inferenceSidePx = 512) =>
  judgeCutout(truth, opacity, head, png, inferenceSidePx);

test('the truth itself is good', () => {
  expect(verdict()).toEqual([]);
});

test('eyes and chin may be off by three hundredths of the head, and no more', () => {
  const limitPx = truth.headHeightPx * 0.03;
  expect(verdict(measured({ eyesPx: limitPx * 0.9, chinPx: limitPx * 0.9 }))).toEqual([]);
  expect(verdict(measured({ eyesPx: limitPx * 1.5 }))).toEqual([
    expect.stringMatching(/^left eye off by 0\.045 head heights$/),
    expect.stringMatching(/^right eye off by 0\.045 head heights$/),
  ]);
  expect(verdict(measured({ chinPx: limitPx * 2 }))).toEqual([expect.stringMatching(/^chin off by 0\.060/)]);
});

test('opacity may be off a little, by more where the network sees less', () => {
  const every = (nth: number) => cutout((alpha, at) => (at % nth === 0 ? 255 - alpha : alpha));
  expect(verdict(measured(), every(300))).toEqual([]);
  expect(verdict(measured(), every(80))).toEqual([expect.stringMatching(/^opacity off by 0\.01/)]);
  expect(verdict(measured(), every(120), 128)).toEqual([]);
  expect(verdict(measured(), every(9), 128)).toEqual([expect.stringMatching(/^opacity off by 0\.1/)]);
});

test('a cutout of another size or without opacity is off', () => {
  const small = encode({ width: 2, height: 2, data: new Uint8Array(16), channels: 4 });
  expect(verdict(measured(), small)).toEqual(['the edges are 2 x 2 with 4 channels']);
});

test('a network that contradicts the person prior is off', () => {
  const doubts = (conflictArea: number) => ({
    ...measured(),
    doubts: { hazeArea: 0, conflictArea, deniedArea: 0, headMissing: 0, thingArea: 0 },
  });
  expect(verdict(doubts(1.9))).toEqual([]);
  expect(verdict(doubts(4.47))).toEqual(['network and prior conflict by 4.5 face widths squared']);
});

test('a head that was not measured is off', () => {
  expect(verdict({ ...measured(), head: null })).toEqual(['no head was measured']);
});
